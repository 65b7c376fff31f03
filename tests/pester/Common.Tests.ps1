BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
}

Describe 'Wait-Until' {
    It 'returns as soon as the condition holds' {
        $calls = @{ Count = 0 }
        Wait-Until { ++$calls.Count -ge 3 }
        $calls.Count | Should -BeExactly 3
    }

    It 'names the condition that did not come to hold' {
        { Wait-Until { $false } -TimeoutSeconds 0 } | Should -Throw '*$false*'
    }
}

Describe 'Invoke-InNewPowerShell' {
    It 'brings arguments there and objects back' {
        $answer = Invoke-InNewPowerShell { param($A, $B) [pscustomobject]@{ Sum = $A + $B; Id = $PID } } -ArgumentList 1, 2
        $answer.Sum | Should -BeExactly 3
        $answer.Id | Should -Not -Be $PID
    }
}

Describe 'Invoke-WithStop' {
    It 'stops a script that would not end' {
        $stopped = Invoke-WithStop { $args[0]; while ($true) { $null = [Threading.Thread]::Yield() } } { $args[0].Count -gt 0 } -ArgumentList 7
        $stopped.State | Should -Be Stopped
        $stopped.Output | Should -BeExactly 7
        $stopped.StopMilliseconds | Should -BeLessThan 5000
    }

    It 'reports that the script ended by itself' {
        { Invoke-WithStop { 'done' } { $false } } | Should -Throw '*ended by itself*'
    }
}

Describe 'The emulator' {
    BeforeAll {
        $emulator = Start-TestEmulator
    }

    AfterAll {
        Stop-TestEmulator
    }

    It 'listens on loopback' {
        $emulator.Uri.IsLoopback | Should -BeTrue
    }

    It 'remembers requests until they are cleared' {
        $null = Invoke-WebRequest ([uri]::new($emulator.Uri, '/api/nothing-here')) -SkipHttpErrorCheck
        (Get-HfEmulatorRequest -Path '/api/*').path | Should -BeExactly '/api/nothing-here'
        Clear-HfEmulatorRequest
        Get-HfEmulatorRequest | Should -BeNullOrEmpty
    }

    It 'fails as a rule says, and counts it' {
        Set-HfEmulatorFault @{ path = '/api/*'; times = 1; status = 418 }
        (Invoke-WebRequest ([uri]::new($emulator.Uri, '/api/whoami-v2')) -SkipHttpErrorCheck).StatusCode | Should -Be 418
        (Get-HfEmulatorFault).hits | Should -Be 1
        Set-HfEmulatorFault
        Get-HfEmulatorFault | Should -BeNullOrEmpty
    }

    It 'is put into a state and reset' {
        (Set-HfEmulatorEndpoint demo @{ state = 'paused' }).status.state | Should -BeExactly paused
        Add-HfEmulatorEndpoint 3
        Move-HfEmulatorClock -Seconds 1.5
        Reset-HfEmulator
        $list = Invoke-RestMethod ([uri]::new($emulator.Uri, '/v2/endpoint/alice')) -Authentication Bearer -Token (ConvertTo-SecureString hf_x -AsPlainText) -AllowUnencryptedAuthentication
        $list.items | Should -BeNullOrEmpty
    }
}
