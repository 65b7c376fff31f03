BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 600, --generate-ms, 20
    $path = Join-Path $TestDrive jobs.jsonl
    1..300 | ForEach-Object { "{`"id`":`"job-$_`",`"prompt`":`"I am $_`"}" } | Set-Content $path

    function Assert-Stopped {
        (Get-HfInferenceEndpoint demo).Status | Should -BeExactly paused
        $billed = (Get-HfEmulatorBill demo).billedSeconds
        $billed | Should -BeGreaterThan 0
        Move-HfEmulatorClock 86400
        (Get-HfEmulatorBill demo).billedSeconds | Should -BeExactly $billed
    }
}

AfterAll { Stop-HfTest }

Describe 'A batch on an endpoint that is scaled to zero' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo @{ state = 'scaledToZero'; compute = @{ scaling = @{ minReplica = 0; scaleToZeroTimeout = 60 } } }
        $out = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
    }

    It 'wakes it' {
        $result = Invoke-HfBatch demo $path $out -Parameter @{ max_new_tokens = 2 }
        $result.Succeeded, $result.Failed | Should -BeExactly 300, 0
    }

    It 'starts it, runs, and pauses it within Use-HfInferenceEndpoint' {
        $result = Use-HfInferenceEndpoint demo { Invoke-HfBatch $_ $path $out -Parameter @{ max_new_tokens = 2 } }
        $result.Succeeded, $result.Failed | Should -BeExactly 300, 0
        Assert-Stopped
    }

    It 'pauses it after Ctrl+C in the middle, and continues the next time' {
        $stopped = Invoke-WithStop -ArgumentList $path, $out {
            $jobs, $answers = $args
            Use-HfInferenceEndpoint demo { Invoke-HfBatch $_ $jobs $answers -ThrottleLimit 4 -Parameter @{ max_new_tokens = 2 } }
        } { (Test-Path $out) -and (Get-Item $out).Length -gt 2000 }
        $stopped.State | Should -Be Stopped
        Assert-Stopped
        $written = @(Get-Content $out).Count
        $written | Should -BeLessThan 300

        $result = Use-HfInferenceEndpoint demo { Invoke-HfBatch $_ $path $out -Parameter @{ max_new_tokens = 2 } }
        $result.Skipped, ($result.Skipped + $result.Succeeded) | Should -BeExactly $written, 300
        Assert-Stopped
    }
}
