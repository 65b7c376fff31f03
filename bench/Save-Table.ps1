# Puts results of Compare.ps1 into the table of docs/performance.md. A row that was not measured keeps what it has.
#Requires -Version 7.4
param([Parameter(Mandatory)] [object[]] $Result, [Parameter(Mandatory)] [int] $Rounds, [Parameter(Mandatory)] [string[]] $PowerShell)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$page = Join-Path $PSScriptRoot ../docs/performance.md
$text = Get-Content -Raw $page
foreach ($row in $Result) {
    $line = "| ``$($row.Name)`` | $($row.What) | $($row.Peer) | $($row.Module) | $($row.Result) | $($row.Reach) |"
    $old = "(?m)^\| ``$([regex]::Escape($row.Name))`` \|.*$"
    $text = $text -match $old ? ($text -replace $old, $line.Replace('$', '$$')) : $text.Replace("`n`n<!-- end of the table -->", "`n$line`n`n<!-- end of the table -->")
}

$cpu = $IsLinux ? ((Get-Content /proc/cpuinfo) -match '^model name' | Select-Object -First 1) -replace '^.*:\s*' : $env:PROCESSOR_IDENTIFIER
$memory = '{0:N0} GiB' -f ([GC]::GetGCMemoryInfo().TotalAvailableMemoryBytes / 1GB)
$python = (Get-Command python3 -ErrorAction Ignore) ? (python3 -c 'import huggingface_hub, platform; print(f", Python {platform.python_version()} with huggingface_hub {huggingface_hub.__version__}")' 2>$null) : ''
$first, $rest = $PowerShell
$engine = & $first @rest -NoProfile -Command '"PowerShell $($PSVersionTable.PSVersion) on $([Runtime.InteropServices.RuntimeInformation]::FrameworkDescription)"'
$machine = "Measured on $([datetime]::UtcNow.ToString('yyyy-MM-dd')): $([Environment]::ProcessorCount) cores ($cpu), $memory, $([Runtime.InteropServices.RuntimeInformation]::OSDescription), $engine$python; medians of $Rounds rounds."
$text = $text -replace '(?m)^Measured on .*$', $machine.Replace('$', '$$')
Set-Content -NoNewline $page $text
