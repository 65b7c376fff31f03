BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $secret = 'hf_secret-of-alice'
    $null = Start-HfTest --speed, 0 -Token $secret
    $suffix = 'HfEndpoints.Commands.WatchHfInferenceEndpointCommand'

    function Get-InFlight {
        @(Get-HfEmulatorRequest | Where-Object inFlight)
    }
}

AfterAll { Stop-HfTest }

Describe 'Watch-HfInferenceEndpoint' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo
        $null = Set-HfEmulatorEndpoint other @{ state = 'initializing' }
        $null = Set-HfEmulatorEndpoint team -Namespace acme
    }

    Context 'by the service''s events' {
        It 'gives the endpoint as it is at once' {
            $seen = Watch-HfInferenceEndpoint demo -RefreshInterval 600 | Select-Object -First 1
            $seen | Should -BeOfType HfEndpoints.HfInferenceEndpoint
            $seen.Name, $seen.Status | Should -BeExactly demo, running
            Get-HfEmulatorCall | Should -BeExactly 'GET /v2/endpoint/alice/demo/sse', 'GET /v2/endpoint/alice/demo'
        }

        It 'gives each change at once, long before the interval' {
            $seen = Invoke-WithStop { Watch-HfInferenceEndpoint other -RefreshInterval 600 } {
                $output = $args[0]
                if ($output.Count -eq 1) {
                    $null = Set-HfEmulatorEndpoint other @{ state = 'running' }
                } elseif ($output.Count -eq 2) {
                    $null = Set-HfEmulatorEndpoint other @{ state = 'paused' }
                }
                $output.Count -ge 3
            }
            $seen.Output.Status | Should -BeExactly initializing, running, paused
            Get-HfEmulatorCall */other | Should -HaveCount 1
        }

        It 'gives a change of the replicas' {
            $seen = Invoke-WithStop { Watch-HfInferenceEndpoint demo -RefreshInterval 600 } {
                if ($args[0].Count -eq 1) {
                    $null = Set-HfEmulatorEndpoint demo @{ state = 'running'; replicas = 3 }
                }
                $args[0].Count -ge 2
            }
            $seen.Output.ReadyReplica | Should -BeExactly 1, 3
        }

        It 'emits nothing for a change of anything else' {
            $seen = Invoke-WithStop { Watch-HfInferenceEndpoint demo -RefreshInterval 600 } {
                if ($args[0].Count -eq 1) {
                    $null = Set-HfEmulatorEndpoint demo @{ message = 'still here' }
                    $null = Set-HfEmulatorEndpoint demo @{ state = 'paused' }
                }
                $args[0].Count -ge 2
            }
            $seen.Output.Status | Should -BeExactly running, paused
        }

        It 'looks again where the stream was cut' {
            Set-HfEmulatorFault @{ path = '*/sse'; times = 1; drop = 'middle' }
            $seen = Invoke-WithStop { Watch-HfInferenceEndpoint other -RefreshInterval 0.05 } {
                if ($args[0].Count -eq 1 -and (Get-HfEmulatorRequest */other/sse).Count -ge 2) {
                    $null = Set-HfEmulatorEndpoint other @{ state = 'running' }
                }
                $args[0].Count -ge 2
            }
            $seen.Errors | Should -BeNullOrEmpty
            $seen.Output.Status | Should -BeExactly initializing, running
        }
    }

    Context 'where the stream answers <_>' -ForEach 501, 404, 403 {
        It 'looks at the interval' {
            Set-HfEmulatorFault @{ path = '*/sse'; status = $_ }
            $seen = Invoke-WithStop { Watch-HfInferenceEndpoint other -RefreshInterval 0.05 } {
                if ($args[0].Count -eq 1 -and @(Get-HfEmulatorCall */other).Count -ge 3) {
                    $null = Set-HfEmulatorEndpoint other @{ state = 'running' }
                }
                $args[0].Count -ge 2
            }
            $seen.Errors | Should -BeNullOrEmpty
            $seen.Output.Status | Should -BeExactly initializing, running
        }
    }

    Context 'with several endpoints' {
        It 'watches all of them at once' {
            $seen = Invoke-WithStop { Watch-HfInferenceEndpoint demo, other -RefreshInterval 600 } {
                if ($args[0].Count -eq 2) {
                    $null = Set-HfEmulatorEndpoint other @{ state = 'running' }
                } elseif ($args[0].Count -eq 3) {
                    $null = Set-HfEmulatorEndpoint demo @{ state = 'paused' }
                }
                $args[0].Count -ge 4
            }
            $seen.Output[0..1].Name | Sort-Object | Should -BeExactly demo, other
            $seen.Output[2..3] | ForEach-Object { "$($_.Name) $($_.Status)" } | Should -BeExactly 'other running', 'demo paused'
        }

        It 'takes <Case>' -ForEach @(
            @{ Case = 'names from the pipeline'; Act = { 'demo', 'other' | Watch-HfInferenceEndpoint | Select-Object -First 2 }; Names = 'alice/demo', 'alice/other' }
            @{ Case = 'rows of a table'; Act = { 'Name,Namespace', 'team,acme', 'demo,alice' | ConvertFrom-Csv | Watch-HfInferenceEndpoint | Select-Object -First 2 }; Names = 'acme/team', 'alice/demo' }
            @{ Case = 'endpoints'; Act = { Get-HfInferenceEndpoint -Namespace * | Watch-HfInferenceEndpoint | Select-Object -First 3 }; Names = 'acme/team', 'alice/demo', 'alice/other' }
            @{ Case = 'a namespace'; Act = { Watch-HfInferenceEndpoint team -Namespace acme | Select-Object -First 1 }; Names = , 'acme/team' }
            @{ Case = 'a wildcard'; Act = { Watch-HfInferenceEndpoint *E* | Select-Object -First 2 }; Names = 'alice/demo', 'alice/other' }
            @{ Case = 'a wildcard that matches none'; Act = { Watch-HfInferenceEndpoint nothing* -ErrorAction Stop }; Names = @() }
        ) {
            & $Act | ForEach-Object ToString | Sort-Object | Should -BeExactly $Names
        }

        It 'watches one that is named twice once' {
            $seen = Invoke-WithStop { Watch-HfInferenceEndpoint demo, other, demo -RefreshInterval 600 } {
                if ($args[0].Count -ge 2) {
                    $null = Set-HfEmulatorEndpoint other @{ state = 'running' }
                }
                $args[0].Count -ge 3
            }
            $seen.Output.Name | Sort-Object | Should -BeExactly demo, other, other
            Get-HfEmulatorCall */demo/sse | Should -HaveCount 1
        }

        It 'gives one error for a missing one, while the others continue' {
            $seen = Invoke-WithStop { Watch-HfInferenceEndpoint missing, demo -RefreshInterval 600 } {
                if ($args[0].Count -eq 1 -and (Get-HfEmulatorRequest */missing).status -contains 404) {
                    $null = Set-HfEmulatorEndpoint demo @{ state = 'paused' }
                }
                $args[0].Count -ge 2
            }
            $seen.Output.Status | Should -BeExactly running, paused
            $seen.Errors | Should -HaveCount 1
            $seen.Errors[0].FullyQualifiedErrorId | Should -BeExactly "EndpointNotFound,$suffix"
            $seen.Errors[0].CategoryInfo.Category | Should -Be ObjectNotFound
            $seen.Errors[0].TargetObject | Should -BeExactly missing
        }

        It 'ends with an error when the last one is deleted' {
            $run = Invoke-InNewRunspace { $args[0] | Watch-HfInferenceEndpoint -RefreshInterval 0.05 } (Get-HfInferenceEndpoint demo) -Meanwhile {
                $output = $args[0]
                Wait-Until { $output.Count -eq 1 }
                Remove-HfInferenceEndpoint demo -Force
            }
            $run.Output[0].Status | Should -BeExactly running
            $run.Errors | Should -HaveCount 1
            $run.Errors[0].FullyQualifiedErrorId | Should -BeExactly "EndpointNotFound,$suffix"
            $run.Errors[0].TargetObject.Name | Should -BeExactly demo
        }

        It 'holds no more than 32 connections, and looks at the rest by the pages of the list' {
            Add-HfEmulatorEndpoint 40
            Clear-HfEmulatorRequest
            $seen = Invoke-WithStop { Watch-HfInferenceEndpoint endpoint-* -RefreshInterval 0.2 } {
                if ($args[0].Count -eq 40) {
                    $null = Set-HfEmulatorEndpoint endpoint-039 @{ state = 'paused' }
                }
                $args[0].Count -ge 41
            }
            $seen.Errors | Should -BeNullOrEmpty
            "$($seen.Output[40]) $($seen.Output[40].Status)" | Should -BeExactly 'alice/endpoint-039 paused'
            Get-HfEmulatorCall */sse | Should -HaveCount 32
            Get-HfEmulatorCall | Where-Object { $_ -notlike '*/sse' -and $_ -notlike '*/whoami-v2' } | ForEach-Object { $_ -replace '\?.*' } | Sort-Object -Unique |
                Should -BeExactly 'GET /v2/endpoint/alice'
        }

        It 'uses the account and service an endpoint came from' {
            $endpoint = Get-HfInferenceEndpoint team -Namespace acme
            Disconnect-HfAccount
            ($endpoint | Watch-HfInferenceEndpoint | Select-Object -First 1).Namespace | Should -BeExactly acme
        }
    }

    Context 'at its end' {
        It 'closes all connections at Ctrl+C, without an error' {
            $stopped = Invoke-WithStop { Watch-HfInferenceEndpoint demo, other -RefreshInterval 600 } {
                $args[0].Count -eq 2 -and (Get-InFlight).Count -eq 2
            }
            $stopped.State | Should -Be Stopped
            $stopped.StopMilliseconds | Should -BeLessThan 2000
            $stopped.Errors | Should -BeNullOrEmpty
            Wait-Until { (Get-InFlight).Count -eq 0 }
        }

        It 'stops at Ctrl+C between two looks' {
            Set-HfEmulatorFault @{ path = '*/sse'; status = 501 }
            $stopped = Invoke-WithStop { Watch-HfInferenceEndpoint demo -RefreshInterval 600 } { $args[0].Count -eq 1 }
            $stopped.StopMilliseconds | Should -BeLessThan 2000
            $stopped.Errors | Should -BeNullOrEmpty
        }

        It 'closes all connections at Select-Object -First' {
            Watch-HfInferenceEndpoint demo, other -RefreshInterval 600 | Select-Object -First 2 | Should -HaveCount 2
            Wait-Until { (Get-InFlight).Count -eq 0 }
            (Get-HfEmulatorRequest */sse).aborted | Sort-Object -Unique | Should -BeExactly $true
        }

        It 'closes all connections when a command downstream throws' {
            { Watch-HfInferenceEndpoint demo, other | ForEach-Object { throw 'downstream' } } | Should -Throw downstream
            Wait-Until { (Get-InFlight).Count -eq 0 }
        }
    }

    Context 'with what can''t be' {
        It 'refuses <_> for the interval before any request' -ForEach 0, -1, 'soon', 1e9 {
            $interval = $_
            { Watch-HfInferenceEndpoint demo -RefreshInterval $interval } | Should -Throw -ErrorId "ParameterArgumentTransformationError,$suffix"
            Get-HfEmulatorRequest | Should -BeNullOrEmpty
        }

        It 'reports that the namespace is not yours' {
            { Watch-HfInferenceEndpoint demo -Namespace stranger -ErrorAction Stop } | Should -Throw -ErrorId "Forbidden,$suffix"
        }

        It 'writes the token to no stream' {
            $said = Get-HfSpokenText { Watch-HfInferenceEndpoint demo, missing -Token $secret -Verbose -Debug | Select-Object -First 1 }
            $said | Should -BeLike '*demo*'
            $said | Should -Not -BeLike "*$secret*"
        }
    }
}
