BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest --token, hf_first-secret, --token, hf_second-secret -Token hf_first-secret
}

AfterAll { Stop-HfTest }

Describe 'Get-HfContext' {
    BeforeEach {
        Clear-HfEnvironment
        Disconnect-HfAccount
        Reset-HfEmulator
    }

    It 'gives nothing without a token, and says with -Verbose how to get one' {
        Get-HfContext | Should -BeNullOrEmpty
        Get-HfContext -Verbose 4>&1 | Should -BeOfType System.Management.Automation.VerboseRecord
    }

    It 'gives what Connect-HfAccount gave, without asking again' {
        $connected = Connect-HfAccount hf_first-secret -EmulatorUri $emulator.Uri -Namespace acme
        Get-HfContext | ConvertTo-Json | Should -BeExactly ($connected | ConvertTo-Json)
        Get-HfEmulatorCall | Should -BeExactly 'GET /api/whoami-v2'
    }

    It 'asks once for the token of the environment' {
        Set-HfEnvironment hf_first-secret
        $both = Invoke-InNewRunspace { Get-HfContext; Get-HfContext }
        $both.Output.Name | Should -BeExactly alice, alice
        $both.Output.TokenSource | Should -BeExactly HF_TOKEN, HF_TOKEN
        Get-HfEmulatorCall | Should -BeExactly 'GET /api/whoami-v2'
    }

    It 'asks again when the environment has another token' {
        Set-HfEnvironment hf_first-secret
        $null = Get-HfContext
        Clear-HfEmulatorRequest
        $env:HF_TOKEN = 'hf_second-secret'
        (Get-HfContext).Name | Should -BeExactly alice
        Get-HfEmulatorCall | Should -BeExactly 'GET /api/whoami-v2'
    }

    It 'gets the account of another token, and the session keeps its own' {
        $null = Connect-HfAccount hf_first-secret -EmulatorUri $emulator.Uri
        (Get-HfContext -Token hf_second-secret).Name | Should -BeExactly alice
        Get-HfContext -Token hf_wrong -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeExactly 'Unauthorized,HfEndpoints.Commands.GetHfContextCommand'
        (Get-HfContext).Name | Should -BeExactly alice
    }

    It 'reports a token that the hub refuses' {
        Set-HfEnvironment hf_wrong
        Get-HfContext -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly 'Unauthorized,HfEndpoints.Commands.GetHfContextCommand'
        $failure[0].CategoryInfo.Category | Should -Be AuthenticationError
    }

    It 'reports a variable that is not a valid address: <_>' -ForEach HF_ENDPOINT, HF_INFERENCE_ENDPOINTS_ENDPOINT, HF_INFERENCE_CATALOG_ENDPOINT {
        Set-HfEnvironment hf_first-secret
        Set-Item Env:$_ 'not an address'
        { Get-HfContext -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidRequest,*' -ExpectedMessage "*$_*"
    }

    It 'ignores the token of the environment while HF_HUB_DISABLE_IMPLICIT_TOKEN is on' {
        Set-HfEnvironment hf_first-secret
        $env:HF_HUB_DISABLE_IMPLICIT_TOKEN = '1'
        Get-HfContext | Should -BeNullOrEmpty
    }

    It 'never shows the token' {
        Set-HfEnvironment hf_first-secret
        $said = Get-HfSpokenText { Get-HfContext -Verbose -Debug }
        $said | Should -BeLike '*HF_TOKEN*'
        $said | Should -Not -BeLike '*hf_first-secret*'
    }
}
