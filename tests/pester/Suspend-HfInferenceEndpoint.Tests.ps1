BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-HfModule
    Clear-HfEnvironment
    $secret = 'hf_secret-of-alice'
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
        $null = Set-HfEmulatorEndpoint team -Namespace acme
        $null = Connect-HfAccount $secret -EmulatorUri $emulator.Uri
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

    It 'tells why an endpoint can''t be scaled to zero, and goes on' {
        $done = Suspend-HfInferenceEndpoint other, demo -ScaleToZero -ErrorVariable failure -ErrorAction SilentlyContinue
        $done.Name | Should -BeExactly demo
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
        $failure[0].TargetObject | Should -BeExactly other
    }

    It 'does no harm to one that is paused already' {
        (Suspend-HfInferenceEndpoint demo, demo).Status | Should -BeExactly paused, paused
    }

    It 'takes <Case>' -ForEach @(
        @{ Case = 'several names'; Act = { Suspend-HfInferenceEndpoint demo, other }; Paths = 'alice/demo', 'alice/other' }
        @{ Case = 'names from the pipeline'; Act = { 'demo', 'other' | Suspend-HfInferenceEndpoint }; Paths = 'alice/demo', 'alice/other' }
        @{ Case = 'a namespace'; Act = { Suspend-HfInferenceEndpoint team -Namespace acme }; Paths = , 'acme/team' }
        @{ Case = 'rows of a table'; Act = { 'Name,Namespace', 'team,acme', 'demo,alice' | ConvertFrom-Csv | Suspend-HfInferenceEndpoint }; Paths = 'acme/team', 'alice/demo' }
        @{ Case = 'endpoints'; Act = { Get-HfInferenceEndpoint -Namespace acme | Suspend-HfInferenceEndpoint }; Paths = , 'acme/team' }
        @{ Case = 'endpoints by -InputObject'; Act = { Suspend-HfInferenceEndpoint -InputObject (Get-HfInferenceEndpoint demo) }; Paths = , 'alice/demo' }
        @{ Case = 'a wildcard'; Act = { Suspend-HfInferenceEndpoint O* }; Paths = , 'alice/other' }
    ) {
        (& $Act).Status | Select-Object -Unique | Should -BeExactly paused
        Get-HfEmulatorCall -Change | Should -BeExactly ($Paths | ForEach-Object { "POST /v2/endpoint/$_/pause" })
    }

    It 'pauses all of many that a wildcard matches, each once' {
        Add-HfEmulatorEndpoint 130
        Suspend-HfInferenceEndpoint endpoint-* | Should -HaveCount 130
        Get-HfEmulatorCall -Change | Sort-Object -Unique | Should -HaveCount 130
        Get-HfEmulatorCall | Should -HaveCount 132
    }

    It 'says nothing of a wildcard that matches none' {
        Suspend-HfInferenceEndpoint nothing* -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'gives one error for a missing one, and pauses the others' {
        $done = 'demo', 'missing', 'other' | Suspend-HfInferenceEndpoint -ErrorVariable failure -ErrorAction SilentlyContinue
        $done.Name | Should -BeExactly demo, other
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "EndpointNotFound,$suffix"
        $failure[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $failure[0].TargetObject | Should -BeExactly missing
    }

    It 'gives an error for a namespace that is not yours' {
        { Suspend-HfInferenceEndpoint demo -Namespace stranger -ErrorAction Stop } | Should -Throw -ErrorId "Forbidden,$suffix"
    }

    It 'changes nothing with -WhatIf' {
        Suspend-HfInferenceEndpoint demo -WhatIf | Should -BeNullOrEmpty
        Suspend-HfInferenceEndpoint * -ScaleToZero -WhatIf | Should -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'does not ask with -Confirm:$false' {
        $run = Invoke-InNewRunspace { $ConfirmPreference = 'Low'; $args[0] | Suspend-HfInferenceEndpoint -Confirm:$false } (Get-HfInferenceEndpoint demo)
        $run.Errors | Should -BeNullOrEmpty
        $run.Output.Status | Should -BeExactly paused
    }

    It 'pauses nothing where it should ask and nobody can answer' {
        $run = Invoke-InNewRunspace { $args[0] | Suspend-HfInferenceEndpoint -Confirm } (Get-HfInferenceEndpoint demo)
        $run.Output | Should -BeNullOrEmpty
        $run.Errors | Should -HaveCount 1
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'uses the account and service an endpoint came from' {
        $endpoint = Get-HfInferenceEndpoint demo
        try {
            $null = Connect-HfAccount hf_other -EmulatorUri (Start-HfEmulator).Uri
        } finally {
            Stop-HfEmulator
        }

        ($endpoint | Suspend-HfInferenceEndpoint).Status | Should -BeExactly paused
    }

    It 'works in ForEach-Object -Parallel' {
        $states = Get-HfInferenceEndpoint | ForEach-Object -Parallel {
            Import-Module $using:env:HFENDPOINTS_MODULE
            ($_ | Suspend-HfInferenceEndpoint).Status
        }
        $states | Should -BeExactly paused, paused
    }

    It 'stops at Ctrl+C between two endpoints' {
        Set-HfEmulatorFault @{ path = '*/other/pause'; delayMs = 60000 }
        $stopped = Invoke-WithStop { $args | Suspend-HfInferenceEndpoint } { Get-HfEmulatorRequest '*/other/pause' } (Get-HfInferenceEndpoint demo, other)
        $stopped.StopMilliseconds | Should -BeLessThan 1000
        $stopped.Output.Name | Should -BeExactly demo
        $stopped.Errors | Should -BeNullOrEmpty
    }

    It 'tells the token in no stream' {
        Set-HfEmulatorFault @{ path = '*/other/pause'; status = 400; body = "not with $secret" }
        $said = Get-HfSpokenText { Suspend-HfInferenceEndpoint demo, other, missing -Token $secret -Verbose -Debug -Confirm:$false }
        $said | Should -BeLike '*not with*'
        $said | Should -Not -BeLike "*$secret*"
    }
}
