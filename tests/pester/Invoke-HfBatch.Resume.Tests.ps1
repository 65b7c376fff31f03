BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest --generate-ms, 20
    $running = @{ state = 'running'; model = Get-HfEngineModel tgi }
    $brief = @{ max_new_tokens = 2; return_full_text = $false }
    $count = 2000
    $path = Join-Path $TestDrive jobs.jsonl
    1..$count | ForEach-Object { "{`"id`":`"job-$_`",`"prompt`":`"I am $_`"}" } | Set-Content $path

    function Start-Batch {
        # In a process of its own, which can be killed.
        $script = "
            `$ProgressPreference = 'SilentlyContinue'
            Import-Module '$env:HFENDPOINTS_MODULE'
            `$null = Connect-HfAccount -EmulatorUri '$($emulator.Uri)' -Token hf_test
            Invoke-HfBatch writer '$path' '$out' -ThrottleLimit 8 -Parameter @{ max_new_tokens = 2; return_full_text = `$false }"
        $command, $first = & (Join-Path $PSScriptRoot ../../.build/Get-PowerShellCommand.ps1)
        $start = [Diagnostics.ProcessStartInfo]@{ FileName = $command; RedirectStandardOutput = $true }
        @($first) + '-NoProfile', '-NonInteractive', '-Command', $script | Where-Object { $_ } | ForEach-Object { $start.ArgumentList.Add($_) }
        [Diagnostics.Process]::Start($start)
    }

    function Get-Length {
        (Test-Path $out) ? (Get-Item $out).Length : 0
    }

    function Assert-Complete {
        $ids = (Get-Content $out | ConvertFrom-Json).id
        $ids.Count | Should -BeExactly $count
        ($ids | Sort-Object -Unique).Count | Should -BeExactly $count
    }
}

AfterAll { Stop-HfTest }

Describe 'Invoke-HfBatch that is broken off' {
    BeforeEach {
        $null = Set-HfEmulatorEndpoint writer $running
        Clear-HfEmulatorRequest
        $out = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
    }

    It 'continues after it was killed three times, and answers each job once' {
        foreach ($length in 500, 20000, 60000) {
            $process = Start-Batch
            Wait-Until -TimeoutSeconds 60 { $process.HasExited -or (Get-Length) -gt $length }
            $process.HasExited | Should -BeFalse -Because 'it is to be killed in the middle'
            $process.Kill()
            $process.WaitForExit()
        }

        $result = Invoke-HfBatch writer $path $out -Parameter $brief
        $result.Skipped | Should -BeGreaterThan 0
        $result.Skipped + $result.Succeeded | Should -BeExactly $count
        Assert-Complete
    }

    It 'cuts off half a line that a killed process left' {
        $null = Invoke-HfBatch writer $path $out -Parameter $brief
        $lines = Get-Content $out
        [IO.File]::WriteAllText($out, (($lines[0..99] -join "`n") + "`n" + $lines[100].Substring(0, 30)))
        $result = Invoke-HfBatch writer $path $out -Parameter $brief
        $result.Skipped, $result.Succeeded | Should -BeExactly 100, ($count - 100)
        Assert-Complete
    }

    It 'ends at Ctrl+C with what was answered in the file, and continues from there' {
        $stopped = Invoke-WithStop -ArgumentList $path, $out {
            Invoke-HfBatch writer $args[0] $args[1] -ThrottleLimit 8 -Parameter @{ max_new_tokens = 2; return_full_text = $false }
        } { (Get-Length) -gt 2000 }
        $stopped.State | Should -Be Stopped
        $stopped.StopMilliseconds | Should -BeLessThan 2000
        $stopped.Errors | Should -BeNullOrEmpty
        Wait-Until { -not (Get-HfEmulatorRequest | Where-Object inFlight) }
        # What the server answered was written, but for the few answers that were on their way.
        $answered = @(Get-HfServedPost | Where-Object status -EQ 200).Count
        $written = @(Get-Content $out).Count
        $written | Should -BeLessOrEqual $answered
        $answered - $written | Should -BeLessOrEqual 8

        $result = Invoke-HfBatch writer $path $out -Parameter $brief
        $result.Skipped | Should -BeExactly $written
        Assert-Complete
    }

    # Windows has no limit on the size of a file.
    It 'ends with an error where the file system takes no more, and continues when it does' -Skip:$IsWindows {
        # This limit breaks off a line as a full disk does. .NET keeps its own memory in a file unless that is forbidden.
        $command, $first = & (Join-Path $PSScriptRoot ../../.build/Get-PowerShellCommand.ps1)
        $script = "
            Import-Module '$env:HFENDPOINTS_MODULE'
            `$null = Connect-HfAccount -EmulatorUri '$($emulator.Uri)' -Token hf_test
            Invoke-HfBatch writer '$path' '$out' -Parameter @{ max_new_tokens = 2; return_full_text = `$false } -ErrorAction SilentlyContinue
            `$Error[0].FullyQualifiedErrorId"
        $limited = 'trap "" XFSZ; ulimit -f 64; DOTNET_EnableWriteXorExecute=0 exec "$@"'
        $arguments = @($first) + '-NoProfile', '-NonInteractive', '-Command', $script | Where-Object { $_ }
        $id = sh -c $limited -- $command @arguments
        $id | Should -BeExactly 'FileNotWritten,HfEndpoints.Commands.InvokeHfBatchCommand'
        $length = Get-Length
        $length | Should -BeIn (64 * 512), (64 * 1024)

        $result = Invoke-HfBatch writer $path $out -Parameter $brief
        $result.Skipped | Should -BeGreaterThan 0
        $result.Skipped + $result.Succeeded | Should -BeExactly $count
        Assert-Complete
    }

    It 'is refused while another process writes to the same file' {
        $process = Start-Batch
        try {
            Wait-Until -TimeoutSeconds 60 { (Get-Length) -gt 0 }
            Invoke-HfBatch writer $path $out -Parameter $brief -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure.FullyQualifiedErrorId | Should -BeExactly 'OutputInUse,HfEndpoints.Commands.InvokeHfBatchCommand'
        } finally {
            $process.WaitForExit()
        }

        Assert-Complete
    }

    It 'ends with an error where the endpoint is paused in the middle, and continues when it is up again' {
        $run = Invoke-InNewRunspace -ArgumentList $path, $out -Meanwhile {
            Wait-Until -TimeoutSeconds 60 { (Get-Length) -gt 2000 }
            $null = Set-HfEmulatorEndpoint writer @{ state = 'paused' }
        } {
            Invoke-HfBatch writer $args[0] $args[1] -ThrottleLimit 8 -Parameter @{ max_new_tokens = 2; return_full_text = $false }
        }
        $run.Output | Should -BeNullOrEmpty
        $run.Errors.FullyQualifiedErrorId | Should -BeExactly 'EndpointNotRunning,HfEndpoints.Commands.InvokeHfBatchCommand'
        "$($run.Errors[0].ErrorDetails)" | Should -BeLike "*$count*Resume-HfInferenceEndpoint*"
        $null = Set-HfEmulatorEndpoint writer @{ state = 'running' }
        $null = Invoke-HfBatch writer $path $out -Parameter $brief
        Assert-Complete
    }
}
