BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    # A cold start of some 20 seconds takes some 20 milliseconds.
    $null = Start-HfTest --speed, 1000
    $canSleep = @{ compute = @{ scaling = @{ minReplica = 0; maxReplica = 1; scaleToZeroTimeout = 600 } } }
}

AfterAll { Stop-HfTest }

Describe 'Invoke-HfTextGeneration on an endpoint that is' {
    BeforeEach {
        Reset-HfEmulator
    }

    It '<State>: an error at once that names the remedy, for all prompts together' -ForEach @(
        @{ State = 'paused'; Remedy = 'Resume-HfInferenceEndpoint' }
        @{ State = 'pending'; Remedy = 'Wait-HfInferenceEndpoint' }
    ) {
        $null = Set-HfEmulatorEndpoint demo @{ state = $State }
        $failure = Get-HfFailure Invoke-HfTextGeneration @{ Endpoint = 'demo'; Prompt = 'one', 'two', 'three' }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'EndpointNotRunning,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        $failure.CategoryInfo.Category | Should -BeExactly ResourceUnavailable
        $failure.TargetObject | Should -BeExactly demo
        "$failure" | Should -BeLike "*'demo'*$Remedy*"
        Get-HfServedPost | Should -BeNullOrEmpty
    }

    It 'failed: an error at once with the server''s message' {
        $null = Set-HfEmulatorEndpoint demo @{ state = 'failed'; errorMessage = 'the model could not be loaded' }
        $failure = Get-HfFailure Invoke-HfTextGeneration @{ Endpoint = 'demo'; Prompt = 'one', 'two' }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'EndpointFailed,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        $failure.CategoryInfo.Category | Should -BeExactly InvalidResult
        "$failure" | Should -BeLike '*the model could not be loaded*Set-HfInferenceEndpoint*'
        Get-HfServedPost | Should -BeNullOrEmpty
    }

    It 'paused since it was asked for: the same error' {
        $null = Set-HfEmulatorEndpoint demo
        $endpoint = Get-HfInferenceEndpoint demo
        $null = Set-HfEmulatorEndpoint demo @{ state = 'paused' }
        $failure = Get-HfFailure Invoke-HfTextGeneration @{ Endpoint = $endpoint; Prompt = 'one' }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'EndpointNotRunning,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        "$failure" | Should -BeLike '*Resume-HfInferenceEndpoint*'
    }

    It 'failed since it was asked for: the same error' {
        $null = Set-HfEmulatorEndpoint demo
        $endpoint = Get-HfInferenceEndpoint demo
        $null = Set-HfEmulatorEndpoint demo @{ state = 'failed' }
        $failure = Get-HfFailure Invoke-HfTextGeneration @{ Endpoint = $endpoint; Prompt = 'one' }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'EndpointFailed,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
    }

    It 'deleted since it was asked for: an error' {
        $null = Set-HfEmulatorEndpoint demo
        $endpoint = Get-HfInferenceEndpoint demo
        Remove-HfInferenceEndpoint demo -Force
        $failure = Get-HfFailure Invoke-HfTextGeneration @{ Endpoint = $endpoint; Prompt = 'one' }
        $failure.CategoryInfo.Category | Should -BeExactly ObjectNotFound
    }

    It 'running again since it was asked for: fine' {
        $null = Set-HfEmulatorEndpoint demo @{ state = 'paused' }
        $endpoint = Get-HfInferenceEndpoint demo
        $null = Set-HfEmulatorEndpoint demo @{ state = 'running' }
        ($endpoint | Invoke-HfTextGeneration -Prompt 'I am').Text | Should -Not -BeNullOrEmpty
    }

    It 'not there: an error' {
        $failure = Get-HfFailure Invoke-HfTextGeneration @{ Endpoint = 'nowhere'; Prompt = 'one' }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'EndpointNotFound,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        $failure.CategoryInfo.Category | Should -BeExactly ObjectNotFound
    }

    It 'scaled to zero: wakes it, waits and answers each prompt' {
        $null = Set-HfEmulatorEndpoint demo ($canSleep + @{ state = 'scaledToZero' })
        $texts = 'one', 'two', 'three' | Invoke-HfTextGeneration demo -ErrorVariable failures
        $failures | Should -BeNullOrEmpty
        $texts.Prompt | Should -BeExactly one, two, three
        (Get-HfServedPost).status | Should -Contain 503
    }

    It 'scaled to zero: streams once it is awake' {
        $null = Set-HfEmulatorEndpoint demo ($canSleep + @{ state = 'scaledToZero' })
        $pieces = Invoke-HfTextGeneration demo one -Stream -MaxNewTokens 5
        $pieces | Should -HaveCount 5
        (Get-HfServedPost).status | Should -BeExactly 503, 200
    }

    It 'scaled to zero, with -ColdStartTimeout 0: an error after one request' {
        $null = Set-HfEmulatorEndpoint demo ($canSleep + @{ state = 'scaledToZero' })
        $failure = Get-HfFailure Invoke-HfTextGeneration @{ Endpoint = 'demo'; Prompt = 'one'; ColdStartTimeout = 0 }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'EndpointNotRunning,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        (Get-HfServedPost).status | Should -BeExactly 503
    }

    It 'starting for longer than -ColdStartTimeout: an error for each prompt' {
        $null = Set-HfEmulatorEndpoint demo @{ state = 'initializing' }
        $failure = Get-HfFailure Invoke-HfTextGeneration @{ Endpoint = 'demo'; Prompt = 'one', 'two'; ColdStartTimeout = [timespan]::FromSeconds(0.5) }
        $failure.FullyQualifiedErrorId | Sort-Object -Unique | Should -BeExactly 'EndpointNotRunning,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        (Get-HfServedPost).Count | Should -BeGreaterThan 2 -Because 'each prompt is sent again until the time is up'
    }

    It 'pending, with -ColdStartTimeout given: waits for it too' {
        $null = Set-HfEmulatorEndpoint demo @{ state = 'pending' }
        $failure = Get-HfFailure Invoke-HfTextGeneration @{ Endpoint = 'demo'; Prompt = 'one'; ColdStartTimeout = 0.3 }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'EndpointNotRunning,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        (Get-HfServedPost).Count | Should -BeGreaterThan 1
    }

    It 'starting: shows progress while it waits, and takes it away' {
        $null = Set-HfEmulatorEndpoint demo ($canSleep + @{ state = 'scaledToZero' })
        $run = Invoke-InNewRunspace { Invoke-HfTextGeneration demo one }
        $run.Output | Should -HaveCount 1
        $run.Progress | Where-Object Activity -Like "*'demo'*start*" | Should -Not -BeNullOrEmpty
        $run.Progress[-1].RecordType | Should -Be Completed
    }

    It 'another kind of server: an error that asks whether it is one' {
        $null = Set-HfEmulatorEndpoint demo
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; status = 200; body = @(@{ label = 'POSITIVE'; score = 0.9 }) }
        $failure = Get-HfFailure Invoke-HfTextGeneration @{ Endpoint = 'demo'; Prompt = 'one' }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'InvalidResponse,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        $failure.CategoryInfo.Category | Should -BeExactly InvalidData
    }
}
