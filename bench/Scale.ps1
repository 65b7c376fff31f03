# A batch of ten million jobs against the lean server, in one process or in shards at once: what it takes, and what it takes to start it
# again when it is done, to test it, and to continue it as a whole.
#   pwsh bench/Scale.ps1                   one process
#   pwsh bench/Scale.ps1 -Shards 8         eight at once
#Requires -Version 7.4
[CmdletBinding()]
param(
    [ValidateRange(1, 100000000)] [int] $Jobs = 10000000,
    [ValidateRange(1, 64)] [int] $Shards = 1,
    # Of all processes together.
    [ValidateRange(1, 4096)] [int] $ThrottleLimit = 64,
    [string] $Folder = (Join-Path ([IO.Path]::GetTempPath()) "hfscale-$PID"),
    # What is measured, in this order, of Run, Restart, Test and Whole; the others need the answers of Run. Commas between names are allowed.
    [string[]] $Part = @('Run', 'Restart', 'Test')
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$env:POWERSHELL_TELEMETRY_OPTOUT = '1'
Import-Module "$PSScriptRoot/Sides.psm1" -Force
$manifest = (Get-Item "$PSScriptRoot/../output/HfEndpoints/*/HfEndpoints.psd1").FullName
$program = (Get-ChildItem "$PSScriptRoot/Server/bin" -Recurse -Filter Server.dll | Sort-Object LastWriteTime | Select-Object -Last 1).FullName
$command, $first = & "$PSScriptRoot/../.build/Get-PowerShellCommand.ps1"
$folderIsNew = -not (Test-Path $Folder)
$null = New-Item $Folder -ItemType Directory -Force
$path = Join-Path $Folder jobs.jsonl

function Start-Work([string] $Script) {
    # A process of its own. It says how long its work took, without its start, and how much memory it needed.
    $start = [Diagnostics.ProcessStartInfo]@{ FileName = $command; RedirectStandardOutput = $true }
    $code = "
        `$ErrorActionPreference, `$ProgressPreference = 'Stop', 'SilentlyContinue'
        Import-Module '$manifest'
        `$watch = [Diagnostics.Stopwatch]::StartNew()
        `$result = $Script
        `$process = Get-Process -Id `$PID
        @{
            Seconds = `$watch.Elapsed.TotalSeconds; Cpu = `$process.CPU; Peak = `$process.PeakWorkingSet64 / 1MB
            Succeeded = `$result.Succeeded; Skipped = `$result.Skipped; Complete = `$result.Complete
        } | ConvertTo-Json -Compress"
    @($first) + '-NoProfile', '-NonInteractive', '-Command', $code | Where-Object { $_ } | ForEach-Object { $start.ArgumentList.Add($_) }
    [Diagnostics.Process]::Start($start)
}

function Wait-Work([string] $What, [Diagnostics.Process[]] $Process) {
    $results = @($Process | ForEach-Object { $_.StandardOutput.ReadToEnd() | ConvertFrom-Json -AsHashtable; $_.WaitForExit() })
    if ($results.Count -ne $Process.Count) {
        throw "$What failed."
    }

    # As it is, not added up: the processes run at once.
    $seconds = ($results.Seconds | Measure-Object -Maximum).Maximum
    [pscustomobject]@{
        What        = $What
        Processes   = $Process.Count
        Seconds     = [Math]::Round($seconds, 1)
        'Jobs/s'    = [long]($Jobs / $seconds)
        'Cpu s'     = [Math]::Round(($results.Cpu | Measure-Object -Sum).Sum, 1)
        'Peak MB'   = [long](($results.Peak | Measure-Object -Maximum).Maximum)
        Succeeded   = [long]($results.Succeeded | Measure-Object -Sum).Sum
        Skipped     = [long]($results.Skipped | Measure-Object -Sum).Sum
        Complete    = $results[0].Complete
    }
}

function Start-Shard([int] $Shard) {
    Start-Work "Invoke-HfBatch -Uri '$($address)/now' -Path '$path' -OutPath '$Folder/answers.$Shard.jsonl' -Shard $Shard/$Shards -ThrottleLimit $([Math]::Max(1, $ThrottleLimit / $Shards))"
}

$null = New-JobFile $path $Jobs
$server = Start-Side dotnet, $program
try {
    $address = $server.StandardOutput.ReadLine().Split(' ')[0]
    $rows = switch ($Part -split ', *') {
        'Run' { Wait-Work 'all jobs' (1..$Shards | ForEach-Object { Start-Shard $_ }) }
        'Restart' { Wait-Work 'the same again, all done' (1..$Shards | ForEach-Object { Start-Shard $_ }) }
        'Test' { Wait-Work 'Test-HfBatch' (Start-Work "Test-HfBatch '$path' '$Folder/answers.*.jsonl'") }
        'Whole' {
            # One output of all, which one process continues.
            $whole = [IO.File]::Create("$Folder/whole.jsonl")
            Get-ChildItem "$Folder/answers.*.jsonl" | ForEach-Object {
                $stream = $_.OpenRead()
                $stream.CopyTo($whole, 1MB)
                $stream.Dispose()
            }
            $whole.Dispose()
            Wait-Work 'the whole again, all done' (Start-Work "Invoke-HfBatch -Uri '$address/now' -Path '$path' -OutPath '$Folder/whole.jsonl'")
        }
        default { throw "'$_' is not a part. Use Run, Restart, Test or Whole." }
    }

    $rows | Format-Table -AutoSize | Out-String -Width 160 | Write-Host
    $answers = (Get-ChildItem "$Folder/answers.*.jsonl" | Measure-Object Length -Sum).Sum
    Write-Host ('{0:N0} jobs: input {1:N0} MB, answers {2:N0} MB' -f $Jobs, ((Get-Item $path).Length / 1MB), ($answers / 1MB))
} finally {
    Stop-Side $server
    if ($folderIsNew) {
        Remove-Item $Folder -Recurse -Force
    }
}
