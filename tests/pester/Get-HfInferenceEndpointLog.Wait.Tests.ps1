BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest
    $id = 'HfEndpoints.Commands.GetHfInferenceEndpointLogCommand'

    function Invoke-Following([string] $Parameters, [scriptblock] $Condition) {
        # Follows in another runspace until the condition holds, then stops it as Ctrl+C does.
        Invoke-WithStop ([scriptblock]::Create("Get-HfInferenceEndpointLog $Parameters")) $Condition -TimeoutSeconds 30
    }

    function Test-Following([int] $Count = 1) {
        # Whether so many streams are open.
        @(Get-HfEmulatorRequest -Path '*/logs/sse' | Where-Object inFlight).Count -ge $Count
    }
}

AfterAll { Stop-HfTest }

Describe 'Get-HfInferenceEndpointLog -Wait' {
    BeforeEach {
        Reset-HfEmulator
        $null = Set-HfEmulatorEndpoint demo
        $state = @{ Written = 0 }
    }

    It 'gives the tail, then each line as it is written' {
        $null = Add-HfEmulatorLog demo one, two
        $stopped = Invoke-Following 'demo -Wait -Tail 1' {
            if ((Test-Following) -and $state.Written++ -eq 0) {
                $null = Add-HfEmulatorLog demo three
            }

            $args[0].Count -ge 2
        }
        $stopped.Output.Line | Should -BeExactly two, three
        $stopped.Errors | Should -BeNullOrEmpty
    }

    It 'begins with the next line after -Tail 0' {
        $null = Add-HfEmulatorLog demo old
        $stopped = Invoke-Following 'demo -Wait -Tail 0' {
            if ((Test-Following) -and $state.Written++ -eq 0) {
                $null = Add-HfEmulatorLog demo new
            }

            $args[0].Count -ge 1
        }
        $stopped.Output.Line | Should -BeExactly new
    }

    It 'applies the filters to what comes' {
        $stopped = Invoke-Following 'demo -Wait -Level ERROR -Search disk' {
            if ((Test-Following) -and $state.Written++ -eq 0) {
                $null = Add-HfEmulatorLog demo 'disk is full' @{ level = 'WARN' }
                $null = Add-HfEmulatorLog demo 'no network' @{ level = 'ERROR' }
                $null = Add-HfEmulatorLog demo 'Disk is broken' @{ level = 'ERROR' }
            }

            $args[0].Count -ge 1
        }
        $stopped.Output.Line | Should -BeExactly 'Disk is broken'
    }

    It 'loses and repeats nothing where connections drop' {
        Set-HfEmulatorFault @{ path = '/v3/*/logs/sse'; times = 3; drop = 'middle' }, @{ path = '/v3/*/logs'; times = 1; drop = 'after' }
        $stopped = Invoke-Following 'demo -Wait -Tail 0' {
            # One more line at each look, so that lines come before, while and after the stream is cut.
            if ($state.Written -lt 200 -and ($state.Written -gt 0 -or @(Get-HfEmulatorRequest -Path '*/logs/sse').Count -gt 0)) {
                $null = Add-HfEmulatorLog demo "line $((++$state.Written))"
            }

            (Get-HfEmulatorFault)[0].hits -ge 3 -and $state.Written -ge 50 -and $args[0].Count -ge $state.Written
        }
        $stopped.Output.Line | Should -BeExactly @(1..$state.Written | ForEach-Object { "line $_" })
    }

    It 'follows several endpoints at once, and reports one that is missing' {
        $null = Set-HfEmulatorEndpoint other
        $stopped = Invoke-Following 'demo, nope, o* -Wait -Tail 0' {
            if ((Test-Following 2) -and $state.Written++ -eq 0) {
                $null = Add-HfEmulatorLog demo 'from demo'
                $null = Add-HfEmulatorLog other 'from other'
            }

            $args[0].Count -ge 2
        }
        $stopped.Output.Endpoint | Sort-Object | Should -BeExactly demo, other
        $stopped.Errors.FullyQualifiedErrorId | Should -BeExactly "EndpointNotFound,$id"
    }

    It 'ends with an error when the endpoint is deleted' {
        $job = Start-ThreadJob {
            Import-Module $env:HFENDPOINTS_MODULE
            Get-HfInferenceEndpointLog demo -Wait -ErrorVariable failures -ErrorAction SilentlyContinue | Out-Null
            $failures.FullyQualifiedErrorId
        }
        Wait-Until { Test-Following }
        Remove-HfInferenceEndpoint demo -Force
        $job | Receive-Job -Wait -AutoRemoveJob | Should -BeExactly "EndpointNotFound,$id"
    }

    It 'stops at once and closes the connection' {
        $stopped = Invoke-Following 'demo -Wait -Tail 0' { Test-Following }
        $stopped.State | Should -Be Stopped
        $stopped.StopMilliseconds | Should -BeLessThan 2000
        Wait-Until { -not (Test-Following) }
        (Get-HfEmulatorRequest -Path '*/logs/sse').aborted | Should -BeTrue
    }

    It 'ends when enough has come downstream' {
        (Get-HfInferenceEndpointLog demo -Wait | Select-Object -First 2).Count | Should -BeExactly 2
        Wait-Until { -not (Test-Following) }
    }

    It 'refuses <_>' -ForEach '-Until', '-OutFile' {
        $failure = Get-HfFailure Get-HfInferenceEndpointLog (@{ Name = 'demo'; Wait = $true } + @{ $_.TrimStart('-') = $_ -eq '-Until' ? [DateTime]::Now : 'x.txt' })
        $failure.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$id"
    }

    It 'follows the plain log where there is no search' {
        $null = Set-HfEmulatorEndpoint plain @{ tags = @('emulator:no-log-search') }
        $null = Add-HfEmulatorLog plain one, two
        $stopped = Invoke-Following 'plain -Wait -Tail 1' {
            if ((Test-Following) -and $state.Written++ -eq 0) {
                $null = Add-HfEmulatorLog plain three
            }

            $args[0].Count -ge 2
        }
        $stopped.Output.Line | Should -BeExactly two, three
    }

    It 'loses and repeats nothing of the plain log where connections drop' {
        $null = Set-HfEmulatorEndpoint plain @{ tags = @('emulator:no-log-search') }
        $null = Add-HfEmulatorLog plain one, two
        $before = @(Get-HfInferenceEndpointLog plain).Count
        Set-HfEmulatorFault @{ path = '/v2/*/logs/sse'; times = 2; drop = 'middle' }
        $stopped = Invoke-Following 'plain -Wait' {
            if ($args[0].Count -gt 0 -and $state.Written -lt 100) {
                $null = Add-HfEmulatorLog plain "line $((++$state.Written))"
            }

            (Get-HfEmulatorFault)[0].hits -ge 2 -and $args[0].Count -ge $before + 40
        }
        $lines = $stopped.Output.Line -clike 'line *'
        $lines | Should -BeExactly @(1..$lines.Count | ForEach-Object { "line $_" })
        $stopped.Output.Line -ceq 'two' | Should -HaveCount 1
    }
}
