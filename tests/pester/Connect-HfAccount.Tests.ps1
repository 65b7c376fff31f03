BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $secret = 'hf_secret-of-alice'
    $emulator = Start-HfTest ($secret, 'hf_read', 'hf_infer', 'hf_emulator' | ForEach-Object { '--token', $_ }) -Token $secret
}

AfterAll { Stop-HfTest }

Describe 'Connect-HfAccount' {
    BeforeEach {
        Clear-HfEnvironment
        Disconnect-HfAccount
        Reset-HfEmulator
    }

    Context 'with a token' {
        It 'says whose token it is and which service it is for' {
            $context = Connect-HfAccount -EmulatorUri $emulator.Uri -Token $secret
            $context | Should -BeOfType HfEndpoints.HfContext
            $context.Name | Should -BeExactly alice
            $context.Type | Should -BeExactly user
            $context.Namespace | Should -BeExactly alice
            $context.Organizations | Should -BeExactly acme, globex
            $context.TokenName | Should -BeExactly emulator
            $context.TokenRole | Should -BeExactly write
            $context.CanPay | Should -BeTrue
            $context.ExpiresAt | Should -BeNullOrEmpty
            $context.TokenSource | Should -BeExactly -- -Token
            $context.HubUri | Should -Be $emulator.Uri
            $context.EndpointsUri | Should -Be ([uri]::new($emulator.Uri, '/v2'))
            $context.CatalogUri | Should -Be ([uri]::new($emulator.Uri, '/api/catalog'))
        }

        It 'asks once who it is, with the token, and other cmdlets need not ask again' {
            $null = Connect-HfAccount -EmulatorUri $emulator.Uri -Token $secret
            Get-HfEmulatorCall | Should -BeExactly 'GET /api/whoami-v2'
            (Get-HfEmulatorRequest).authorization | Should -BeTrue
            Get-HfInferenceEndpoint | Should -BeNullOrEmpty
            Get-HfEmulatorCall '/api/*' | Should -HaveCount 1
        }

        It 'takes the token as a secure string' {
            $secure = ConvertTo-SecureString $secret -AsPlainText
            (Connect-HfAccount $secure -EmulatorUri $emulator.Uri).Name | Should -BeExactly alice
        }

        It 'says that the token <Token> is a <Role> one' -ForEach @{ Token = 'hf_read'; Role = 'read' }, @{ Token = 'hf_infer'; Role = 'fineGrained' } {
            (Connect-HfAccount $Token -EmulatorUri $emulator.Uri).TokenRole | Should -BeExactly $Role
        }

        It 'makes -Namespace the one of cmdlets that name none' {
            $null = Set-HfEmulatorEndpoint team -Namespace acme
            (Connect-HfAccount $secret -EmulatorUri $emulator.Uri -Namespace acme).Namespace | Should -BeExactly acme
            (Get-HfInferenceEndpoint).Name | Should -BeExactly team
            Get-HfEmulatorCall '/v2/*' | Should -BeLike 'GET /v2/endpoint/acme*'
        }

        It 'warns of a -Namespace that the token does not show' {
            (Connect-HfAccount $secret -EmulatorUri $emulator.Uri -Namespace nobody -WarningVariable warned -WarningAction SilentlyContinue).Namespace |
                Should -BeExactly nobody
            $warned | Should -BeLike "*'nobody'*'alice'*acme, globex*"
            $null = Connect-HfAccount $secret -EmulatorUri $emulator.Uri -Namespace ACME -WarningVariable warned
            $warned | Should -BeNullOrEmpty
        }

        It 'takes the three addresses one by one' {
            $addresses = @{
                HubUri       = $emulator.Uri
                EndpointsUri = [uri]::new($emulator.Uri, '/v2')
                CatalogUri   = [uri]::new($emulator.Uri, '/api/catalog')
            }
            $context = Connect-HfAccount $secret @addresses
            foreach ($name in $addresses.Keys) {
                $context.$name | Should -Be $addresses.$name
            }
        }

        It 'takes the addresses of the environment' {
            $env:HF_ENDPOINT = $emulator.Uri
            $env:HF_INFERENCE_ENDPOINTS_ENDPOINT = "$($emulator.Uri)v2"
            $env:HF_INFERENCE_CATALOG_ENDPOINT = "$($emulator.Uri)api/catalog"
            (Connect-HfAccount $secret).EndpointsUri | Should -Be ([uri]::new($emulator.Uri, '/v2'))
        }

        It 'stops at Ctrl+C while the hub does not answer' {
            Set-HfEmulatorFault @{ path = '/api/whoami-v2'; delayMs = 60000 }
            $stopped = Invoke-WithStop { Connect-HfAccount $args[1] -EmulatorUri $args[0] } { Get-HfEmulatorRequest } $emulator.Uri, $secret
            $stopped.StopMilliseconds | Should -BeLessThan 1000
            $stopped.Errors | Should -BeNullOrEmpty
            Wait-Until { (Get-HfEmulatorRequest).aborted }
        }
    }

    Context 'without -Token' {
        It 'comes from <Name>' -ForEach @{ Name = 'HF_TOKEN' }, @{ Name = 'HUGGING_FACE_HUB_TOKEN' } {
            Set-Item Env:$Name $secret
            (Connect-HfAccount -EmulatorUri $emulator.Uri).TokenSource | Should -BeExactly $Name
        }

        It 'comes from HF_TOKEN where both variables are set' {
            $env:HUGGING_FACE_HUB_TOKEN = 'hf_wrong'
            $env:HF_TOKEN = $secret
            (Connect-HfAccount -EmulatorUri $emulator.Uri).TokenSource | Should -BeExactly HF_TOKEN
        }

        It 'comes from the file at HF_TOKEN_PATH' {
            $env:HF_TOKEN_PATH = Join-Path $TestDrive my-token
            Set-Content $env:HF_TOKEN_PATH "  $secret  "
            (Connect-HfAccount -EmulatorUri $emulator.Uri).TokenSource | Should -BeExactly $env:HF_TOKEN_PATH
        }

        It 'comes from the file token in HF_HOME' {
            $env:HF_HOME = $TestDrive
            $path = Join-Path $TestDrive token
            Set-Content $path $secret
            (Connect-HfAccount -EmulatorUri $emulator.Uri).TokenSource | Should -BeExactly $path
        }

        It 'is any word for an emulator, where there is none' {
            (Connect-HfAccount -EmulatorUri $emulator.Uri).TokenSource | Should -BeExactly EmulatorUri
        }
    }

    Context 'refuses' {
        It '<Case> with <Id>' -ForEach @(
            @{ Case = 'a wrong token'; Id = 'Unauthorized'; Category = 'AuthenticationError'; Parameters = @{ Token = 'hf_wrong' } }
            @{ Case = 'an empty token'; Id = 'TokenNotSet'; Category = 'AuthenticationError'; Parameters = @{ Token = ' ' } }
            @{ Case = 'no token'; Id = 'TokenNotSet'; Category = 'AuthenticationError'; Parameters = @{ HubUri = 'http://127.0.0.1:1' } }
            @{ Case = 'a relative address'; Id = 'InvalidRequest'; Category = 'InvalidArgument'; Parameters = @{ EmulatorUri = 'here' } }
            @{ Case = 'another scheme'; Id = 'InvalidRequest'; Category = 'InvalidArgument'; Parameters = @{ HubUri = 'ftp://localhost' } }
            @{ Case = 'http beyond this machine'; Id = 'UntrustedAddress'; Category = 'SecurityError'; Parameters = @{ HubUri = 'http://example.org'; Token = 'x' } }
        ) {
            if (-not ($Parameters.Keys -like '*Uri')) {
                $Parameters.EmulatorUri = $emulator.Uri
            }

            Connect-HfAccount @Parameters -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeExactly "$Id,HfEndpoints.Commands.ConnectHfAccountCommand"
            $failure[0].CategoryInfo.Category | Should -Be $Category
        }

        It 'everything while HF_HUB_OFFLINE is set' {
            $env:HF_HUB_OFFLINE = '1'
            { Connect-HfAccount $secret -EmulatorUri $emulator.Uri -ErrorAction Stop } | Should -Throw -ErrorId 'Offline,*'
            Get-HfEmulatorRequest | Should -BeNullOrEmpty
        }

        It 'everything while HF_HUB_OFFLINE is set after connecting, also for endpoints got before' {
            $null = Connect-HfAccount $secret -EmulatorUri $emulator.Uri
            $endpoint = Set-HfEmulatorEndpoint demo | ForEach-Object { Get-HfInferenceEndpoint demo }
            Clear-HfEmulatorRequest
            $env:HF_HUB_OFFLINE = '1'
            { Get-HfInferenceEndpoint -ErrorAction Stop } | Should -Throw -ErrorId 'Offline,*'
            { $endpoint | Suspend-HfInferenceEndpoint -ErrorAction Stop } | Should -Throw -ErrorId 'Offline,*'
            Get-HfEmulatorRequest | Should -BeNullOrEmpty
            $env:HF_HUB_OFFLINE = $null
            (Get-HfInferenceEndpoint).Name | Should -Be demo
        }

        It 'an emulator beside another address' {
            { Connect-HfAccount $secret -EmulatorUri $emulator.Uri -HubUri $emulator.Uri } |
                Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        }

        It 'a token that is neither text nor a secure string, without telling it' {
            $failure = { Connect-HfAccount @{ mine = $secret } -EmulatorUri $emulator.Uri } |
                Should -Throw -ErrorId 'ParameterArgumentTransformationError,*' -PassThru
            "$($failure.Exception)" | Should -Not -BeLike "*$secret*"
        }

        It 'and keeps the account that was there' {
            $null = Connect-HfAccount $secret -EmulatorUri $emulator.Uri -Namespace acme
            Connect-HfAccount hf_wrong -EmulatorUri $emulator.Uri -ErrorAction SilentlyContinue
            (Get-HfContext).Namespace | Should -BeExactly acme
        }
    }

    Context 'with a token that is secret' {
        It 'is written to no stream' {
            $said = Get-HfSpokenText { Connect-HfAccount $secret -EmulatorUri $emulator.Uri -Verbose -Debug }
            $said | Should -BeLike '*alice*'
            $said | Should -Not -BeLike "*$secret*"
        }

        It 'is masked where a server repeats it' {
            Set-HfEmulatorFault @{ path = '/api/whoami-v2'; status = 400; body = @{ error = "what is $secret supposed to be?" } }
            $said = Get-HfSpokenText { Connect-HfAccount $secret -EmulatorUri $emulator.Uri -Verbose -Debug }
            $said | Should -BeLike '*supposed to be*'
            $said | Should -Not -BeLike "*$secret*"
        }

        It 'is in no view' {
            $shown = Connect-HfAccount $secret -EmulatorUri $emulator.Uri | Format-List * -Force | Out-String
            $shown | Should -BeLike '*TokenSource*'
            $shown | Should -Not -BeLike "*$secret*"
        }
    }
}
