BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
    $suffix = 'HfEndpoints.Commands.SuspendHfInferenceEndpointCommand'
}

AfterAll { Stop-HfTest }

Describe 'Suspend-HfInferenceEndpoint' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo @{ compute = @{ scaling = @{ minReplica = 0 } } }
        $null = Set-HfEmulatorEndpoint other
    }

    It 'scales to zero instead with -ScaleToZero' {
        (Suspend-HfInferenceEndpoint demo -ScaleToZero).Status | Should -BeExactly scaledToZero
        Get-HfEmulatorCall | Should -BeExactly 'POST /v2/endpoint/alice/demo/scale-to-zero'
    }

    It 'says why an endpoint can''t be scaled to zero, and continues' {
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
