BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $secret = 'hf_secret-of-alice'
    $emulator = Start-HfTest --speed, 0 -Token $secret
}

AfterAll { Stop-HfTest }

Describe 'Wait-HfInferenceEndpoint' {
    BeforeEach {
        Reset-HfTest
    }

    Context 'for many endpoints' {
        It 'asks for the list''s page instead of each of 50' {
            Add-HfEmulatorEndpoint 50
            $all = Get-HfInferenceEndpoint
            Clear-HfEmulatorRequest
            ($all | Wait-HfInferenceEndpoint).Name | Sort-Object -Unique | Should -HaveCount 50
            Get-HfEmulatorCall '/v2/*' | Should -BeExactly 'GET /v2/endpoint/alice?limit=100'
            Get-HfEmulatorCall '/serve/*' | Sort-Object -Unique | Should -HaveCount 50
        }

        It 'asks for 2 of 450 by name once it knows how long the list is' {
            Add-HfEmulatorEndpoint 450 @{ state = 'initializing' }
            { Wait-HfInferenceEndpoint endpoint-001, endpoint-002 -Timeout 0.4 -RefreshInterval 0.05 -ErrorAction Stop } |
                Should -Throw -ErrorId 'WaitTimeout,*'
            Get-HfEmulatorCall /v2/endpoint/alice | Should -HaveCount 1
            (Get-HfEmulatorCall */endpoint-001).Count | Should -BeGreaterThan 1
        }

        It 'gives each as soon as it is ready' {
            Add-HfEmulatorEndpoint 3 @{ state = 'initializing' }
            $run = Invoke-InNewRunspace { $args | Wait-HfInferenceEndpoint -RefreshInterval 0.05 } (Get-HfInferenceEndpoint) -Meanwhile {
                $output = $args[0]
                foreach ($name in 'endpoint-002', 'endpoint-000', 'endpoint-001') {
                    $before = $output.Count
                    $null = Set-HfEmulatorEndpoint $name @{ state = 'running' }
                    Wait-Until { $output.Count -eq $before + 1 }
                }
            }
            $run.Output.Name | Should -BeExactly endpoint-002, endpoint-000, endpoint-001
        }

        It 'looks at those alone that are not ready' {
            Add-HfEmulatorEndpoint 2
            $null = Set-HfEmulatorEndpoint slow @{ state = 'initializing' }
            { Wait-HfInferenceEndpoint slow, endpoint-000, endpoint-001 -Timeout 0.4 -RefreshInterval 0.05 -ErrorAction Stop } |
                Should -Throw -ErrorId 'WaitTimeout,*'
            Get-HfEmulatorCall '/serve/*' | Should -HaveCount 2
        }

        It 'waits once for one that is named twice' {
            $null = Set-HfEmulatorEndpoint demo
            Wait-HfInferenceEndpoint demo, demo | Should -HaveCount 1
            Get-HfEmulatorCall '/v2/*' | Should -HaveCount 1
        }

        It 'takes <Case>' -ForEach @(
            @{ Case = 'names from the pipeline'; Act = { 'demo', 'other' | Wait-HfInferenceEndpoint }; Names = 'alice/demo', 'alice/other' }
            @{ Case = 'rows of a table'; Act = { 'Name,Namespace', 'team,acme', 'demo,alice' | ConvertFrom-Csv | Wait-HfInferenceEndpoint }; Names = 'acme/team', 'alice/demo' }
            @{ Case = 'endpoints of several namespaces'; Act = { Get-HfInferenceEndpoint -Namespace * | Wait-HfInferenceEndpoint }; Names = 'acme/team', 'alice/demo', 'alice/other' }
            @{ Case = 'a wildcard'; Act = { Wait-HfInferenceEndpoint *E* }; Names = 'alice/demo', 'alice/other' }
            @{ Case = 'a wildcard that matches none'; Act = { Wait-HfInferenceEndpoint nothing* -ErrorAction Stop }; Names = @() }
        ) {
            $null = Set-HfEmulatorEndpoint demo
            $null = Set-HfEmulatorEndpoint other
            $null = Set-HfEmulatorEndpoint team -Namespace acme
            & $Act | ForEach-Object ToString | Sort-Object | Should -BeExactly $Names
        }

        It 'waits for endpoints of two services at once' {
            $null = Set-HfEmulatorEndpoint demo
            $here = Get-HfInferenceEndpoint demo
            $second = Start-TestEmulator
            try {
                $null = Set-HfEmulatorEndpoint demo
                $null = Connect-HfAccount hf_other -EmulatorUri $second.Uri
                $ready = $here, (Get-HfInferenceEndpoint demo) | Wait-HfInferenceEndpoint
                $ready.Url | Sort-Object | Should -BeExactly ("$($emulator.Uri)serve/alice/demo", "$($second.Uri)serve/alice/demo" | Sort-Object)
            } finally {
                Stop-TestEmulator
            }
        }

        It 'ends the wait when enough are ready' {
            Add-HfEmulatorEndpoint 3
            $null = Set-HfEmulatorEndpoint slow @{ state = 'initializing' }
            Wait-HfInferenceEndpoint * | Select-Object -First 2 | Should -HaveCount 2
        }
    }

    Context 'as it shows its progress' {
        BeforeEach {
            $null = Set-HfEmulatorEndpoint slow @{ state = 'initializing'; replicas = 2 }
            $slow = Get-HfInferenceEndpoint slow
        }

        It 'shows state, replicas and time, and ends the bar' {
            $run = Invoke-InNewRunspace { $args[0] | Wait-HfInferenceEndpoint -Timeout 100 -RefreshInterval 0.05 } $slow -Meanwhile {
                Wait-Until { (Get-HfEmulatorRequest */slow).Count -ge 2 }
                $null = Set-HfEmulatorEndpoint slow @{ state = 'running' }
            }
            $run.Progress[0].Activity | Should -BeLike "*'slow'*"
            $run.Progress[0].StatusDescription | Should -Match '^initializing, 0/2 replicas, \d+ s$'
            $run.Progress[0].PercentComplete | Should -BeIn 0, 1, 2
            $run.Progress[0].SecondsRemaining | Should -BeGreaterThan 90
            $run.Progress[-1].RecordType | Should -Be Completed
            $run.Progress[-1].ActivityId | Should -Be $run.Progress[0].ActivityId
            "$($run.Progress)" | Should -Not -BeLike "*$secret*"
        }

        It 'shows at most four a second' {
            $run = Invoke-InNewRunspace { $args[0] | Wait-HfInferenceEndpoint -Timeout 0.6 -RefreshInterval 0.05 } $slow
            $run.Errors | Should -HaveCount 1
            $run.Progress.Count | Should -BeGreaterThan 1
            $run.Progress.Count | Should -BeLessThan 6
        }

        It 'has a bar for each endpoint' {
            $null = Set-HfEmulatorEndpoint other @{ state = 'pending' }
            $run = Invoke-InNewRunspace { $args | Wait-HfInferenceEndpoint -Timeout 0.2 } (Get-HfInferenceEndpoint)
            $run.Progress.ActivityId | Sort-Object -Unique | Should -HaveCount 2
            $run.Progress.Where({ $_.RecordType -eq 'Completed' }) | Should -HaveCount 2
        }

        It 'shows none with $ProgressPreference SilentlyContinue' {
            $run = Invoke-InNewRunspace { $ProgressPreference = 'SilentlyContinue'; $args[0] | Wait-HfInferenceEndpoint -Timeout 0.1 } $slow
            $run.Errors.FullyQualifiedErrorId | Should -BeLike 'WaitTimeout,*'
            $run.Progress | Should -BeNullOrEmpty
        }
    }

    Context 'when it is stopped' {
        It 'ends at Ctrl+C: <Case>' -ForEach @(
            @{ Case = 'between two looks'; Fault = @{ path = '/nothing' }; Path = '*/slow' }
            @{ Case = 'while the service hangs'; Fault = @{ path = '*/slow'; delayMs = 60000 }; Path = '*/slow' }
            @{ Case = 'while the health route hangs'; Fault = @{ path = '/serve/*'; delayMs = 60000 }; Path = '/serve/*' }
        ) {
            $null = Set-HfEmulatorEndpoint slow @{ state = $Path -eq '*/slow' ? 'initializing' : 'running' }
            $slow = Get-HfInferenceEndpoint slow
            Clear-HfEmulatorRequest
            Set-HfEmulatorFault $Fault
            $stopped = Invoke-WithStop { $args[0] | Wait-HfInferenceEndpoint } { Get-HfEmulatorRequest $Path } $slow
            $stopped.StopMilliseconds | Should -BeLessThan 1000
            $stopped.Errors | Should -BeNullOrEmpty
            Wait-Until { -not (Get-HfEmulatorRequest).Where({ $_.inFlight -and -not $_.aborted }) }
        }
    }

    Context 'with a token that is secret' {
        It 'is written to no stream' {
            $null = Set-HfEmulatorEndpoint demo
            Set-HfEmulatorFault @{ path = '*/missing'; status = 400; body = "not with $secret" }
            $said = Get-HfSpokenText { Wait-HfInferenceEndpoint demo, missing -Token $secret -Verbose -Debug }
            $said | Should -BeLike '*not with*'
            $said | Should -Not -BeLike "*$secret*"
        }

        It 'uses the one of -Token for the endpoint too' {
            $null = Set-HfEmulatorEndpoint demo
            { Wait-HfInferenceEndpoint demo -Token hf_noinfer -ErrorAction Stop } | Should -Throw -ErrorId 'Forbidden,*'
        }
    }

    Context 'completed by Tab' {
        It 'offers states' {
            Get-HfCompletion 'Wait-HfInferenceEndpoint demo -State s' | Should -BeExactly scaledToZero
        }
    }
}
