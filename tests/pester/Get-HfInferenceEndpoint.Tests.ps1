BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $secret = 'hf_secret-of-alice'
    $emulator = Start-HfTest --speed, 0, --token, $secret, --token, hf_infer -Token $secret
    $suffix = 'HfEndpoints.Commands.GetHfInferenceEndpointCommand'
}

AfterAll { Stop-HfTest }

Describe 'Get-HfInferenceEndpoint' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo
        $null = Set-HfEmulatorEndpoint other @{ state = 'paused' }
        $null = Set-HfEmulatorEndpoint team -Namespace acme
    }

    Context 'by name' {
        It 'asks for one endpoint alone' {
            (Get-HfInferenceEndpoint demo).Name | Should -BeExactly demo
            Get-HfEmulatorCall | Should -BeExactly 'GET /v2/endpoint/alice/demo'
        }

        It 'gives several in the order of their names' {
            (Get-HfInferenceEndpoint -Name other, demo).Name | Should -BeExactly other, demo
            Get-HfEmulatorCall | Should -BeExactly 'GET /v2/endpoint/alice/other', 'GET /v2/endpoint/alice/demo'
        }

        It 'takes names from the pipeline' {
            ('other', 'demo' | Get-HfInferenceEndpoint).Status | Should -BeExactly paused, running
        }

        It 'takes objects with <Property> and Namespace, such as a CSV file has' -ForEach @{ Property = 'Name' }, @{ Property = 'EndpointName' } {
            $rows = "$Property,Namespace,State", 'team,acme,x', 'demo,alice,y' | ConvertFrom-Csv
            $found = $rows | Get-HfInferenceEndpoint
            $found.Name | Should -BeExactly team, demo
            $found.Namespace | Should -BeExactly acme, alice
        }

        It 'ends at the first error with -ErrorAction Stop' {
            { Get-HfInferenceEndpoint missing, demo -ErrorAction Stop } | Should -Throw -ErrorId "EndpointNotFound,$suffix"
            Get-HfEmulatorCall | Should -BeExactly 'GET /v2/endpoint/alice/missing', 'GET /v2/search/alice'
        }

        It 'reaches no other route with the name "<_>"' -ForEach '../acme/team', '..', '.', 'demo/pause/x', 'demo#', 'd%65mo', 'démo', 'de mo' {
            Get-HfInferenceEndpoint $_ -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -Match '^(EndpointNotFound|InvalidRequest),'
            $failure[0].TargetObject | Should -BeExactly $_
            foreach ($path in (Get-HfEmulatorRequest).path) {
                $path | Should -Match '^/v2/(endpoint/alice/[^/]+|search/alice)$'
            }
        }

        It 'refuses an empty name' {
            { Get-HfInferenceEndpoint '' } | Should -Throw -ErrorId "ParameterArgumentValidationError,$suffix"
        }

        It 'takes an array of names out of a property' {
            ([pscustomobject]@{ Name = 'demo', 'other' } | Get-HfInferenceEndpoint).Name | Should -BeExactly demo, other
        }
    }

    Context 'by wildcard' {
        It 'gives what matches "<Pattern>", and lets the server search for "<Search>"' -ForEach @(
            @{ Pattern = 'd*'; Names = 'demo'; Search = 'd' }
            @{ Pattern = 'DE?O'; Names = 'demo'; Search = 'de' }
            @{ Pattern = '*mo*th*'; Names = @(); Search = 'mo' }
            @{ Pattern = '*'; Names = 'demo', 'other'; Search = '' }
            @{ Pattern = '[do]*e[mr]*'; Names = 'demo', 'other'; Search = '' }
        ) {
            (Get-HfInferenceEndpoint $Pattern).Name | Sort-Object | Should -BeExactly $Names
            Get-HfEmulatorCall | Should -BeExactly ('GET /v2/endpoint/alice?limit=100' + ($Search ? "&search=$Search" : ''))
        }

        It 'says nothing where none matches' {
            Get-HfInferenceEndpoint nothing* -ErrorVariable failure | Should -BeNullOrEmpty
            $failure | Should -BeNullOrEmpty
        }
    }

    Context 'by object' {
        It 'gives its state now' {
            $before = Get-HfInferenceEndpoint demo, team* -Namespace alice, acme -ErrorAction Ignore
            $null = Set-HfEmulatorEndpoint demo @{ state = 'failed'; message = 'no more memory' }
            Clear-HfEmulatorRequest
            $after = $before | Get-HfInferenceEndpoint
            $after.Status | Should -BeExactly failed, running
            $after[0].Message | Should -BeLike '*no more memory*'
            $before[0].Status | Should -BeExactly running
            Get-HfEmulatorCall | Should -BeExactly 'GET /v2/endpoint/alice/demo', 'GET /v2/endpoint/acme/team'
        }

        It 'takes it as -InputObject, several at a time' {
            (Get-HfInferenceEndpoint -InputObject (Get-HfInferenceEndpoint demo, other)).Name | Should -BeExactly demo, other
        }

        It 'uses the account and service the object came from' {
            $endpoint = Get-HfInferenceEndpoint team -Namespace acme
            $second = Start-TestEmulator
            try {
                $null = Connect-HfAccount hf_other -EmulatorUri $second.Uri -Namespace globex
                ($endpoint | Get-HfInferenceEndpoint).Name | Should -BeExactly team
                Get-HfEmulatorCall '/v2/*' -Emulator $second | Should -BeNullOrEmpty
            } finally {
                Stop-TestEmulator
            }

            Get-HfEmulatorCall | Select-Object -Last 1 | Should -BeExactly 'GET /v2/endpoint/acme/team'
        }

        It 'works in ForEach-Object -Parallel' {
            $states = Get-HfInferenceEndpoint demo, other | ForEach-Object -Parallel {
                Import-Module $using:env:HFENDPOINTS_MODULE
                ($_ | Get-HfInferenceEndpoint).Status
            }
            $states | Sort-Object | Should -BeExactly paused, running
        }
    }

    Context 'with the token of -Token' {
        It 'uses it for this call alone' {
            { Get-HfInferenceEndpoint demo -Token hf_infer -ErrorAction Stop } | Should -Throw -ErrorId "Forbidden,$suffix"
            (Get-HfInferenceEndpoint demo).Name | Should -BeExactly demo
        }

        It 'needs no connected account' {
            Disconnect-HfAccount
            $env:HF_INFERENCE_ENDPOINTS_ENDPOINT = "$($emulator.Uri)v2"
            try {
                (Get-HfInferenceEndpoint demo -Namespace alice -Token (ConvertTo-SecureString $secret -AsPlainText)).Name |
                    Should -BeExactly demo
            } finally {
                Clear-HfEnvironment
            }
        }

        It 'reports once, not for each name, that it is wrong' {
            Get-HfInferenceEndpoint demo, other -Token hf_wrong -Namespace alice -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeExactly "Unauthorized,$suffix"
            Get-HfEmulatorCall | Should -HaveCount 1
        }

        It 'is written to no stream' {
            $said = Get-HfSpokenText {
                Get-HfInferenceEndpoint demo, missing -Token $secret -Verbose -Debug
                Set-HfEmulatorFault @{ path = '*/demo'; status = 400; body = "not with $secret" }
                Get-HfInferenceEndpoint demo -Token $secret -Verbose -Debug
            }
            $said | Should -BeLike '*not with*'
            $said | Should -Not -BeLike "*$secret*"
        }
    }

    Context 'without a token' {
        It 'says once how to get one, and asks nothing' {
            Disconnect-HfAccount
            Get-HfInferenceEndpoint demo, other -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeExactly "TokenNotSet,$suffix"
            $failure[0].CategoryInfo.Category | Should -Be AuthenticationError
            Get-HfEmulatorRequest | Should -BeNullOrEmpty
        }
    }

    Context 'when it is stopped' {
        It 'closes the connection at Ctrl+C' {
            $endpoint = Get-HfInferenceEndpoint demo
            Clear-HfEmulatorRequest
            Set-HfEmulatorFault @{ path = '/v2/*'; delayMs = 60000 }
            $stopped = Invoke-WithStop { $args[0] | Get-HfInferenceEndpoint } { Get-HfEmulatorRequest } $endpoint
            $stopped.StopMilliseconds | Should -BeLessThan 1000
            $stopped.Errors | Should -BeNullOrEmpty
            Wait-Until { (Get-HfEmulatorRequest).aborted }
        }
    }
}
