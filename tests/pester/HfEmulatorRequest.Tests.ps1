# Module-qualified where the tests have a function of the same name.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest --speed, 0
    $suffix = 'HfEndpoints.Commands.GetHfEmulatorRequestCommand'
}

AfterAll { Stop-HfTest }

Describe 'Get-HfEmulatorRequest' {
    BeforeEach { Reset-HfTest }

    It 'emits what was asked, oldest first, and nothing of itself' {
        $null = Set-HfEmulatorEndpoint demo
        $null = Get-HfInferenceEndpoint demo
        $null = Invoke-HfTextGeneration demo 'The sea' -MaxNewTokens 2
        $requests = HfEndpoints\Get-HfEmulatorRequest
        $requests[0] | Should -BeOfType HfEndpoints.HfEmulatorRequest
        "$($requests[0])" | Should -BeExactly 'GET /v2/endpoint/alice/demo'
        $last = $requests[-1]
        $last.Method, $last.Path, $last.Status, $last.Outcome, $last.HasToken | Should -BeExactly POST, /serve/alice/demo, 200, done, $true
        $last.Body.inputs | Should -BeExactly 'The sea'
        $last.Body.parameters.max_new_tokens | Should -Be 2
        $last.Time.Offset | Should -Be ([timespan]::Zero)
        @(HfEndpoints\Get-HfEmulatorRequest).Count | Should -Be $requests.Count
        $requests | Out-String | Should -Not -Match hf_test
    }

    It 'chooses by path and method' {
        $null = Get-HfInferenceEndpoint
        $null = Get-HfInferenceHardware
        (HfEndpoints\Get-HfEmulatorRequest /v2/* -Method get).Path | Should -BeExactly /v2/endpoint/alice, /v2/provider/alice
        HfEndpoints\Get-HfEmulatorRequest /v2/* -Method POST | Should -BeNullOrEmpty
        (HfEndpoints\Get-HfEmulatorRequest /v2/provider/alice, /v2/endpoint/*).Count | Should -Be 2
    }

    It 'tells what was cut' {
        Set-HfEmulatorFault @{ path = '/v2/*'; drop = 'before' }
        Get-HfInferenceQuota -ErrorAction SilentlyContinue
        (HfEndpoints\Get-HfEmulatorRequest /v2/*)[0].Outcome | Should -BeExactly cut
    }

    It 'asks the emulator that is piped in' {
        $other = Start-HfEmulator -Path (Get-HfBuiltAssembly HfEndpoints.Emulator)
        try {
            $null = Invoke-RestMethod "$other/v2/provider"
            $other | HfEndpoints\Get-HfEmulatorRequest | Should -HaveCount 1
        } finally {
            $other | Stop-HfEmulator
        }
    }

    It 'refuses <Case>' -ForEach @(
        @{ Case = 'what is no emulator'; Uri = 'https://huggingface.co' }
        @{ Case = 'half an address'; Uri = 'localhost' }
    ) {
        HfEndpoints\Get-HfEmulatorRequest -EmulatorUri $Uri -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
    }

    It 'says what to do where the session is connected to the service' {
        Disconnect-HfAccount
        HfEndpoints\Get-HfEmulatorRequest -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        "$failure" | Should -BeLike '*huggingface.co*Start-HfEmulator*'
    }
}

Describe 'Reset-HfEmulator' {
    BeforeEach { Reset-HfTest }

    It 'forgets everything, or only the requests' {
        $null = Set-HfEmulatorEndpoint demo
        Set-HfEmulatorFault @{ path = '/x'; status = 503 }
        HfEndpoints\Reset-HfEmulator -RequestOnly
        Get-HfEmulatorRequest | Should -BeNullOrEmpty
        Get-HfEmulatorFault | Should -HaveCount 1
        (Get-HfInferenceEndpoint).Name | Should -BeExactly demo
        HfEndpoints\Reset-HfEmulator
        Get-HfEmulatorFault | Should -BeNullOrEmpty
        Get-HfInferenceEndpoint | Should -BeNullOrEmpty
    }

    It 'does nothing with -WhatIf' {
        $null = Set-HfEmulatorEndpoint demo
        HfEndpoints\Reset-HfEmulator -WhatIf
        (Get-HfInferenceEndpoint).Name | Should -BeExactly demo
    }
}
