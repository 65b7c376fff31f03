# What Invoke-HfBatch finds: nothing lost or doubled where it is killed again and again, its own concurrency against a
# fixed one that is just right, an endpoint that sleeps, and three endpoints at once, one of which is killed.
#Requires -Version 7.4
param(
    [int] $Jobs = 100000,
    [int] $Kills = 10,
    [int] $Rounds = 5,
    [int] $RoundJobs = 6000,
    [string[]] $Part = @('Kill', 'Concurrency', 'ColdStart', 'Endpoints')
)
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../tests/pester/Common.psm1" -Force
Import-HfModule

$folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "hfbatch-$PID")).FullName
$tgi = @{ state = 'running'; model = @{ image = @{ tgi = @{ url = 'ghcr.io/huggingface/text-generation-inference:3.3.6' } } } }

function New-JobFile([string] $Path, [int] $Count) {
    $writer = [IO.StreamWriter]::new($Path)
    foreach ($i in 1..$Count) {
        $writer.WriteLine("{`"id`":`"job-$i`",`"prompt`":`"Job ${i}: I am`"}")
    }
    $writer.Close()
}

# A batch in a process of its own, which can be watched and killed.
function Start-Batch([uri] $Uri, [string] $Path, [string] $OutPath) {
    $script = "
        `$ProgressPreference = 'SilentlyContinue'
        Import-Module '$env:HFENDPOINTS_MODULE'
        `$null = Connect-HfAccount -EmulatorUri '$Uri' -Token hf_test
        Invoke-HfBatch ready '$Path' '$OutPath' -Parameter @{ max_new_tokens = 2; return_full_text = `$false }"
    $command, $first = & "$PSScriptRoot/../.build/Get-PowerShellCommand.ps1"
    $start = [Diagnostics.ProcessStartInfo]@{ FileName = $command; RedirectStandardOutput = $true }
    foreach ($argument in @($first) + '-NoProfile', '-NonInteractive', '-Command', $script | Where-Object { $_ }) {
        $start.ArgumentList.Add($argument)
    }

    [Diagnostics.Process]::Start($start)
}

# Whether the last line of a file has its end.
function Test-WholeLine([string] $Path) {
    $stream = [IO.File]::OpenRead($Path)
    try {
        $stream.Length -eq 0 -or ($stream.Seek(-1, 'End') -ge 0 -and $stream.ReadByte() -eq 10)
    } finally {
        $stream.Dispose()
    }
}

function Measure-Kill {
    $emulator = Start-TestEmulator
    $path, $out = "$folder/kill.jsonl", "$folder/kill.out.jsonl"
    try {
        $null = Set-HfEmulatorEndpoint ready $tgi
        New-JobFile $path $Jobs
        # A line is about as long as this, so the points lie anywhere in the batch.
        $marks = 1..$Kills | ForEach-Object { Get-Random -Minimum 1 -Maximum (70 * $Jobs) } | Sort-Object
        $killed = $torn = 0
        $watch = [Diagnostics.Stopwatch]::StartNew()
        foreach ($mark in $marks) {
            $process = Start-Batch $emulator.Uri $path $out
            while (-not $process.HasExited -and (-not (Test-Path $out) -or (Get-Item $out).Length -lt $mark)) {
                Start-Sleep -Milliseconds (Get-Random -Minimum 1 -Maximum 20)
            }

            # SIGKILL: nothing of the process runs any more.
            $killed += [int](-not $process.HasExited)
            $process.Kill()
            $process.WaitForExit()
            $torn += [int]((Test-Path $out) -and -not (Test-WholeLine $out))
        }

        $process = Start-Batch $emulator.Uri $path $out
        $process.WaitForExit()
        $ids = [Collections.Generic.HashSet[string]]::new()
        $lines = 0
        $broken = 0
        foreach ($line in [IO.File]::ReadLines($out)) {
            $lines++
            $answer = [Text.Json.JsonDocument]::Parse($line).RootElement
            $null = $ids.Add($answer.GetProperty('id').GetString())
            $failure = [Text.Json.JsonElement]::new()
            $broken += [int]$answer.TryGetProperty('error', [ref] $failure)
        }

        if ($killed -eq 0 -or $lines -ne $Jobs -or $ids.Count -ne $Jobs -or $broken -gt 0) {
            throw "After $killed kills there are $lines lines and $($ids.Count) ids of $Jobs jobs, and $broken errors."
        }

        [pscustomobject]@{
            Jobs = $Jobs; Kills = $killed; TornLines = $torn; Lines = $lines; DistinctIds = $ids.Count; Failed = $broken
            Seconds = [Math]::Round($watch.Elapsed.TotalSeconds)
        }
    } finally {
        Stop-TestEmulator $emulator
    }
}

# The endpoint takes 16 at once. One run knows that; the other has to find out.
function Measure-Concurrency {
    $emulator = Start-TestEmulator -Arguments '--generate-ms', 50, '--max-concurrent', 16
    $path = "$folder/concurrency.jsonl"
    try {
        $null = Connect-HfAccount -EmulatorUri $emulator.Uri -Token hf_test
        $null = Set-HfEmulatorEndpoint ready $tgi
        New-JobFile $path $RoundJobs
        $run = {
            param($limit)
            $out = "$folder/concurrency.$([guid]::NewGuid()).jsonl"
            $parameters = @{ max_new_tokens = 2; return_full_text = $false }
            $result = Invoke-HfBatch ready $path $out -Parameter $parameters @limit
            if ($result.Succeeded -ne $RoundJobs) {
                throw "Only $($result.Succeeded) of $RoundJobs jobs were answered."
            }

            $result
        }
        $null = & $run @{ ThrottleLimit = 16 }
        foreach ($round in 1..$Rounds) {
            $fixed = & $run @{ ThrottleLimit = 16 }
            $found = & $run @{}
            [pscustomobject]@{
                Round        = $round
                'Fixed/s'    = [Math]::Round($fixed.JobsPerSecond, 1)
                'Found/s'    = [Math]::Round($found.JobsPerSecond, 1)
                Ratio        = [Math]::Round($found.JobsPerSecond / $fixed.JobsPerSecond, 3)
                'Refused %'  = [Math]::Round(100 * $found.Refusals / ($found.Refusals + $RoundJobs), 2)
                Concurrency  = $found.Concurrency
                Highest      = $found.HighestConcurrency
            }
        }
    } finally {
        Stop-TestEmulator $emulator
    }
}

function Measure-ColdStart {
    $emulator = Start-TestEmulator -Arguments '--speed', '10'
    $path, $out = "$folder/cold.jsonl", "$folder/cold.out.jsonl"
    try {
        $null = Connect-HfAccount -EmulatorUri $emulator.Uri -Token hf_test
        $null = Set-HfEmulatorEndpoint ready ($tgi + @{ compute = @{ scaling = @{ minReplica = 0; maxReplica = 1; scaleToZeroTimeout = 15 } } })
        $null = Set-HfEmulatorEndpoint ready @{ state = 'scaledToZero' }
        New-JobFile $path 1000
        Clear-HfEmulatorRequest
        $result = Invoke-HfBatch ready $path $out
        $requests = @(Get-HfEmulatorRequest -Path '/serve/*' -Method POST)
        [pscustomobject]@{
            Jobs               = $result.Succeeded
            Seconds            = [Math]::Round($result.Duration.TotalSeconds, 1)
            Requests           = $requests.Count
            'Answered 503'     = @($requests | Where-Object status -EQ 503).Count
        }
    } finally {
        Stop-TestEmulator $emulator
    }
}

# Three endpoints that take 16, 8 and 4 at once: each alone, all together, and again with the second one killed in the middle.
function Measure-Endpoints {
    $emulators = 16, 8, 4 | ForEach-Object {
        $started = Start-TestEmulator -Arguments '--generate-ms', 100, '--max-concurrent', $_
        $null = Set-HfEmulatorEndpoint ready $tgi -Emulator $started
        $started
    }
    $path = "$folder/endpoints.jsonl"
    try {
        $run = {
            param($count, $servers, $killed)
            New-JobFile $path $count
            $out = "$folder/endpoints.$([guid]::NewGuid()).jsonl"
            $kill = $killed ? (Start-ThreadJob -ArgumentList $out, ($count * 40), $killed.Process.Id {
                    while (-not (Test-Path $args[0]) -or (Get-Item $args[0]).Length -lt $args[1]) { Start-Sleep -Milliseconds 20 }
                    Stop-Process -Id $args[2] -Force
                }) : $null
            $result = Invoke-HfBatch -Uri @($servers.Uri | ForEach-Object { "${_}serve/alice/ready" }) -Path $path -OutPath $out `
                -Token hf_test -Parameter @{ max_new_tokens = 2; return_full_text = $false }
            $ids = [IO.File]::ReadLines($out) | ForEach-Object { [Text.Json.JsonDocument]::Parse($_).RootElement.GetProperty('id').GetString() }
            if ($result.Succeeded -ne $count -or $ids.Count -ne $count -or ($ids | Sort-Object -Unique).Count -ne $count) {
                throw "Of $count jobs, $($result.Succeeded) were answered, in $($ids.Count) lines."
            }

            if ($kill) {
                $null = Wait-Job $kill
            }

            $result
        }
        $alone = 0..2 | ForEach-Object { (& $run ($RoundJobs / @(2, 4, 8)[$_]) $emulators[$_]).JobsPerSecond }
        $sum = ($alone | Measure-Object -Sum).Sum
        $together = & $run $RoundJobs $emulators
        $survived = & $run $RoundJobs $emulators $emulators[1]
        [pscustomobject]@{
            'Alone/s'    = ($alone | ForEach-Object { [Math]::Round($_, 1) }) -join ' + '
            'Together/s' = [Math]::Round($together.JobsPerSecond, 1)
            Ratio        = [Math]::Round($together.JobsPerSecond / $sum, 3)
            Concurrency  = $together.Endpoints.Concurrency -join ' + '
            'Killed/s'   = [Math]::Round($survived.JobsPerSecond, 1)
            Answered     = $survived.Endpoints.Succeeded -join ' + '
            Failed       = $survived.Failed
        }
    } finally {
        $emulators | ForEach-Object { Stop-TestEmulator $_ }
    }
}

try {
    foreach ($name in $Part) {
        & "Measure-$name" | Format-Table -AutoSize | Out-String | Write-Host
    }
} finally {
    Remove-Item $folder -Recurse -Force
}
