BeforeDiscovery {
    $cases = @(
        @{ Name = 'tgi'; Engine = 'TGI'; Version = '3.3.6'; Task = 'text-generation'; Asked = 'info' }
        @{ Name = 'tei'; Engine = 'TEI'; Version = '1.8*'; Task = 'feature-extraction'; Asked = 'info' }
        @{ Name = 'vllm'; Engine = 'vLLM'; Version = '*'; Task = $null; Asked = 'info', 'v1/models', 'version' }
        @{ Name = 'sglang'; Engine = 'SGLang'; Version = '0.5*'; Task = 'text-generation'; Asked = 'info', 'v1/models', 'server_info' }
        @{ Name = 'llama'; Engine = 'llama.cpp'; Version = 'b*'; Task = $null; Asked = 'info', 'v1/models', 'props' }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest
    $suffix = 'HfEndpoints.Commands.GetHfInferenceServerInfoCommand'
    $engines = 'tgi', 'tei', 'vllm', 'sglang', 'llama'
    $repositories = @{}
    $engines | ForEach-Object { $repositories[$_] = $_ -eq 'tei' ? 'BAAI/bge-small-en-v1.5' : 'HuggingFaceH4/zephyr-7b-beta' }
    $uri = [uri]::new($emulator.Uri, '/serve/alice/tgi')
}

AfterAll { Stop-HfTest }

Describe 'Get-HfInferenceServerInfo' {
    BeforeEach {
        Reset-HfEmulator
        $engines | ForEach-Object { $null = Set-HfEmulatorEndpoint $_ @{ model = Get-HfEngineModel $_ @{ repository = $repositories[$_] } } }
    }

    It 'describes <Engine>, with as few requests as that takes' -ForEach $cases {
        $info = Get-HfInferenceServerInfo $Name
        $info | Should -BeOfType HfEndpoints.HfServerInfo
        $info.Engine, $info.Endpoint, $info.Task | Should -BeExactly $Engine, $Name, $Task
        if ($Version) { $info.Version | Should -BeLike $Version } else { $info.Version | Should -BeNullOrEmpty }
        $info.Model | Should -BeExactly $repositories[$Name]
        $info.MaxTotalTokens ?? $info.MaxInputTokens | Should -BeGreaterThan 0
        Get-HfEmulatorCall -Path /serve/* | Should -BeExactly @($Asked | ForEach-Object { "GET /serve/alice/$Name/$_" })
    }

    It 'gives the limits, and all else as it came' {
        $info = Get-HfInferenceServerInfo tgi
        $info.MaxBatchSize, $info.MaxConcurrentRequests | Should -BeExactly 4, 128
        $info.Raw.router | Should -BeExactly text-generation-router
        "$info" | Should -BeExactly 'TGI 3.3.6: HuggingFaceH4/zephyr-7b-beta'
    }

    It 'makes up nothing for one that says nothing' {
        $null = Set-HfEmulatorEndpoint toolkit
        $info = Get-HfInferenceServerInfo toolkit
        $info.Engine | Should -BeExactly Toolkit
        $info.Version, $info.Model, $info.Task, $info.MaxTotalTokens, $info.MaxBatchSize | Where-Object { $null -ne $_ } | Should -BeNullOrEmpty
    }

    It 'takes endpoints from the pipeline, and an address' {
        (Get-HfInferenceEndpoint tgi, vllm | Get-HfInferenceServerInfo).Engine | Sort-Object | Should -BeExactly TGI, vLLM
        $info = Get-HfInferenceServerInfo -Uri $uri
        $info.Engine, $info.Uri, $info.Endpoint | Should -BeExactly TGI, $uri, $null
    }

    It 'writes an error for one that is missing or paused, and the others continue' {
        $null = Set-HfEmulatorEndpoint vllm @{ state = 'paused' }
        $infos = 'none', 'vllm', 'tgi' | Get-HfInferenceServerInfo -ErrorVariable failures -ErrorAction SilentlyContinue
        $infos.Engine | Should -BeExactly TGI
        $failures.FullyQualifiedErrorId | Should -BeExactly "EndpointNotFound,$suffix", "EndpointNotRunning,$suffix"
        $failures.TargetObject | Should -BeExactly none, vllm
    }

    It 'is shown as a table' {
        Get-HfInferenceServerInfo tgi | Out-String | Should -Match 'tgi +TGI +3\.3\.6 +zephyr-7b-beta'
    }

    It 'ends at once when it is stopped' {
        Set-HfEmulatorFault @{ path = '/serve/*'; delayMs = 60000 }
        $stopped = Invoke-WithStop -ArgumentList $uri { Get-HfInferenceServerInfo -Uri $args[0] -Token hf_test } { (Get-HfEmulatorFault).hits -gt 0 }
        $stopped.State | Should -BeExactly Stopped
        $stopped.Errors | Should -BeNullOrEmpty
    }
}
