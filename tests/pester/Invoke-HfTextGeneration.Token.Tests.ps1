BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest
    $null = Set-HfEmulatorEndpoint demo
    # Another port is another origin: nothing says that it is the session's service.
    $elsewhere = Start-TestEmulator
    $null = Set-HfEmulatorEndpoint open @{ type = 'public' } -Emulator $elsewhere
    $null = Set-HfEmulatorEndpoint closed -Emulator $elsewhere

    function Get-Authorization($Emulator, [string] $Path = '/serve/*') {
        (Get-HfEmulatorRequest -Path $Path -Emulator $Emulator).authorization
    }
}

AfterAll { Stop-HfTest }

Describe 'The token of Invoke-HfTextGeneration' {
    BeforeEach {
        Set-HfEmulatorFault -Emulator $emulator
        Clear-HfEmulatorRequest -Emulator $emulator
        Clear-HfEmulatorRequest -Emulator $elsewhere
    }

    It 'goes to the address that the service named for an endpoint' {
        $null = Invoke-HfTextGeneration demo 'I am'
        Get-Authorization $emulator | Should -BeExactly $true
    }

    It 'goes to an address of the session''s service' {
        $null = Invoke-HfTextGeneration -Uri ([uri]::new($emulator.Uri, '/serve/alice/demo')) -Prompt 'I am'
        Get-Authorization $emulator | Should -BeExactly $true
    }

    It 'does not go to another host' {
        (Invoke-HfTextGeneration -Uri ([uri]::new($elsewhere.Uri, '/serve/alice/open')) -Prompt 'I am').Text | Should -Not -BeNullOrEmpty
        Get-Authorization $elsewhere | Should -BeExactly $false
    }

    It 'goes to another host with -Token' {
        $null = Invoke-HfTextGeneration -Uri ([uri]::new($elsewhere.Uri, '/serve/alice/open')) -Prompt 'I am' -Token hf_other
        Get-Authorization $elsewhere | Should -BeExactly $true
    }

    It 'is named as what lacks where another host asks for one' {
        $null = Invoke-HfTextGeneration -Uri ([uri]::new($elsewhere.Uri, '/serve/alice/closed')) -Prompt a, b -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId | Should -BeExactly 'TokenNotSet,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        Get-Authorization $elsewhere | Should -Not -Contain $true
    }

    It 'does not go over plain http to another machine, even with -Token' {
        # An address for documentation, which no machine has.
        $null = Invoke-HfTextGeneration -Uri http://192.0.2.1/ -Prompt 'I am' -Token hf_other -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId | Should -BeExactly 'UntrustedAddress,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        $failures.CategoryInfo.Category | Should -BeExactly SecurityError
    }

    It 'does not follow a redirect of a <Method> to another host' -ForEach @(
        @{ Method = 'POST'; Path = '/serve/*'; Command = { Invoke-HfTextGeneration -Uri ([uri]::new($emulator.Uri, '/serve/alice/demo')) -Prompt 'I am' } }
        @{ Method = 'GET'; Path = '/v2/*'; Command = { Get-HfInferenceEndpoint demo } }
    ) {
        $target = [uri]::new($elsewhere.Uri, '/serve/alice/open').AbsoluteUri
        Set-HfEmulatorFault @{ method = $Method; path = $Path; status = 307; headers = @{ Location = $target } } -Emulator $emulator
        # Whatever the caller's preference is: what is tested is the record.
        $ErrorActionPreference = 'Continue'
        $failure = & $Command 2>&1
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidResponse,*'
        Get-HfEmulatorRequest -Emulator $elsewhere | Should -BeNullOrEmpty
    }

    It 'is that of the account an endpoint came from, whoever is connected since' {
        $endpoint = Get-HfInferenceEndpoint demo
        $null = Connect-HfAccount -EmulatorUri $elsewhere.Uri -Token hf_other
        try {
            ($endpoint | Invoke-HfTextGeneration -Prompt 'I am').Text | Should -Not -BeNullOrEmpty
        } finally {
            $null = Connect-HfAccount -EmulatorUri $emulator.Uri -Token hf_test
        }
        Get-Authorization $emulator | Should -BeExactly $true
        Get-Authorization $elsewhere | Should -BeNullOrEmpty
    }
}
