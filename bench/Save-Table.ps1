# Puts results of Compare.ps1 into the tables of docs/performance.md. A row that was not measured keeps what it has.
#Requires -Version 7.4
param(
    [Parameter(Mandatory)] [AllowEmptyCollection()] [object[]] $Result,
    # The lines of a table.
    [Parameter(Mandatory)] [AllowEmptyCollection()] [string[]] $Part,
    [Parameter(Mandatory)] [int] $Rounds,
    [Parameter(Mandatory)] [int] $Warm,
    [Parameter(Mandatory)] [string[]] $PowerShell
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$page = Join-Path (Split-Path $PSScriptRoot) docs performance.md
$text = Get-Content -Raw $page

# Replaces the line of a table that begins with the same cell, or adds it before the mark at the table's end.
function Set-Line([string] $Text, [string] $Line, [string] $Mark) {
    $old = "(?m)^$([regex]::Escape($Line.Substring(0, $Line.IndexOf('|', 1)).TrimEnd())) *\|.*$"
    $Text -match $old ? ($Text -replace $old, $Line.Replace('$', '$$')) : $Text.Replace("`n`n<!-- $Mark -->", "`n$Line`n`n<!-- $Mark -->")
}

foreach ($row in $Result) {
    $line = "| ``$($row.Name)`` | $($row.What) | $($row.Peer) | $($row.Module) | $($row.Result) | $($row.Reach) | $($row.Bare) | $($row.Cpu) | $($row.Compiler) |"
    $text = Set-Line $text $line 'end of the rows'
}

foreach ($line in $Part) {
    $text = Set-Line $text $line 'end of the parts'
}

$cpu = $IsLinux ? ((Get-Content /proc/cpuinfo) -match '^model name' | Select-Object -First 1) -replace '^.*:\s*' : $env:PROCESSOR_IDENTIFIER
$memory = '{0:N0} GiB' -f ([GC]::GetGCMemoryInfo().TotalAvailableMemoryBytes / 1GB)
$python = (Get-Command python3 -ErrorAction Ignore) ? (python3 -c 'import huggingface_hub, platform; print(f", Python {platform.python_version()} with huggingface_hub {huggingface_hub.__version__}")' 2>$null) : ''
$first, [string[]] $rest = $PowerShell
$engine = & $first @rest -NoProfile -Command '"PowerShell $($PSVersionTable.PSVersion) on $([Runtime.InteropServices.RuntimeInformation]::FrameworkDescription)"'
$machine = "Measured on $([datetime]::UtcNow.ToString('yyyy-MM-dd')): $([Environment]::ProcessorCount) cores ($cpu), $memory, $([Runtime.InteropServices.RuntimeInformation]::OSDescription), $engine$python; medians of $Rounds rounds in new processes, of which each does the work $Warm times before the one that counts."
$text = $text -replace '(?m)^Measured on .*$', $machine.Replace('$', '$$')
[IO.File]::WriteAllText($page, $text)
