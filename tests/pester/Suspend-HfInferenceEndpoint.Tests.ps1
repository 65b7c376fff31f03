BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-HfModule
    Clear-HfEnvironment
    $emulator = Start-HfEmulator '--speed', 0
    $suffix = 'HfEndpoints.Commands.SuspendHfInferenceEndpointCommand'
}

AfterAll {
    Disconnect-HfAccount
    Stop-HfEmulator
}

Describe 'Suspend-HfInferenceEndpoint' {
    BeforeEach {
        Reset-HfEmulator
        $null = Set-HfEmulatorEndpoint demo @{ compute = @{ scaling = @{ minReplica = 0 } } }
        $null = Set-HfEmulatorEndpoint other
        $null = Connect-HfAccount hf_test -EmulatorUri $emulator.Uri
        Clear-HfEmulatorRequest
    }

    It 'pauses an endpoint by its name with one request, and gives it back' {
        $paused = Suspend-HfInferenceEndpoint demo
        $paused | Should -BeOfType HfEndpoints.HfInferenceEndpoint
        $paused.Name, $paused.Status | Should -BeExactly demo, paused
        Get-HfEmulatorCall | Should -BeExactly 'POST /v2/endpoint/alice/demo/pause'
    }

    It 'scales to zero instead with -ScaleToZero' {
        (Suspend-HfInferenceEndpoint demo -ScaleToZero).Status | Should -BeExactly scaledToZero
        Get-HfEmulatorCall | Should -BeExactly 'POST /v2/endpoint/alice/demo/scale-to-zero'
    }

    It 'tells why an endpoint can''t be scaled to zero, and continues' {
        $done = Suspend-HfInferenceEndpoint other, demo -ScaleToZero -ErrorVariable failure -ErrorAction SilentlyContinue
        $done.Name | Should -BeExactly demo
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
        $failure[0].TargetObject | Should -BeExactly other
    }

    It 'does no harm to one that is paused already' {
        (Suspend-HfInferenceEndpoint demo, demo).Status | Should -BeExactly paused, paused
    }

    It 'changes nothing with -ScaleToZero and -WhatIf' {
        Suspend-HfInferenceEndpoint * -ScaleToZero -WhatIf | Should -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }
}
