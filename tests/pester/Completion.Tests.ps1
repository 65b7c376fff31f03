BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest

    function Get-ToolTip([string] $Line, [string] $Value) {
        (TabExpansion2 $Line $Line.Length).CompletionMatches | Where-Object ListItemText -CEQ $Value | ForEach-Object ToolTip
    }
}

AfterAll { Stop-HfTest }

Describe 'Completion of hardware' {
    BeforeAll {
        Reset-HfTest
    }

    It 'offers for "<Line>": <Expected>' -ForEach @(
        @{ Line = 'New-HfInferenceEndpoint x -Vendor '; Expected = 'aws', 'azure', 'gcp' }
        @{ Line = 'New-HfInferenceEndpoint x -Vendor A'; Expected = 'aws', 'azure' }
        @{ Line = 'New-HfInferenceEndpoint x -Region us-east-1 -Vendor '; Expected = 'aws' }
        @{ Line = 'New-HfInferenceEndpoint x -Vendor aws -Region '; Expected = 'us-east-1', 'eu-west-1', 'us-east-2', 'us-west-2' }
        @{ Line = 'New-HfInferenceEndpoint x -Vendor azure -Region '; Expected = 'eastus' }
        @{ Line = 'New-HfInferenceEndpoint x -Vendor aws -Region us-east-1 -Accelerator '; Expected = 'cpu', 'gpu', 'neuron' }
        @{ Line = 'New-HfInferenceEndpoint x -Vendor gcp -Accelerator '; Expected = 'cpu', 'gpu' }
        @{ Line = 'New-HfInferenceEndpoint x -Vendor aws -Region eu-west-1 -Accelerator gpu -InstanceType '; Expected = 'nvidia-t4', 'nvidia-a10g' }
        @{ Line = 'New-HfInferenceEndpoint x -Vendor aws -Region us-east-1 -InstanceType nvidia-a100 -InstanceSize '; Expected = 'x1', 'x2', 'x4', 'x8' }
        @{ Line = 'New-HfInferenceEndpoint x -Vendor aws -Region us-east-1 -InstanceType nvidia-h200 -InstanceSize '; Expected = 'x1', 'x8' }
        @{ Line = 'Set-HfInferenceEndpoint x -InstanceType inf2 -InstanceSize '; Expected = 'x1', 'x12' }
        @{ Line = 'Get-HfInferenceHardware -Vendor gcp,azure -Region '; Expected = 'eastus', 'us-east4' }
        @{ Line = 'Get-HfInferenceHardware -Region us-east* -Vendor '; Expected = 'aws', 'gcp' }
        @{ Line = 'Get-HfInferenceQuota -Vendor azure -InstanceType '; Expected = 'intel-xeon' }
        @{ Line = 'New-HfInferenceEndpoint x -Vendor nobody -Region '; Expected = @() }
        @{ Line = 'New-HfInferenceEndpoint x -Vendor [ -Region us'; Expected = @() }
        @{ Line = 'New-HfInferenceEndpoint x -Region ''us-w'; Expected = 'us-west-2' }
    ) {
        Get-HfCompletion $Line | Should -BeExactly $Expected
    }

    It 'says in the tooltip of "<Value>" what it costs and what is left' -ForEach @(
        @{ Line = '-Vendor '; Value = 'azure'; Expected = 'azure: 1 region, USD 0.06 to 0.96 per hour' }
        @{ Line = '-Vendor aws -Region '; Value = 'us-east-2'; Expected = 'us-east-2: Ohio, 1 instance type, USD 2.75 per hour' }
        @{ Line = '-Vendor aws -Region us-east-1 -InstanceType '; Value = 'nvidia-h200'; Expected = 'nvidia-h200: Nvidia H200, USD 5.00 to 40.00 per hour, 8 of 8 free, low availability' }
        @{ Line = '-Vendor aws -Region us-east-1 -InstanceType nvidia-l4 -InstanceSize '; Value = 'x4'; Expected = 'x4: 4 x Nvidia L4 with 96 GB, 120 GB memory, USD 3.20 per hour, 16 of 16 free, available' }
    ) {
        Get-ToolTip "New-HfInferenceEndpoint x $Line" $Value | Should -BeExactly $Expected
    }

    It 'asks once for all of it' {
        Reset-HfTest
        $null = Get-HfCompletion 'New-HfInferenceEndpoint x -Vendor '
        $null = Get-HfCompletion 'New-HfInferenceEndpoint x -Vendor aws -Region '
        $null = Get-HfCompletion 'Get-HfInferenceHardware -InstanceType '
        Get-HfEmulatorCall | Should -BeExactly 'GET /v2/provider/alice'
    }

    It 'asks for the quota of the namespace that is typed' {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint busy @{ compute = @{ accelerator = 'gpu'; instanceType = 'nvidia-l4'; instanceSize = 'x4' } } -Namespace acme
        Get-ToolTip 'New-HfInferenceEndpoint x -Namespace acme -Vendor aws -InstanceType ' nvidia-l4 | Should -BeLike '*12 of 16 free*'
        Get-ToolTip 'New-HfInferenceEndpoint x -Vendor aws -InstanceType ' nvidia-l4 | Should -BeLike '*16 of 16 free*'
    }

    It 'works without a token, without quotas' {
        $run = Invoke-InNewPowerShell {
            Get-ChildItem Env: | Where-Object Name -Match '^(HF|HUGGING_?FACE)_' | Remove-Item
            $env:HF_HOME = [IO.Path]::GetRandomFileName()
            $env:HF_INFERENCE_ENDPOINTS_ENDPOINT = "$($args[1])v2"
            Import-Module $args[0]
            $line = 'Get-HfInferenceHardware -Vendor aws -Region us-east-1 -InstanceType nvidia-t'
            (TabExpansion2 $line $line.Length).CompletionMatches[0].ToolTip
        } -ArgumentList (Get-HfModulePath), $emulator.Uri
        $run | Should -BeExactly 'nvidia-t4: Nvidia T4, USD 0.50 to 2.00 per hour, available'
    }
}

Describe 'Completion of other values' {
    BeforeAll {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo
        $null = Set-HfEmulatorEndpoint theirs -Namespace acme
    }

    It 'offers for "<Line>": <Expected>' -ForEach @(
        @{ Line = 'New-HfInferenceEndpoint x -Task text-g'; Expected = 'text-generation' }
        @{ Line = 'Set-HfInferenceEndpoint x -Task sent'; Expected = 'sentence-embeddings', 'sentence-ranking', 'sentence-similarity' }
        @{ Line = 'Get-HfInferenceEndpoint -Task trans'; Expected = 'translation' }
        @{ Line = 'New-HfInferenceEndpoint x -Namespace '; Expected = 'alice', 'acme', 'globex' }
        @{ Line = 'Get-HfInferenceEndpoint -Namespace alice,g'; Expected = 'globex' }
        @{ Line = 'Set-HfInferenceEndpoint x -Namespace ac'; Expected = 'acme' }
        @{ Line = 'Suspend-HfInferenceEndpoint x -Namespace ac'; Expected = 'acme' }
        @{ Line = 'Get-HfInferenceHardware -Namespace ac'; Expected = 'acme' }
        @{ Line = 'Invoke-HfTextGeneration hi -Endpoint x -Namespace ac'; Expected = 'acme' }
        @{ Line = 'New-HfInferenceEndpoint -CatalogModel openai'; Expected = 'openai/gpt-oss-20b', 'openai-community/gpt2' }
        @{ Line = 'New-HfInferenceEndpoint -CatalogModel bge'; Expected = 'BAAI/bge-m3' }
        @{ Line = 'Get-HfInferenceCatalog meta'; Expected = 'meta-llama/Llama-3.2-1B-Instruct', 'meta-llama/Llama-3.1-8B-Instruct' }
        @{ Line = 'Test-HfInferenceEndpoint '; Expected = 'demo' }
        @{ Line = 'Test-HfInferenceEndpoint x -Permission '; Expected = 'infer', 'read', 'write' }
        @{ Line = 'Measure-HfInferenceEndpointCost -Namespace acme -Name '; Expected = 'theirs' }
        @{ Line = 'Get-HfInferenceEndpoint -Namespace ''*'' -Name '; Expected = 'demo' }
        @{ Line = 'Wait-HfInferenceEndpoint acme/'; Expected = 'acme/theirs' }
        @{ Line = 'Enter-HfChat acme/th'; Expected = 'acme/theirs' }
    ) {
        Get-HfCompletion $Line | Should -BeExactly $Expected
    }

    It 'offers the tasks of the service''s document' {
        $document = Get-Content -Raw (Join-Path $PSScriptRoot ../data/openapi.json) | ConvertFrom-Json -AsHashtable
        Get-HfCompletion 'New-HfInferenceEndpoint x -Task ' | Should -BeExactly ($document.components.schemas.EndpointTask.enum | Sort-Object)
    }

    It 'quotes what needs it' {
        Reset-HfTest
        Set-HfEmulatorFault @{ path = '/api/catalog/*'; status = 200; body = @{ models = @('me/it''s here', '-dash/first') } }
        Get-HfCompletion 'Get-HfInferenceCatalog ' | Should -BeExactly '''me/it''''s here''', '''-dash/first'''
    }
}

Describe 'Completion by what is deployed' {
    BeforeAll {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint sorter @{ model = @{ repository = 'google/vit'; task = 'image-classification' }; tags = @('nightly', 'vision') }
        $null = Set-HfEmulatorEndpoint large @{ compute = @{ accelerator = 'gpu'; instanceType = 'nvidia-l4'; instanceSize = 'x1' }; tags = @('nightly') }
        $null = Set-HfEmulatorEndpoint theirs -Namespace acme @{ tags = @('theirs') }
    }

    It 'offers for "<Line>": <Expected>' -ForEach @(
        @{ Line = 'New-HfInferenceEndpoint x -Repository goo'; Expected = 'google/vit' }
        @{ Line = 'New-HfInferenceEndpoint x -Repository vit'; Expected = 'google/vit' }
        @{ Line = 'New-HfInferenceEndpoint x -Repository Qwen'; Expected = 'Qwen/Qwen2.5-7B-Instruct' }
        @{ Line = 'Set-HfInferenceEndpoint x -Repository whisper'; Expected = 'openai/whisper-large-v3' }
        @{ Line = 'Get-HfInferenceEndpoint -Tag '; Expected = 'nightly', 'vision' }
        @{ Line = 'Set-HfInferenceEndpoint x -Namespace acme -Tag '; Expected = 'theirs' }
        @{ Line = 'Set-HfInferenceEndpoint large -InstanceSize '; Expected = 'x1', 'x4' }
        @{ Line = 'Set-HfInferenceEndpoint alice/large -InstanceSize '; Expected = 'x1', 'x4' }
        @{ Line = 'Set-HfInferenceEndpoint large -Region '; Expected = 'us-east-1', 'eu-west-1', 'us-east-2', 'us-west-2' }
        @{ Line = 'Set-HfInferenceEndpoint large -Accelerator cpu -InstanceType '; Expected = 'intel-icl', 'intel-spr' }
        @{ Line = 'Set-HfInferenceEndpoint large -Vendor gcp -InstanceType nvidia-l4 -InstanceSize '; Expected = 'x1', 'x4' }
        @{ Line = 'Invoke-HfInference sorter -Top'; Expected = '-TopK' }
        @{ Line = 'Invoke-HfInference sorter -Func'; Expected = '-FunctionToApply' }
        @{ Line = 'Invoke-HfInference sorter -Question'; Expected = @() }
        @{ Line = 'Wait-HfInferenceEndpoint large -Timeout '; Expected = '15m', '1h', '2d', '30s', '5m' }
        @{ Line = 'Get-HfInferenceEndpointLog large -Since '; Expected = '10m', '1d', '1h', '6h', '7d' }
    ) {
        Get-HfCompletion $Line | Sort-Object | Should -BeExactly @($Expected | Sort-Object)
    }

    It 'asks nothing of the parameters of a task when it runs' {
        $null = Invoke-HfInference sorter @{ a = 1 } -ErrorAction SilentlyContinue
        Clear-HfEmulatorRequest
        $null = Invoke-HfInference sorter ([byte[]](1, 2)) -ErrorAction SilentlyContinue
        Get-HfEmulatorCall /v2/* | Should -BeExactly 'GET /v2/endpoint/alice/sorter'
    }

    It 'offers files only where files are meant' {
        $meant = 'ErrorPath', 'EnvFile', 'InFile', 'LiteralPath', 'OutFile', 'OutPath', 'Path', 'ReportPath', 'BaselinePath', 'SecretFile', 'Image', 'Audio'
        $words = 'String', 'String[]', 'TimeSpan', 'DateTimeOffset', 'Uri'
        $common = [Management.Automation.Cmdlet]::CommonParameters
        foreach ($command in Get-Command -Module HfEndpoints) {
            foreach ($parameter in $command.Parameters.Values.Where({ $_.Name -notin $common -and $_.Name -notin $meant })) {
                $type = [Nullable]::GetUnderlyingType($parameter.ParameterType) ?? $parameter.ParameterType
                if ($type.Name -in $words) {
                    $parameter.Attributes.Where({ $_ -is [ArgumentCompleter] -or $_ -is [ValidateSet] }) |
                        Should -Not -BeNullOrEmpty -Because "$command -$($parameter.Name)"
                }
            }
        }
    }

    It 'offers no files for a text: <Line>' -ForEach @(
        @{ Line = 'New-HfInferenceEndpoint -Name ' }, @{ Line = 'Get-HfInferenceEndpoint -Search ' }, @{ Line = 'Invoke-HfTextGeneration demo -Prompt ' }
        @{ Line = 'Invoke-HfChatCompletion demo -System ' }, @{ Line = 'New-HfInferenceEndpoint x -Path ' }
    ) {
        Push-Location $PSScriptRoot
        try {
            Get-HfCompletion $Line | Should -BeNullOrEmpty
        } finally {
            Pop-Location
        }
    }
}

Describe 'Completion in trouble' {
    BeforeEach {
        Reset-HfTest
    }

    It 'offers nothing, and writes no error: <Case>' -ForEach @(
        @{ Case = 'the service refuses'; Fault = @{ status = 403 } }
        @{ Case = 'the service answers garbage'; Fault = @{ garbage = 'html' } }
        @{ Case = 'the service is down'; Fault = @{ status = 500 } }
        @{ Case = 'the connection breaks'; Fault = @{ drop = 'before' } }
    ) {
        Set-HfEmulatorFault $Fault
        $count = $Error.Count
        Get-HfCompletion 'New-HfInferenceEndpoint x -Vendor ' | Should -BeNullOrEmpty
        Get-HfCompletion 'New-HfInferenceEndpoint -CatalogModel ' | Should -BeNullOrEmpty
        Get-HfCompletion 'Test-HfInferenceEndpoint ' | Should -BeNullOrEmpty
        $Error.Count | Should -Be $count
    }

    It 'does not remember trouble' {
        Set-HfEmulatorFault @{ status = 403; times = 1 }
        Get-HfCompletion 'New-HfInferenceEndpoint x -Vendor ' | Should -BeNullOrEmpty
        Get-HfCompletion 'New-HfInferenceEndpoint x -Vendor ' | Should -Not -BeNullOrEmpty
    }

    It 'does not wait for a service that hangs: <Completes>' -ForEach @(
        @{ Completes = 'names'; Line = 'Get-HfInferenceEndpoint '; Path = '/v2/endpoint/alice' }
        @{ Completes = 'hardware'; Line = 'New-HfInferenceEndpoint -Region '; Path = '/v2/provider/alice' }
        @{ Completes = 'catalog models'; Line = 'New-HfInferenceEndpoint -CatalogModel '; Path = '/api/catalog/*' }
        @{ Completes = 'replicas'; Line = 'Get-HfInferenceEndpointMetric demo -Replica '; Path = '/v2/endpoint/alice/demo/replica*' }
        @{ Completes = 'replicas of a log'; Line = 'Get-HfInferenceEndpointLog demo -Replica '; Path = '/v3/*/demo/logs*' }
    ) {
        Set-HfEmulatorFault @{ path = '/*'; delayMs = 60000 }
        Get-HfCompletion $Line | Should -BeNullOrEmpty
        # The answer is still to come, and Tab has not waited for it.
        Get-HfEmulatorRequest -Path $Path | Where-Object inFlight | Should -Not -BeNullOrEmpty
    }

    It 'does not wait for a hub that hangs' {
        Set-HfEmulatorFault @{ path = '/api/*'; delayMs = 60000 }
        Disconnect-HfAccount
        Set-HfEnvironment hf_x
        Invoke-InNewRunspace {
            TabExpansion2 'Get-HfInferenceEndpoint -Namespace ' 35 | Out-Null
        }
        Clear-HfEnvironment
        Get-HfEmulatorRequest -Path '/api/whoami*' | Where-Object inFlight | Should -Not -BeNullOrEmpty
    }

    It 'has late answers for the next Tab' {
        Set-HfEmulatorFault @{ path = '/v2/provider/*'; delayMs = 3000 }
        Get-HfCompletion 'New-HfInferenceEndpoint x -Vendor ' | Should -BeNullOrEmpty
        Wait-Until { Get-HfCompletion 'New-HfInferenceEndpoint x -Vendor ' }
        Get-HfEmulatorCall /v2/provider* | Should -HaveCount 1
    }

    It 'keeps accounts apart' {
        $null = Get-HfCompletion 'New-HfInferenceEndpoint x -Namespace '
        $other = Start-TestEmulator '--user', 'bob', '--org', 'initech'
        try {
            $null = Connect-HfAccount hf_x -EmulatorUri $other.Uri
            Get-HfCompletion 'New-HfInferenceEndpoint x -Namespace ' | Should -BeExactly bob, initech
        } finally {
            Stop-TestEmulator $other
        }
    }
}
