# New-HfInferenceEndpoint without -Framework, which the hub is asked for.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
    $hardware = Get-HfGpt2Setting
    'Repository', 'Framework' | ForEach-Object { $hardware.Remove($_) }
    $suffix = 'HfEndpoints.Commands.NewHfInferenceEndpointCommand'
}

AfterAll { Stop-HfTest }

Describe 'New-HfInferenceEndpoint without -Framework' {
    BeforeEach { Reset-HfTest }

    It 'takes framework and task of <Repository> from the hub' -ForEach @(
        @{ Repository = 'openai/whisper-large-v3'; Task = 'automatic-speech-recognition' }
        @{ Repository = 'gpt2'; Task = 'text-generation' }
    ) {
        $endpoint = New-HfInferenceEndpoint new -Repository $Repository @hardware
        $endpoint.Framework, $endpoint.Task | Should -BeExactly pytorch, $Task
        Get-HfEmulatorCall /api/models/* | Should -BeExactly "GET /api/models/${Repository}?blobs=true"
    }

    It 'keeps the task that is given' {
        (New-HfInferenceEndpoint new -Repository gpt2 -Task custom @hardware).Task | Should -BeExactly custom
    }

    It 'asks nothing if the framework is given' {
        $null = New-HfInferenceEndpoint new -Repository gpt2 -Framework pytorch @hardware
        Get-HfEmulatorCall /api/models/* | Should -BeNullOrEmpty
    }

    It 'says what to give if the hub does not show it: <Case>' -ForEach @(
        @{ Case = 'which of the GGUF files'; Repository = 'bartowski/SmolLM2-135M-Instruct-GGUF'; Id = 'InvalidRequest'; Words = '*-CustomImage*modelPath*' }
        @{ Case = 'no such model'; Repository = 'nobody/nothing'; Id = 'NotFound'; Words = '*-Framework*name of the repository*' }
    ) {
        New-HfInferenceEndpoint new -Repository $Repository @hardware -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.FullyQualifiedErrorId | Should -BeExactly "$Id,$suffix"
        "$failure" | Should -BeLike $Words
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'warns of a model that can''t fit, and creates it all the same' {
        $small = @{ Vendor = 'aws'; Region = 'us-east-1'; Accelerator = 'gpu'; InstanceType = 'nvidia-t4'; InstanceSize = 'x1' }
        $endpoint = New-HfInferenceEndpoint big -Repository meta-llama/Llama-3.3-70B-Instruct @small -WarningVariable said -WarningAction SilentlyContinue
        $endpoint.Name | Should -BeExactly big
        "$said" | Should -BeLike "*can't fit*141.1 GB*'nvidia-t4 x1' has 16 GB*Get-HfInferenceHardware -Model meta-llama/Llama-3.3-70B-Instruct*"
        $null = New-HfInferenceEndpoint small -Repository gpt2 @hardware -WarningVariable said
        $said | Should -BeNullOrEmpty
    }

    It 'warns of it with -WhatIf also where the framework is given' {
        $small = @{ Vendor = 'aws'; Region = 'us-east-1'; Accelerator = 'gpu'; InstanceType = 'nvidia-t4'; InstanceSize = 'x1' }
        New-HfInferenceEndpoint big -Repository meta-llama/Llama-3.3-70B-Instruct -Framework pytorch @small -WhatIf -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -BeLike "*can't fit*"
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'runs a GGUF file on llama.cpp' {
        $image = @{ llamacpp = @{ url = 'ghcr.io/ggml-org/llama.cpp:server'; modelPath = 'SmolLM2-135M-Instruct-Q4_K_M.gguf' } }
        (New-HfInferenceEndpoint new -Repository bartowski/SmolLM2-135M-Instruct-GGUF -CustomImage $image @hardware).Framework |
            Should -BeExactly llamacpp
    }
}
