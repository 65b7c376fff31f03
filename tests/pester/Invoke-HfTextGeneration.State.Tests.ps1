BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-HfModule
    # A cold start of some 20 seconds takes some 20 milliseconds.
    $emulator = Start-HfEmulator --speed, 1000
    $null = Connect-HfAccount -EmulatorUri $emulator.Uri -Token hf_test
    $canSleep = @{ compute = @{ scaling = @{ minReplica = 0; maxReplica = 1; scaleToZeroTimeout = 600 } } }

    function Get-Generation {
        Get-HfEmulatorRequest -Path /serve/* -Method POST
    }

    function Get-Failure($Parameters) {
        # The errors of a call that must give nothing else.
        Invoke-HfTextGeneration @Parameters -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures
    }
}

AfterAll {
    Disconnect-HfAccount
    Stop-HfEmulator
}

Describe 'Invoke-HfTextGeneration on an endpoint that is' {
    BeforeEach {
        Reset-HfEmulator
    }

    It '<State>: an error at once that names the remedy, for all prompts together' -ForEach @(
        @{ State = 'paused'; Remedy = 'Resume-HfInferenceEndpoint' }
        @{ State = 'pending'; Remedy = 'Wait-HfInferenceEndpoint' }
    ) {
        $null = Set-HfEmulatorEndpoint demo @{ state = $State }
        $failure = Get-Failure @{ Endpoint = 'demo'; Prompt = 'one', 'two', 'three' }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'EndpointNotRunning,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        $failure.CategoryInfo.Category | Should -BeExactly ResourceUnavailable
        $failure.TargetObject | Should -BeExactly demo
        "$failure" | Should -BeLike "*'demo'*$Remedy*"
        Get-Generation | Should -BeNullOrEmpty
    }

    It 'failed: an error at once with the server''s message' {
        $null = Set-HfEmulatorEndpoint demo @{ state = 'failed'; errorMessage = 'the model could not be loaded' }
        $failure = Get-Failure @{ Endpoint = 'demo'; Prompt = 'one', 'two' }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'EndpointFailed,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        $failure.CategoryInfo.Category | Should -BeExactly InvalidResult
        "$failure" | Should -BeLike '*the model could not be loaded*Set-HfInferenceEndpoint*'
        Get-Generation | Should -BeNullOrEmpty
    }

    It 'paused since it was asked for: the same error' {
        $null = Set-HfEmulatorEndpoint demo
        $endpoint = Get-HfInferenceEndpoint demo
        $null = Set-HfEmulatorEndpoint demo @{ state = 'paused' }
        $failure = Get-Failure @{ Endpoint = $endpoint; Prompt = 'one' }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'EndpointNotRunning,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        "$failure" | Should -BeLike '*Resume-HfInferenceEndpoint*'
    }

    It 'failed since it was asked for: the same error' {
        $null = Set-HfEmulatorEndpoint demo
        $endpoint = Get-HfInferenceEndpoint demo
        $null = Set-HfEmulatorEndpoint demo @{ state = 'failed' }
        $failure = Get-Failure @{ Endpoint = $endpoint; Prompt = 'one' }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'EndpointFailed,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
    }

    It 'deleted since it was asked for: an error' {
        $null = Set-HfEmulatorEndpoint demo
        $endpoint = Get-HfInferenceEndpoint demo
        Remove-HfInferenceEndpoint demo -Force
        $failure = Get-Failure @{ Endpoint = $endpoint; Prompt = 'one' }
        $failure.CategoryInfo.Category | Should -BeExactly ObjectNotFound
    }

    It 'running again since it was asked for: fine' {
        $null = Set-HfEmulatorEndpoint demo @{ state = 'paused' }
        $endpoint = Get-HfInferenceEndpoint demo
        $null = Set-HfEmulatorEndpoint demo @{ state = 'running' }
        ($endpoint | Invoke-HfTextGeneration -Prompt 'I am').Text | Should -Not -BeNullOrEmpty
    }

    It 'not there: an error' {
        $failure = Get-Failure @{ Endpoint = 'nowhere'; Prompt = 'one' }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'EndpointNotFound,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        $failure.CategoryInfo.Category | Should -BeExactly ObjectNotFound
    }

    It 'scaled to zero: wakes it, waits and answers each prompt' {
        $null = Set-HfEmulatorEndpoint demo ($canSleep + @{ state = 'scaledToZero' })
        $texts = 'one', 'two', 'three' | Invoke-HfTextGeneration demo -ErrorVariable failures
        $failures | Should -BeNullOrEmpty
        $texts.Prompt | Should -BeExactly one, two, three
        (Get-Generation).status | Should -Contain 503
    }

    It 'scaled to zero: streams once it is awake' {
        $null = Set-HfEmulatorEndpoint demo ($canSleep + @{ state = 'scaledToZero' })
        $pieces = Invoke-HfTextGeneration demo one -Stream -MaxNewTokens 5
        $pieces | Should -HaveCount 5
        (Get-Generation).status | Should -BeExactly 503, 200
    }

    It 'scaled to zero, with -ColdStartTimeout 0: an error after one request' {
        $null = Set-HfEmulatorEndpoint demo ($canSleep + @{ state = 'scaledToZero' })
        $failure = Get-Failure @{ Endpoint = 'demo'; Prompt = 'one'; ColdStartTimeout = 0 }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'EndpointNotRunning,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        (Get-Generation).status | Should -BeExactly 503
    }

    It 'starting for longer than -ColdStartTimeout: an error for each prompt' {
        $null = Set-HfEmulatorEndpoint demo @{ state = 'initializing' }
        $failure = Get-Failure @{ Endpoint = 'demo'; Prompt = 'one', 'two'; ColdStartTimeout = [timespan]::FromSeconds(0.5) }
        $failure.FullyQualifiedErrorId | Sort-Object -Unique | Should -BeExactly 'EndpointNotRunning,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        (Get-Generation).Count | Should -BeGreaterThan 2 -Because 'each prompt is sent again until the time is up'
    }

    It 'pending, with -ColdStartTimeout given: waits for it too' {
        $null = Set-HfEmulatorEndpoint demo @{ state = 'pending' }
        $failure = Get-Failure @{ Endpoint = 'demo'; Prompt = 'one'; ColdStartTimeout = 0.3 }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'EndpointNotRunning,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        (Get-Generation).Count | Should -BeGreaterThan 1
    }

    It 'starting: shows progress while it waits, and takes it away' {
        $null = Set-HfEmulatorEndpoint demo ($canSleep + @{ state = 'scaledToZero' })
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript({
                Import-Module $env:HFENDPOINTS_MODULE
                $null = Connect-HfAccount -EmulatorUri $args[0] -Token hf_test
                Invoke-HfTextGeneration demo one
            }).AddArgument($emulator.Uri)
            $shell.Invoke() | Should -HaveCount 1
            $records = $shell.Streams.Progress | Where-Object Activity -Like "*'demo'*start*"
            $records | Should -Not -BeNullOrEmpty
            $shell.Streams.Progress[-1].RecordType | Should -Be Completed
        } finally {
            $shell.Dispose()
        }
    }

    It 'another kind of server: an error that asks whether it is one' {
        $null = Set-HfEmulatorEndpoint demo
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; status = 200; body = @(@{ label = 'POSITIVE'; score = 0.9 }) }
        $failure = Get-Failure @{ Endpoint = 'demo'; Prompt = 'one' }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'InvalidResponse,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        $failure.CategoryInfo.Category | Should -BeExactly InvalidData
    }
}
