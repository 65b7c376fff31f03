BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-HfModule
    Clear-HfEnvironment
    $secret = 'hf_secret-of-alice'
    $emulator = Start-HfEmulator '--speed', 0
    $suffix = 'HfEndpoints.Commands.RemoveHfInferenceEndpointCommand'
}

AfterAll {
    Disconnect-HfAccount
    Stop-HfEmulator
}

Describe 'Remove-HfInferenceEndpoint' {
    BeforeEach {
        Reset-HfEmulator
        $null = Set-HfEmulatorEndpoint demo
        $null = Set-HfEmulatorEndpoint other
        $null = Set-HfEmulatorEndpoint team -Namespace acme
        $null = Connect-HfAccount $secret -EmulatorUri $emulator.Uri
        Clear-HfEmulatorRequest
    }

    It 'deletes an endpoint with one request and says nothing' {
        Remove-HfInferenceEndpoint demo -Force | Should -BeNullOrEmpty
        Get-HfEmulatorCall | Should -BeExactly 'DELETE /v2/endpoint/alice/demo'
        (Get-HfInferenceEndpoint).Name | Should -BeExactly other
    }

    It 'takes <Case>' -ForEach @(
        @{ Case = 'several names'; Act = { Remove-HfInferenceEndpoint demo, other -Force }; Paths = 'alice/demo', 'alice/other' }
        @{ Case = 'names from the pipeline'; Act = { 'demo', 'other' | Remove-HfInferenceEndpoint -Force }; Paths = 'alice/demo', 'alice/other' }
        @{ Case = 'a namespace'; Act = { Remove-HfInferenceEndpoint team -Namespace acme -Force }; Paths = , 'acme/team' }
        @{ Case = 'rows of a table'; Act = { 'Name,Namespace', 'team,acme', 'demo,alice' | ConvertFrom-Csv | Remove-HfInferenceEndpoint -Force }; Paths = 'acme/team', 'alice/demo' }
        @{ Case = 'endpoints'; Act = { Get-HfInferenceEndpoint -Namespace acme | Remove-HfInferenceEndpoint -Force }; Paths = , 'acme/team' }
        @{ Case = 'a wildcard'; Act = { Remove-HfInferenceEndpoint D* -Force }; Paths = , 'alice/demo' }
        @{ Case = '-Confirm:$false'; Act = { Remove-HfInferenceEndpoint demo -Confirm:$false }; Paths = , 'alice/demo' }
    ) {
        & $Act | Should -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeExactly ($Paths | ForEach-Object { "DELETE /v2/endpoint/$_" })
    }

    It 'deletes all of many that a wildcard matches, each once, though the pages shift' {
        Add-HfEmulatorEndpoint 230
        Remove-HfInferenceEndpoint endpoint-* -Force
        Get-HfEmulatorCall -Change | Should -HaveCount 230
        (Get-HfInferenceEndpoint).Name | Sort-Object | Should -BeExactly demo, other
    }

    It 'deletes while the list still comes down the pipeline' {
        Add-HfEmulatorEndpoint 230
        Get-HfInferenceEndpoint endpoint-* | Remove-HfInferenceEndpoint -Force
        Get-HfInferenceEndpoint endpoint-* | Should -BeNullOrEmpty
    }

    It 'gives one error for a missing one, and deletes the others' {
        Remove-HfInferenceEndpoint demo, missing, other -Force -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "EndpointNotFound,$suffix"
        $failure[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $failure[0].TargetObject | Should -BeExactly missing
        Get-HfInferenceEndpoint | Should -BeNullOrEmpty
    }

    It 'does not mistake its own lost answer for a missing endpoint' {
        Set-HfEmulatorFault @{ method = 'DELETE'; times = 1; drop = 'after' }
        Remove-HfInferenceEndpoint demo -Force -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
        Get-HfEmulatorCall | Should -BeExactly (, 'DELETE /v2/endpoint/alice/demo' * 2)
    }

    It 'deletes nothing with <Case>' -ForEach @(
        @{ Case = '-WhatIf'; Act = { Remove-HfInferenceEndpoint demo -WhatIf } }
        @{ Case = '-WhatIf and -Force'; Act = { Remove-HfInferenceEndpoint demo -Force -WhatIf } }
        @{ Case = '-WhatIf and a wildcard'; Act = { Remove-HfInferenceEndpoint * -WhatIf -Force } }
        @{ Case = '-WhatIf and endpoints'; Act = { Get-HfInferenceEndpoint | Remove-HfInferenceEndpoint -WhatIf -Confirm:$false } }
        @{ Case = '$WhatIfPreference and -Force'; Act = { $WhatIfPreference = $true; Remove-HfInferenceEndpoint demo -Force } }
    ) {
        & $Act | Should -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'deletes nothing where it should ask and nobody can answer: <Case>' -ForEach @(
        @{ Case = 'by default'; Act = { $args[0] | Remove-HfInferenceEndpoint } }
        @{ Case = 'with -Confirm beside -Force'; Act = { $args[0] | Remove-HfInferenceEndpoint -Force -Confirm } }
    ) {
        $endpoint = Get-HfInferenceEndpoint demo
        $run = Invoke-InNewRunspace $Act $endpoint
        $run.Errors | Should -HaveCount 1
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'does not ask with $ConfirmPreference None' {
        $run = Invoke-InNewRunspace { $ConfirmPreference = 'None'; $args[0] | Remove-HfInferenceEndpoint } (Get-HfInferenceEndpoint demo)
        $run.Errors | Should -BeNullOrEmpty
        (Get-HfInferenceEndpoint).Name | Should -BeExactly other
    }

    It 'uses the account and service an endpoint came from' {
        $endpoint = Get-HfInferenceEndpoint team -Namespace acme
        Disconnect-HfAccount
        $endpoint | Remove-HfInferenceEndpoint -Force
        Get-HfEmulatorCall -Change | Should -BeExactly 'DELETE /v2/endpoint/acme/team'
    }

    It 'gives an error for a namespace that is not yours' {
        { Remove-HfInferenceEndpoint demo -Namespace stranger -Force -ErrorAction Stop } | Should -Throw -ErrorId "Forbidden,$suffix"
    }

    It 'gives an error for a token that may only read' {
        { Remove-HfInferenceEndpoint demo -Force -Token hf_read -ErrorAction Stop } | Should -Throw -ErrorId "Forbidden,$suffix"
        (Get-HfInferenceEndpoint demo).Status | Should -BeExactly running
    }

    It 'stops at Ctrl+C' {
        Set-HfEmulatorFault @{ path = '*/other'; method = 'DELETE'; delayMs = 60000 }
        $stopped = Invoke-WithStop { $args | Remove-HfInferenceEndpoint -Force } { Get-HfEmulatorCall '*/other' -Change } (Get-HfInferenceEndpoint other, demo)
        $stopped.StopMilliseconds | Should -BeLessThan 1000
        Get-HfEmulatorCall -Change | Should -HaveCount 1
    }

    It 'tells the token in no stream' {
        $said = Get-HfSpokenText { Remove-HfInferenceEndpoint demo, missing -Force -Token $secret -Verbose -Debug }
        $said | Should -BeLike '*missing*'
        $said | Should -Not -BeLike "*$secret*"
    }
}
