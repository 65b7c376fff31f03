# Module-qualified where the tests have a function of the same name.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
}

AfterAll { Stop-HfTest }

Describe 'Set-HfEmulatorFault' {
    BeforeEach { Reset-HfTest }

    It 'sets rules that apply, and Get-HfEmulatorFault counts them' {
        $set = HfEndpoints\Set-HfEmulatorFault @{ method = 'GET'; path = '/v2/endpoint/*'; times = 1; status = 403 }, @{ path = '/never'; drop = 'before' }
        $set | Should -BeOfType HfEndpoints.HfEmulatorFault
        $set.Hits | Should -Be 0, 0
        Get-HfInferenceEndpoint -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'Forbidden,*'
        Get-HfInferenceEndpoint | Should -BeNullOrEmpty
        $now = HfEndpoints\Get-HfEmulatorFault
        $now.Hits | Should -Be 1, 0
        $now[0].Method, $now[0].Path, $now[0].Times | Should -BeExactly GET, '/v2/endpoint/*', 1
        ($now[1].Rule | ConvertFrom-Json).drop | Should -BeExactly before
    }

    It 'replaces those before, and an empty list switches all off' {
        $null = HfEndpoints\Set-HfEmulatorFault @{ status = 503 }
        $null = HfEndpoints\Set-HfEmulatorFault @{ path = '/x'; status = 500 }
        HfEndpoints\Get-HfEmulatorFault | Should -HaveCount 1
        HfEndpoints\Set-HfEmulatorFault @() | Should -BeNullOrEmpty
        HfEndpoints\Get-HfEmulatorFault | Should -BeNullOrEmpty
    }

    It 'reports <Case>' -ForEach @(
        @{ Case = 'a member that there is not'; Rule = @{ stats = 503 } }
        @{ Case = 'a status that there is not'; Rule = @{ status = 42 } }
    ) {
        HfEndpoints\Set-HfEmulatorFault $Rule -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,HfEndpoints.Commands.SetHfEmulatorFaultCommand'
        HfEndpoints\Get-HfEmulatorFault | Should -BeNullOrEmpty
    }

    It 'sets nothing with -WhatIf' {
        HfEndpoints\Set-HfEmulatorFault @{ status = 503 } -WhatIf
        HfEndpoints\Get-HfEmulatorFault | Should -BeNullOrEmpty
    }
}
