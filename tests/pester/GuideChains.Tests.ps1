BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    # What takes the service half a minute takes some 50 milliseconds.
    $null = Start-HfTest --speed, 600
    $settings = (Get-HfGpt2Setting) + @{ Task = 'text-generation' }
    $soon = @{ RefreshInterval = 0.05 }
}

AfterAll { Stop-HfTest }

Describe 'A chain of the guide' {
    BeforeEach {
        Reset-HfEmulator
    }

    It 'creates an endpoint, waits for it and generates text' {
        $text = New-HfInferenceEndpoint my-endpoint-name @settings | Wait-HfInferenceEndpoint @soon | Invoke-HfTextGeneration -Prompt 'I am'
        $text.Text | Should -Not -BeNullOrEmpty
        (Get-HfEmulatorRequest -Method POST).path | Should -BeExactly '/v2/endpoint/alice', '/serve/alice/my-endpoint-name'
    }

    It 'creates one of the type that the guide names, with a warning' {
        $endpoint = New-HfInferenceEndpoint my-endpoint-name @settings -Type protected -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        ($endpoint | Wait-HfInferenceEndpoint @soon | Invoke-HfTextGeneration -Prompt 'I am').Text | Should -Not -BeNullOrEmpty
    }

    It 'creates one on the guide''s image of Text Generation Inference' {
        $image = @{
            health_route = '/health'
            env          = @{ MAX_BATCH_PREFILL_TOKENS = '2048'; MAX_INPUT_LENGTH = '1024'; MAX_TOTAL_TOKENS = '1512'; MODEL_ID = '/repository' }
            url          = 'ghcr.io/huggingface/text-generation-inference:1.1.0'
        }
        $gpu = $settings + @{ CustomImage = $image }
        $gpu.Repository, $gpu.Accelerator, $gpu.InstanceSize, $gpu.InstanceType = 'HuggingFaceH4/zephyr-7b-beta', 'gpu', 'x1', 'nvidia-a10g'
        $endpoint = New-HfInferenceEndpoint aws-zephyr-7b-beta-0486 @gpu | Wait-HfInferenceEndpoint @soon
        $endpoint.HealthRoute | Should -BeExactly '/health'
        $endpoint.Raw.model.env.MAX_TOTAL_TOKENS | Should -BeExactly '1512'
        ($endpoint | Invoke-HfTextGeneration -Prompt 'I am' -MaxNewTokens 3).Text | Should -Not -BeNullOrEmpty
    }

    It 'pauses, resumes, waits, changes and removes an endpoint' {
        $endpoint = New-HfInferenceEndpoint my-endpoint-name @settings | Wait-HfInferenceEndpoint @soon
        $paused = $endpoint | Suspend-HfInferenceEndpoint
        $paused.Status | Should -BeExactly paused
        ($paused | Resume-HfInferenceEndpoint | Wait-HfInferenceEndpoint @soon).Status | Should -BeExactly running
        $larger = $endpoint | Set-HfInferenceEndpoint -Repository gpt2-large -MinReplica 2 -MaxReplica 6
        $larger.Repository, $larger.MinReplica, $larger.MaxReplica | Should -Be 'gpt2-large', 2, 6
        ($larger | Wait-HfInferenceEndpoint @soon).Status | Should -BeExactly running
        $larger | Remove-HfInferenceEndpoint -Force | Should -BeNullOrEmpty
        Get-HfInferenceEndpoint | Should -BeNullOrEmpty
    }

    It 'scales an endpoint to zero, which the next prompt wakes' {
        $asleep = New-HfInferenceEndpoint my-endpoint-name @settings -MinReplica 0 -ScaleToZeroTimeout 600 |
            Wait-HfInferenceEndpoint @soon | Suspend-HfInferenceEndpoint -ScaleToZero
        $asleep.Status | Should -BeExactly scaledToZero
        $asleep.Url | Should -Not -BeNullOrEmpty
        ($asleep | Invoke-HfTextGeneration -Prompt 'I am').Text | Should -Not -BeNullOrEmpty
        ($asleep | Get-HfInferenceEndpoint).Status | Should -BeExactly running
    }

    It 'resumes an endpoint that is there, works a batch off and pauses it' {
        $null = Set-HfEmulatorEndpoint batch @{ state = 'paused' }
        $jobs = 1..20 | ForEach-Object { "job $_" }
        $endpoint = Get-HfInferenceEndpoint batch | Resume-HfInferenceEndpoint | Wait-HfInferenceEndpoint @soon
        $texts = $jobs | Invoke-HfTextGeneration $endpoint
        $texts.Prompt | Should -BeExactly $jobs
        ($endpoint | Suspend-HfInferenceEndpoint).Status | Should -BeExactly paused
    }

    It 'resumes, waits for and pauses all endpoints of a wildcard' {
        'batch-a', 'batch-b', 'other' | ForEach-Object { $null = Set-HfEmulatorEndpoint $_ @{ state = 'paused' } }
        $running = Get-HfInferenceEndpoint batch-* | Resume-HfInferenceEndpoint | Wait-HfInferenceEndpoint @soon
        $running.Name | Sort-Object | Should -BeExactly batch-a, batch-b
        ($running | Suspend-HfInferenceEndpoint).Status | Should -BeExactly paused, paused
        (Get-HfInferenceEndpoint other).Status | Should -BeExactly paused
    }

    It 'lists one''s own endpoints and those of all organizations' {
        'alice', 'acme', 'globex' | ForEach-Object { $null = Set-HfEmulatorEndpoint "of-$_" -Namespace $_ }
        (Get-HfInferenceEndpoint).Name | Should -BeExactly of-alice
        (Get-HfInferenceEndpoint -Namespace acme).Name | Should -BeExactly of-acme
        (Get-HfInferenceEndpoint -Namespace *).Name | Sort-Object | Should -BeExactly of-acme, of-alice, of-globex
    }

    It 'ends in WaitTimeout where the endpoint takes longer, and in time where it does not' {
        $endpoint = New-HfInferenceEndpoint my-endpoint-name @settings
        $null = Set-HfEmulatorEndpoint my-endpoint-name @{ state = 'pending' }
        $endpoint | Wait-HfInferenceEndpoint @soon -Timeout 0.3 -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures.FullyQualifiedErrorId | Should -BeExactly 'WaitTimeout,HfEndpoints.Commands.WaitHfInferenceEndpointCommand'
        $failures.CategoryInfo.Category | Should -BeExactly OperationTimeout
        $failures.TargetObject | Should -Be $endpoint
        $null = Set-HfEmulatorEndpoint my-endpoint-name @{ state = 'running' }
        ($endpoint | Wait-HfInferenceEndpoint @soon -Timeout 10).Status | Should -BeExactly running
    }

    It 'ends in EndpointNotRunning where text is wanted of an endpoint that is not deployed' {
        $endpoint = New-HfInferenceEndpoint my-endpoint-name @settings
        $null = Set-HfEmulatorEndpoint my-endpoint-name @{ state = 'pending' }
        $endpoint | Invoke-HfTextGeneration -Prompt 'I am' -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures.FullyQualifiedErrorId | Should -BeExactly 'EndpointNotRunning,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
    }

    It 'continues with the endpoints that do not fail' {
        'good', 'bad', 'fine' | ForEach-Object { $null = Set-HfEmulatorEndpoint $_ @{ state = 'running' } }
        $null = Set-HfEmulatorEndpoint bad @{ state = 'failed'; errorMessage = 'no model' }
        $texts = Get-HfInferenceEndpoint good, bad, fine | Wait-HfInferenceEndpoint @soon -ErrorVariable failures -ErrorAction SilentlyContinue |
            Invoke-HfTextGeneration -Prompt 'I am'
        $texts | Should -HaveCount 2
        $failures.FullyQualifiedErrorId | Should -BeExactly 'EndpointFailed,HfEndpoints.Commands.WaitHfInferenceEndpointCommand'
        $failures.TargetObject.Name | Should -BeExactly bad
    }
}
