BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
}

AfterAll { Stop-HfTest }

Describe 'Remove-HfInferenceEndpoint' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo
        $null = Set-HfEmulatorEndpoint other
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

    It 'does not mistake its own lost answer for a missing endpoint' {
        Set-HfEmulatorFault @{ method = 'DELETE'; times = 1; drop = 'after' }
        Remove-HfInferenceEndpoint demo -Force -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
        Get-HfEmulatorCall | Should -BeExactly (, 'DELETE /v2/endpoint/alice/demo' * 2)
    }

    It 'deletes nothing where it asks by default and nobody can answer' {
        $run = Invoke-InNewRunspace { $args[0] | Remove-HfInferenceEndpoint } (Get-HfInferenceEndpoint demo)
        $run.Errors | Should -HaveCount 1
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'does not ask with $ConfirmPreference None' {
        $run = Invoke-InNewRunspace { $ConfirmPreference = 'None'; $args[0] | Remove-HfInferenceEndpoint } (Get-HfInferenceEndpoint demo)
        $run.Errors | Should -BeNullOrEmpty
        (Get-HfInferenceEndpoint).Name | Should -BeExactly other
    }
}
