BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest
    $suffix = 'HfEndpoints.Commands.TestHfInferenceEndpointCommand'
}

AfterAll { Stop-HfTest }

Describe 'Test-HfInferenceEndpoint' {
    BeforeEach {
        Reset-HfEmulator
        $null = Set-HfEmulatorEndpoint demo
    }

    It 'is true where the health route answers 200' {
        $result = Test-HfInferenceEndpoint demo
        $result | Should -BeExactly $true
        $result | Should -BeOfType bool
        Get-HfEmulatorCall | Should -BeExactly 'GET /v2/endpoint/alice/demo', 'GET /serve/alice/demo/health'
    }

    It 'takes an address' {
        $uri = [uri]::new($emulator.Uri, '/serve/alice/demo')
        Test-HfInferenceEndpoint -Uri $uri | Should -BeExactly $true
        Get-HfEmulatorCall | Should -BeExactly 'GET /serve/alice/demo/health'
        Set-HfEmulatorFault @{ path = '/serve/*'; status = 500 }
        Test-HfInferenceEndpoint -Uri $uri -ErrorAction Stop | Should -BeExactly $false
        Test-HfInferenceEndpoint -Uri ftp://example.org -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
    }

    It 'is false where it answers <Status>' -ForEach @{ Status = 404 }, @{ Status = 500 }, @{ Status = 503 } {
        Set-HfEmulatorFault @{ path = '/serve/*'; status = $Status }
        Test-HfInferenceEndpoint demo -ErrorAction Stop | Should -BeExactly $false
    }

    It 'is false where the connection breaks' {
        Set-HfEmulatorFault @{ path = '/serve/*'; drop = 'before' }
        Test-HfInferenceEndpoint demo -ErrorAction Stop | Should -BeExactly $false
    }

    It 'is false in state <_>, and does not wake it' -ForEach pending, initializing, paused, failed, scaledToZero {
        $null = Set-HfEmulatorEndpoint demo @{ state = $_ }
        Test-HfInferenceEndpoint demo -ErrorAction Stop | Should -BeExactly $false
        Get-HfEmulatorRequest /serve/* | Should -BeNullOrEmpty
    }

    It 'says with -Verbose why it is false' {
        $null = Set-HfEmulatorEndpoint demo @{ state = 'failed'; message = 'No such model' }
        $said = Test-HfInferenceEndpoint demo -Verbose 4>&1
        $said[0].Message | Should -BeLike "*'demo'*failed*No such model*"
        $said[1] | Should -BeExactly $false
    }

    It 'answers for each of several, and reports one that is missing' {
        $null = Set-HfEmulatorEndpoint stopped @{ state = 'paused' }
        $results = Test-HfInferenceEndpoint demo, missing, stopped -ErrorVariable failure -ErrorAction SilentlyContinue
        $results | Should -BeExactly $true, $false
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "EndpointNotFound,$suffix"
        $failure[0].TargetObject | Should -BeExactly missing
    }

    It 'takes wildcards without another look at each' {
        $null = Set-HfEmulatorEndpoint demo2
        $null = Set-HfEmulatorEndpoint other
        Clear-HfEmulatorRequest
        Test-HfInferenceEndpoint demo* | Should -BeExactly $true, $true
        Get-HfEmulatorRequest /v2/endpoint/alice/* | Should -BeNullOrEmpty
        Test-HfInferenceEndpoint nothing* -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'takes endpoints, and looks how they are now' {
        $endpoint = Get-HfInferenceEndpoint demo
        $endpoint | Test-HfInferenceEndpoint | Should -BeExactly $true
        $null = Set-HfEmulatorEndpoint demo @{ state = 'paused' }
        $endpoint | Test-HfInferenceEndpoint | Should -BeExactly $false
    }

    It 'reports a token that may not call the endpoint' {
        Test-HfInferenceEndpoint demo -Token hf_noinfer -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "Forbidden,$suffix"
    }

    It 'stops at Ctrl+C' {
        Set-HfEmulatorFault @{ path = '/serve/*'; delayMs = 60000 }
        $stopped = Invoke-WithStop { Test-HfInferenceEndpoint demo } { Get-HfEmulatorRequest /serve/* }
        $stopped.StopMilliseconds | Should -BeLessThan 1000
        $stopped.Output | Should -BeNullOrEmpty
    }
}

Describe 'Test-HfInferenceEndpoint -Permission' {
    BeforeEach {
        Reset-HfEmulator
        $null = Set-HfEmulatorEndpoint demo -Namespace acme
    }

    It 'is <Expected> for <Token> and <Permission>' -ForEach @(
        @{ Token = 'hf_x'; Permission = 'write'; Expected = $true }
        @{ Token = 'hf_x'; Permission = 'infer'; Expected = $true }
        @{ Token = 'hf_read'; Permission = 'Read'; Expected = $true }
        @{ Token = 'hf_read'; Permission = 'write'; Expected = $false }
        @{ Token = 'hf_noinfer'; Permission = 'infer'; Expected = $false }
        @{ Token = 'hf_infer'; Permission = 'infer'; Expected = $true }
        @{ Token = 'hf_infer'; Permission = 'read'; Expected = $false }
    ) {
        Test-HfInferenceEndpoint demo -Namespace acme -Permission $Permission -Token $Token -ErrorAction Stop | Should -BeExactly $Expected
        Get-HfEmulatorCall | Should -Contain "POST /api/inference-endpoints/acme/demo/auth-check/$($Permission.ToLowerInvariant())"
        Get-HfEmulatorRequest /serve/* | Should -BeNullOrEmpty
    }

    It 'emits an object for each of several' {
        $permissions = Test-HfInferenceEndpoint demo -Namespace acme -Permission read, write, infer -Token hf_read
        $permissions | Should -BeOfType HfEndpoints.HfPermission
        $permissions | ConvertTo-Csv -UseQuotes Never | Should -BeExactly @(
            'Namespace,Endpoint,Permission,Allowed'
            'acme,demo,read,True'
            'acme,demo,write,False'
            'acme,demo,infer,True'
        )
    }

    It 'reports an endpoint that is missing' {
        Test-HfInferenceEndpoint missing -Namespace acme -Permission write -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "EndpointNotFound,$suffix"
    }

    It 'refuses another word' {
        { Test-HfInferenceEndpoint demo -Permission own } | Should -Throw -ErrorId "ParameterArgumentValidationError,$suffix"
    }

    It 'reports once a token that is wrong' {
        $other = Start-TestEmulator '--token', 'hf_right'
        try {
            $run = Invoke-InNewRunspace {
                $null = Connect-HfAccount hf_right -EmulatorUri $args[0]
                Test-HfInferenceEndpoint a, b -Token hf_wrong -Permission read
            } $other.Uri
            $run.Output | Should -BeNullOrEmpty
            $run.Errors.FullyQualifiedErrorId | Should -BeExactly "Unauthorized,$suffix"
        } finally {
            Stop-TestEmulator $other
        }
    }
}
