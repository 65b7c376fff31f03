BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest --token-ms, 50
    $null = Set-HfEmulatorEndpoint demo
    $null = Set-HfEmulatorEndpoint starting @{ state = 'initializing' }

    function Get-InFlight {
        @(Get-HfEmulatorRequest | Where-Object inFlight)
    }

    # A create that is stopped may have been done, which costs money and is said.
    function Assert-Stopped($Stopped, [switch] $MayHaveCreated) {
        $Stopped.State | Should -Be Stopped
        $Stopped.StopMilliseconds | Should -BeLessThan 2000
        $Stopped.Errors | Should -BeNullOrEmpty -Because 'a stop is not an error'
        @($Stopped.Streams.Warning).Count | Should -Be ([int] [bool] $MayHaveCreated)
        Wait-Until { (Get-InFlight).Count -eq 0 }
    }
}

AfterAll { Stop-HfTest }

Describe 'Ctrl+C' {
    BeforeEach {
        Set-HfEmulatorFault
        Clear-HfEmulatorRequest
    }

    It 'ends Wait-HfInferenceEndpoint between two looks' {
        $stopped = Invoke-WithStop { Wait-HfInferenceEndpoint starting -RefreshInterval 600 } {
            (Get-HfEmulatorRequest -Path */starting).status -contains 200
        }
        Assert-Stopped $stopped
    }

    It 'ends Wait-HfInferenceEndpoint while it looks again and again' {
        $stopped = Invoke-WithStop { Wait-HfInferenceEndpoint starting -RefreshInterval 0.05 } {
            @(Get-HfEmulatorRequest -Path */starting).Count -ge 3
        }
        Assert-Stopped $stopped
    }

    It 'closes the connection of <Name>' -ForEach @(
        @{ Name = 'Connect-HfAccount'; Script = { Connect-HfAccount hf_test -EmulatorUri $args[0] }; Path = '/api/whoami-v2' }
        @{ Name = 'Get-HfInferenceEndpoint'; Script = { Get-HfInferenceEndpoint }; Path = '/v2/endpoint/alice' }
        @{ Name = 'Get-HfInferenceEndpoint of every namespace'; Script = { Get-HfInferenceEndpoint -Namespace * }; Path = '/v2/endpoint/*' }
        @{ Name = 'New-HfInferenceEndpoint'; Script = { New-HfInferenceEndpoint new -Repository gpt2 -Framework pytorch -Accelerator cpu -Vendor aws -Region us-east-1 -InstanceType intel-icl -InstanceSize x2 }; Path = '/v2/endpoint/alice' }
        @{ Name = 'Set-HfInferenceEndpoint'; Script = { Set-HfInferenceEndpoint demo -MaxReplica 2 }; Path = '/v2/endpoint/alice/demo' }
        @{ Name = 'Suspend-HfInferenceEndpoint'; Script = { Suspend-HfInferenceEndpoint demo }; Path = '/v2/endpoint/alice/demo/pause' }
        @{ Name = 'Remove-HfInferenceEndpoint'; Script = { Remove-HfInferenceEndpoint demo -Force }; Path = '/v2/endpoint/alice/demo' }
        @{ Name = 'Wait-HfInferenceEndpoint'; Script = { Wait-HfInferenceEndpoint demo }; Path = '/v2/endpoint/alice/demo' }
        @{ Name = 'Wait-HfInferenceEndpoint on the health route'; Script = { Wait-HfInferenceEndpoint demo }; Path = '/serve/alice/demo/health' }
        @{ Name = 'Watch-HfInferenceEndpoint'; Script = { Watch-HfInferenceEndpoint demo }; Path = '/v2/endpoint/alice/demo' }
        @{ Name = 'Watch-HfInferenceEndpoint on the stream'; Script = { Watch-HfInferenceEndpoint demo }; Path = '/v2/endpoint/alice/demo/sse' }
        @{ Name = 'Get-HfCidrList'; Script = { Get-HfCidrList }; Path = '/v2/network/cidr-list/alice' }
        @{ Name = 'New-HfDomain'; Script = { New-HfDomain models.example.org }; Path = '/v2/network/domain/alice' }
        @{ Name = 'Remove-HfPrivateService'; Script = { Remove-HfPrivateService one -Confirm:$false }; Path = '/v2/network/private-service/alice/one' }
        @{ Name = 'Invoke-HfTextGeneration'; Script = { Invoke-HfTextGeneration demo 'I am' }; Path = '/serve/alice/demo' }
    ) {
        $path = $Path
        Set-HfEmulatorFault @{ path = $path; delayMs = 600000 }
        $stopped = Invoke-WithStop $Script { (Get-InFlight).path -like $path } $emulator.Uri
        Assert-Stopped $stopped -MayHaveCreated:($Name -eq 'New-HfInferenceEndpoint')
        $stopped.Output | Should -BeNullOrEmpty
        (Get-HfEmulatorRequest -Path $path).aborted | Sort-Object -Unique | Should -BeExactly $true
    }

    It 'ends a stream in the middle' {
        $stopped = Invoke-WithStop { Invoke-HfTextGeneration demo 'I am' -MaxNewTokens 200 -Stream } { $args[0].Count -ge 2 }
        Assert-Stopped $stopped
        $stopped.Output.Count | Should -BeLessThan 200
        (Get-HfEmulatorRequest -Path /serve/*).aborted | Should -BeExactly $true
    }

    It 'ends 64 prompts that are under way, and sends none of those that wait' {
        Set-HfEmulatorFault @{ path = '/serve/*'; delayMs = 600000 }
        $stopped = Invoke-WithStop { 1..500 | Invoke-HfTextGeneration demo -ThrottleLimit 64 } { (Get-InFlight).Count -eq 64 }
        Assert-Stopped $stopped
        $requests = Get-HfEmulatorRequest -Path /serve/*
        $requests | Should -HaveCount 64
        $requests.aborted | Sort-Object -Unique | Should -BeExactly $true
    }

    It 'ends the wait for an endpoint that starts' {
        $null = Set-HfEmulatorEndpoint starting @{ state = 'initializing' }
        $stopped = Invoke-WithStop { Invoke-HfTextGeneration starting 'I am' } {
            (Get-HfEmulatorRequest -Path /serve/*).status -contains 503
        }
        Assert-Stopped $stopped
    }

    It 'ends the wait before a request is sent again' {
        Set-HfEmulatorFault @{ path = '/v2/*'; status = 429; headers = @{ 'Retry-After' = '200' } }
        $stopped = Invoke-WithStop { Get-HfInferenceEndpoint demo } { (Get-HfEmulatorRequest -Path /v2/*).status -contains 429 }
        Assert-Stopped $stopped
        Get-HfEmulatorRequest -Path /v2/* | Should -HaveCount 1
    }

    It 'leaves the runspace usable' {
        Set-HfEmulatorFault @{ path = '/serve/*'; times = 8; delayMs = 600000 }
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript({
                Import-Module $env:HFENDPOINTS_MODULE
                1..20 | Invoke-HfTextGeneration demo
            })
            $running = $shell.BeginInvoke()
            Wait-Until { (Get-InFlight).Count -eq 8 }
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
            $shell.Commands.Clear()
            $null = $shell.AddScript({ Invoke-HfTextGeneration demo 'I am' })
            $shell.Invoke() | Should -HaveCount 1
        } finally {
            $shell.Dispose()
        }
    }
}

Describe 'A pipeline that ends early' {
    BeforeEach {
        Set-HfEmulatorFault
        Clear-HfEmulatorRequest
    }

    It 'ends a stream: Select-Object -First' {
        $piece = Invoke-HfTextGeneration demo 'I am' -MaxNewTokens 200 -Stream | Select-Object -First 1
        $piece.Text | Should -Not -BeNullOrEmpty
        Wait-Until { (Get-InFlight).Count -eq 0 }
        (Get-HfEmulatorRequest -Path /serve/*).aborted | Should -BeExactly $true
    }

    It 'ends many prompts: Select-Object -First' {
        Set-HfEmulatorFault @{ path = '/serve/*'; times = 1 }, @{ path = '/serve/*'; delayMs = 600000 }
        $text = 1..100 | Invoke-HfTextGeneration demo -ThrottleLimit 16 -Unordered | Select-Object -First 1
        $text | Should -HaveCount 1
        Wait-Until { (Get-InFlight).Count -eq 0 }
        @(Get-HfEmulatorRequest -Path /serve/*).Count | Should -BeLessThan 100
    }

    It 'ends the paging: Select-Object -First' {
        Add-HfEmulatorEndpoint 250 -Namespace globex
        $endpoints = Get-HfInferenceEndpoint -Namespace globex | Select-Object -First 5
        $endpoints | Should -HaveCount 5
        Get-HfEmulatorRequest -Path /v2/* | Should -HaveCount 1
    }

    It 'ends many prompts at the first error with -ErrorAction Stop' {
        Set-HfEmulatorFault @{ path = '/serve/*'; times = 1; status = 424 }, @{ path = '/serve/*'; delayMs = 600000 }
        { 1..100 | Invoke-HfTextGeneration demo -ThrottleLimit 16 -Unordered -ErrorAction Stop } |
            Should -Throw -ErrorId 'GenerationFailed,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        Wait-Until { (Get-InFlight).Count -eq 0 }
    }

    It 'ends many prompts when a command downstream throws' {
        Set-HfEmulatorFault @{ path = '/serve/*'; times = 1 }, @{ path = '/serve/*'; delayMs = 600000 }
        { 1..100 | Invoke-HfTextGeneration demo -ThrottleLimit 16 -Unordered | ForEach-Object { throw 'downstream' } } |
            Should -Throw downstream
        Wait-Until { (Get-InFlight).Count -eq 0 }
    }

    It 'ends a stream when a command downstream throws' {
        { Invoke-HfTextGeneration demo 'I am' -MaxNewTokens 200 -Stream | ForEach-Object { throw 'downstream' } } | Should -Throw downstream
        Wait-Until { (Get-InFlight).Count -eq 0 }
        (Get-HfEmulatorRequest -Path /serve/*).aborted | Should -BeExactly $true
    }

    It 'ends many prompts when a command upstream throws' {
        Set-HfEmulatorFault @{ path = '/serve/*'; delayMs = 600000 }
        {
            1..3 | ForEach-Object {
                if ($_ -eq 3) {
                    Wait-Until { (Get-InFlight).Count -eq 2 }
                    throw 'upstream'
                }
                $_
            } | Invoke-HfTextGeneration demo
        } | Should -Throw upstream
        Wait-Until { (Get-InFlight).Count -eq 0 }
    }
}
