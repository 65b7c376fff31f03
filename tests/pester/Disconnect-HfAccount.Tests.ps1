BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest
    $null = Set-HfEmulatorEndpoint demo
}

AfterAll { Stop-HfTest }

Describe 'Disconnect-HfAccount' {
    BeforeEach {
        Clear-HfEnvironment
        $null = Connect-HfAccount hf_x -EmulatorUri $emulator.Uri -Namespace acme
        Clear-HfEmulatorRequest
    }

    It 'forgets the account, says nothing and asks nothing' {
        Disconnect-HfAccount | Should -BeNullOrEmpty
        Get-HfContext | Should -BeNullOrEmpty
        { Get-HfInferenceEndpoint -ErrorAction Stop } | Should -Throw -ErrorId 'TokenNotSet,*'
        Get-HfEmulatorRequest | Should -BeNullOrEmpty
    }

    It 'leaves the token of the environment' {
        Set-HfEnvironment hf_y
        Disconnect-HfAccount
        (Get-HfContext).TokenSource | Should -BeExactly HF_TOKEN
        (Get-HfInferenceEndpoint).Name | Should -BeExactly demo
    }

    It 'says with -Verbose that there was nothing to forget' {
        Disconnect-HfAccount -Verbose 4>&1 | Should -BeNullOrEmpty
        Disconnect-HfAccount -Verbose 4>&1 | Should -BeOfType System.Management.Automation.VerboseRecord
    }

    It 'leaves endpoints that were got before usable' {
        $endpoint = Get-HfInferenceEndpoint demo -Namespace alice
        Disconnect-HfAccount
        ($endpoint | Get-HfInferenceEndpoint).Name | Should -BeExactly demo
    }
}
