BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
    $suffix = 'HfEndpoints.Commands.WaitHfInferenceEndpointCommand'
}

AfterAll { Stop-HfTest }

Describe 'Wait-HfInferenceEndpoint' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo
        $null = Set-HfEmulatorEndpoint slow @{ state = 'initializing' }
    }

    Context 'for one endpoint' {
        It 'gives a running one at once, after a look at its health' {
            $ready = Wait-HfInferenceEndpoint demo
            $ready | Should -BeOfType HfEndpoints.HfInferenceEndpoint
            $ready.Name, $ready.Status | Should -BeExactly demo, running
            Get-HfEmulatorCall | Should -BeExactly 'GET /v2/endpoint/alice/demo', 'GET /serve/alice/demo/health'
        }

        It 'looks again until it runs' {
            $run = Invoke-InNewRunspace { $args[0] | Wait-HfInferenceEndpoint -RefreshInterval 0.05 } (Get-HfInferenceEndpoint slow) -Meanwhile {
                Wait-Until { (Get-HfEmulatorRequest */slow).Count -ge 3 }
                $null = Set-HfEmulatorEndpoint slow @{ state = 'running' }
            }
            $run.Errors | Should -BeNullOrEmpty
            $run.Output.Status | Should -BeExactly running
        }

        It 'sees a change at once by the service''s events, long before it would look again' {
            $run = Invoke-InNewRunspace { $args[0] | Wait-HfInferenceEndpoint -RefreshInterval 600 } (Get-HfInferenceEndpoint slow) -Meanwhile {
                Wait-Until { (Get-HfEmulatorRequest */slow/sse | Where-Object inFlight) }
                $null = Set-HfEmulatorEndpoint slow @{ state = 'running' }
            }
            $run.Errors | Should -BeNullOrEmpty
            $run.Output.Status | Should -BeExactly running
            Wait-Until { -not (Get-HfEmulatorRequest | Where-Object inFlight) }
        }

        It 'looks again where the service has no events' {
            Set-HfEmulatorFault @{ path = '*/sse'; status = 501 }
            $run = Invoke-InNewRunspace { $args[0] | Wait-HfInferenceEndpoint -RefreshInterval 0.05 } (Get-HfInferenceEndpoint slow) -Meanwhile {
                Wait-Until { (Get-HfEmulatorRequest */slow/sse).status -contains 501 }
                $null = Set-HfEmulatorEndpoint slow @{ state = 'running' }
            }
            $run.Errors | Should -BeNullOrEmpty
            $run.Output.Status | Should -BeExactly running
            Get-HfEmulatorCall */slow/sse | Should -HaveCount 1
        }

        It 'looks again while the health route does not answer 200' {
            Set-HfEmulatorFault @{ path = '/serve/*'; times = 2; status = 503 }
            (Wait-HfInferenceEndpoint demo -RefreshInterval 0.05).Status | Should -BeExactly running
            (Get-HfEmulatorFault).hits | Should -Be 2
            Get-HfEmulatorCall '/serve/*' | Should -HaveCount 3
        }

        It 'waits for what was just created, through its whole life' {
            $created = New-HfInferenceEndpoint fresh -Repository gpt2 -Framework pytorch -Accelerator cpu -InstanceSize x2 -InstanceType intel-icl -Region us-east-1 -Vendor aws -Task text-generation
            $run = Invoke-InNewRunspace { $args[0] | Wait-HfInferenceEndpoint -RefreshInterval 0.05 } $created -Meanwhile {
                Wait-Until { Get-HfEmulatorRequest */fresh }
                Move-HfEmulatorClock 10
                Wait-Until { (Get-HfInferenceEndpoint fresh).Status -eq 'initializing' }
                Move-HfEmulatorClock 60
            }
            $run.Output.Status | Should -BeExactly running
        }

        It 'chains after resuming' {
            $null = Set-HfEmulatorEndpoint batch @{ state = 'paused' }
            Set-HfEmulatorFault @{ method = 'POST'; path = '*/resume'; times = 1 }
            $resumed = Get-HfInferenceEndpoint batch | Resume-HfInferenceEndpoint
            Move-HfEmulatorClock 120
            ($resumed | Wait-HfInferenceEndpoint -Timeout 20).Status | Should -BeExactly running
        }

        It 'waits for -State <State> without a look at its health' -ForEach @{ State = 'paused' }, @{ State = 'scaledToZero' }, @{ State = 'failed' }, @{ State = 'Initializing' } {
            $null = Set-HfEmulatorEndpoint demo @{ state = $State -ceq 'Initializing' ? 'initializing' : $State }
            (Wait-HfInferenceEndpoint demo -State $State).Status | Should -Be $State
            Get-HfEmulatorCall | Should -BeExactly 'GET /v2/endpoint/alice/demo'
        }

        It 'gives up after -Timeout <Text>' -ForEach @(
            @{ Text = '0.2'; Timeout = 0.2 }
            @{ Text = 'as a TimeSpan'; Timeout = [timespan]::FromMilliseconds(200) }
            @{ Text = 'as the text of a TimeSpan'; Timeout = '00:00:00.2' }
            @{ Text = '0'; Timeout = 0 }
        ) {
            Wait-HfInferenceEndpoint slow -Timeout $Timeout -RefreshInterval 0.05 -ErrorVariable failure -ErrorAction SilentlyContinue |
                Should -BeNullOrEmpty
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeExactly "WaitTimeout,$suffix"
            $failure[0].CategoryInfo.Category | Should -Be OperationTimeout
            $failure[0].TargetObject | Should -BeExactly slow
            "$($failure[0])" | Should -BeLike '*initializing*'
        }

        It 'gives what is ready with -Timeout 0' {
            (Wait-HfInferenceEndpoint demo -Timeout 0).Status | Should -BeExactly running
        }

        It 'gives up in time though the service hangs' {
            Set-HfEmulatorFault @{ path = '/v2/*'; delayMs = 60000 }
            { Wait-HfInferenceEndpoint demo -Timeout 0.2 -ErrorAction Stop } | Should -Throw -ErrorId "WaitTimeout,$suffix"
        }

        It 'takes the Python library''s word <_> for the interval' -ForEach RefreshEvery, FetchEvery {
            $interval = @{ $_ = 0.05 }
            { Wait-HfInferenceEndpoint slow -Timeout 0.3 @interval -ErrorAction Stop } | Should -Throw -ErrorId 'WaitTimeout,*'
            (Get-HfEmulatorCall */slow).Count | Should -BeGreaterThan 1
        }

        It 'refuses <Case>' -ForEach @(
            @{ Case = 'a negative time-out'; Said = @{ Timeout = -1 } }
            @{ Case = 'an interval of nothing'; Said = @{ RefreshInterval = 0 } }
            @{ Case = 'a word for a time-out'; Said = @{ Timeout = 'soon' } }
            @{ Case = 'a time-out beyond what a timer holds'; Said = @{ Timeout = 1e9 } }
        ) {
            { Wait-HfInferenceEndpoint demo @Said } | Should -Throw -ErrorId "ParameterArgumentTransformationError,$suffix"
            Get-HfEmulatorRequest | Should -BeNullOrEmpty
        }
    }

    Context 'for one that can''t become ready' {
        It 'reports at once that it is <State>' -ForEach @(
            @{ State = 'paused'; Id = 'EndpointNotRunning'; Category = 'ResourceUnavailable'; Text = '*Resume-HfInferenceEndpoint*' }
            @{ State = 'scaledToZero'; Id = 'EndpointNotRunning'; Category = 'ResourceUnavailable'; Text = '*Resume-HfInferenceEndpoint*' }
            @{ State = 'failed'; Id = 'EndpointFailed'; Category = 'InvalidResult'; Text = '*out of memory*' }
            @{ State = 'updateFailed'; Id = 'EndpointFailed'; Category = 'InvalidResult'; Text = '*out of memory*' }
        ) {
            $null = Set-HfEmulatorEndpoint bad @{ state = $State; message = 'out of memory' }
            $done = Wait-HfInferenceEndpoint bad, demo -ErrorVariable failure -ErrorAction SilentlyContinue
            $done.Name | Should -BeExactly demo
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeExactly "$Id,$suffix"
            $failure[0].CategoryInfo.Category | Should -Be $Category
            $failure[0].TargetObject | Should -BeExactly bad
            "$($failure[0])" | Should -BeLike $Text
        }

        It 'reports that there is none of that name: <Names>' -ForEach @{ Names = 'missing' }, @{ Names = 'missing', 'demo' } {
            Wait-HfInferenceEndpoint $Names -ErrorVariable failure -ErrorAction SilentlyContinue | Should -HaveCount (@($Names).Count - 1)
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeExactly "EndpointNotFound,$suffix"
            $failure[0].CategoryInfo.Category | Should -Be ObjectNotFound
            $failure[0].TargetObject | Should -BeExactly missing
        }

        It 'reports that it was deleted meanwhile, while the others continue' {
            $null = Set-HfEmulatorEndpoint other @{ state = 'pending' }
            $run = Invoke-InNewRunspace { $args | Wait-HfInferenceEndpoint -RefreshInterval 0.05 } (Get-HfInferenceEndpoint slow, other) -Meanwhile {
                Wait-Until { (Get-HfEmulatorRequest /v2/endpoint/alice).Count -ge 2 }
                Remove-HfInferenceEndpoint slow -Force
                Wait-Until { (Get-HfEmulatorRequest -Path */slow -Method GET).status -contains 404 }
                $null = Set-HfEmulatorEndpoint other @{ state = 'running' }
            }
            $run.Output.Name | Should -BeExactly other
            $run.Errors | Should -HaveCount 1
            $run.Errors[0].FullyQualifiedErrorId | Should -BeExactly "EndpointNotFound,$suffix"
            $run.Errors[0].TargetObject.Name | Should -BeExactly slow
        }

        It 'reports that the namespace is not yours' {
            { Wait-HfInferenceEndpoint demo -Namespace stranger -ErrorAction Stop } | Should -Throw -ErrorId "Forbidden,$suffix"
        }
    }
}
