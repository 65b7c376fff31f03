BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $secret = 'hf_secret-of-alice'
    $null = Start-HfTest --speed, 0 -Token $secret
    $suffix = 'HfEndpoints.Commands.NewHfInferenceEndpointCommand'
    $zephyr = @{
        Name         = 'zephyr'
        Repository   = 'HuggingFaceH4/zephyr-7b-beta'
        Framework    = 'pytorch'
        Task         = 'text-generation'
        Accelerator  = 'gpu'
        InstanceSize = 'x1'
        InstanceType = 'nvidia-a10g'
        Region       = 'us-east-1'
        Vendor       = 'aws'
    }
}

AfterAll { Stop-HfTest }

Describe 'New-HfInferenceEndpoint' {
    BeforeEach {
        Reset-HfTest
        # No two endpoints of a name are made at the same moment, although the clock stands.
        Move-HfEmulatorClock 1
    }

    Context 'with a time after which it scales to zero' {
        It 'may have no replica, and says so with -Verbose' {
            $said = New-HfInferenceEndpoint @zephyr -ScaleToZeroTimeout 15 -Verbose 4>&1
            $said.Where({ "$_" -like '*MinReplica*ScaleToZeroTimeout 15*' }) | Should -BeOfType System.Management.Automation.VerboseRecord
            $said[-1].MinReplica, $said[-1].MaxReplica, $said[-1].ScaleToZeroTimeout | Should -BeExactly 0, 1, 15
        }

        It 'is a warning beside replicas that it is to keep' {
            $endpoint = New-HfInferenceEndpoint @zephyr -ScaleToZeroTimeout 15 -MinReplica 1 -WarningVariable warned -WarningAction SilentlyContinue
            $endpoint.MinReplica | Should -BeExactly 1
            $warned | Should -BeLike '*ScaleToZeroTimeout*zephyr*-MinReplica 0*'
            $null = Set-HfInferenceEndpoint zephyr -ScaleToZeroTimeout 20 -WarningVariable warned -WarningAction SilentlyContinue
            $warned | Should -BeLike '*ScaleToZeroTimeout*zephyr*-MinReplica 0*'
            $null = Set-HfInferenceEndpoint zephyr -ScaleToZeroTimeout 20 -MinReplica 0 -WarningVariable warned
            $warned | Should -BeNullOrEmpty
        }
    }

    Context 'with an image' {
        It 'corrects one written as for Python, and says so with -Verbose' {
            $image = @{
                url          = 'ghcr.io/huggingface/text-generation-inference:1.1.0'
                health_route = '/health'
                env          = @{ MAX_INPUT_LENGTH = '1024'; MODEL_ID = '/repository' }
                secrets      = @{ KEY = 'my-own-key' }
            }
            $said = New-HfInferenceEndpoint @zephyr -CustomImage $image -Env @{ MODEL_ID = '/mine' } -Verbose 4>&1
            $model = (Get-HfEmulatorRequest).body.model
            $model.image.custom.url | Should -BeExactly $image.url
            $model.image.custom.healthRoute | Should -BeExactly /health
            $model.image.custom.PSObject.Properties.Name | Sort-Object | Should -BeExactly healthRoute, url
            $model.env.MAX_INPUT_LENGTH, $model.env.MODEL_ID | Should -BeExactly 1024, /mine
            $model.secrets.KEY | Should -BeExactly my-own-key
            $lines = $said | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
            $lines | Where-Object { $_ -like "*'env'*" } | Should -HaveCount 1
            $lines | Where-Object { $_ -like "*'secrets'*" } | Should -HaveCount 1
            "$lines" | Should -Not -BeLike '*my-own-key*'
        }

        It 'takes one of an engine, in any case, with a parallel size' {
            $null = New-HfInferenceEndpoint @zephyr -CustomImage @{ vllm = @{ url = 'vllm/vllm-openai:1'; max_num_seqs = 4 } } -TensorParallelSize 1
            (Get-HfEmulatorRequest).body.model.image | ConvertTo-Json -Compress -Depth 5 | ConvertFrom-Json -AsHashtable | ForEach-Object {
                $_.Keys | Should -BeExactly vLLM
                $_.vLLM.maxNumSeqs, $_.vLLM.tensorParallelSize | Should -BeExactly 4, 1
            }
        }

        It 'takes it as an object' {
            $null = New-HfInferenceEndpoint @zephyr -CustomImage ('{"url":"me/image:1","port":8080}' | ConvertFrom-Json)
            (Get-HfEmulatorRequest).body.model.image.custom.port | Should -BeExactly 8080
        }
    }

    Context 'with secrets' {
        It 'sends secure strings in clear, and shows them nowhere' {
            $said = Get-HfSpokenText {
                New-HfInferenceEndpoint @zephyr -Secret @{ KEY = ConvertTo-SecureString 'my-own-key' -AsPlainText } -Token $secret -Verbose -Debug -Confirm:$false
                New-HfInferenceEndpoint @zephyr -Secret @{ KEY = 'my-own-key' } -Token $secret -Verbose -Debug -Confirm:$false
            }
            (Get-HfEmulatorRequest -Method POST).body.model.secrets.KEY | Should -BeExactly my-own-key, my-own-key
            $said | Should -BeLike '*zephyr*'
            $said | Should -Not -BeLike '*my-own-key*'
            $said | Should -Not -BeLike "*$secret*"
        }
    }

    Context 'from the catalog' {
        It 'deploys a model as the catalog has it' {
            $created = New-HfInferenceEndpoint -CatalogModel openai-community/gpt2
            $created | Should -BeOfType HfEndpoints.HfInferenceEndpoint
            $created.Name | Should -BeLike gpt2-*
            Get-HfEmulatorCall | Should -BeExactly 'POST /api/catalog/deploy'
            (Get-HfEmulatorRequest).body | ConvertTo-Json -Compress |
                Should -BeExactly '{"namespace":"alice","repoId":"openai-community/gpt2"}'
        }

        It 'takes a name, an accelerator and a namespace' {
            $created = New-HfInferenceEndpoint mine -CatalogModel openai-community/gpt2 -Accelerator cpu -Namespace acme
            $created.Name, $created.Namespace | Should -BeExactly mine, acme
            (Get-HfEmulatorRequest).body | ConvertTo-Json -Compress | Should -BeExactly (
                '{"namespace":"acme","repoId":"openai-community/gpt2","endpointName":"mine","accelerator":"cpu"}')
        }

        It 'takes the Python library''s word for the model' {
            (New-HfInferenceEndpoint -RepoId openai-community/gpt2 -Name mine).Name | Should -BeExactly mine
        }

        It 'refuses <Case>' -ForEach @(
            @{ Case = 'a bad name'; Said = @{ CatalogModel = 'openai-community/gpt2'; Name = 'A_B' }; Id = 'InvalidRequest'; Requests = 0 }
            @{ Case = 'a model that it lacks'; Said = @{ CatalogModel = 'me/nothing' }; Id = 'NotFound'; Requests = 2 }
        ) {
            New-HfInferenceEndpoint @Said -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeExactly "$Id,$suffix"
            $failure[0].TargetObject | Should -BeExactly ($Said.Name ?? $Said.CatalogModel)
            Get-HfEmulatorCall | Should -HaveCount $Requests
        }

        It 'says which setting is not allowed beside it: <Act>' -ForEach @(
            @{ Setting = 'MinReplica'; Act = { New-HfInferenceEndpoint -CatalogModel openai-community/gpt2 -MinReplica 1 } }
            @{ Setting = 'Region'; Act = { New-HfInferenceEndpoint mine -Region us-east-1 -CatalogModel openai-community/gpt2 } }
            @{ Setting = 'Notification'; Act = { New-HfInferenceEndpoint -CatalogModel openai-community/gpt2 -Notification @{ email = $true } } }
            @{ Setting = 'CacheHttpResponse'; Act = { New-HfInferenceEndpoint -CatalogModel openai-community/gpt2 -CacheHttpResponse } }
            @{ Setting = 'PrivateService'; Act = { Get-HfInferenceCatalog | New-HfInferenceEndpoint -CatalogModel openai-community/gpt2 -PrivateService @{ shared = $true } } }
        ) {
            $Act | Should -Throw -ErrorId "ParameterBindingFailed,$suffix" -ExpectedMessage "*'openai-community/gpt2'*-Name*-Accelerator*-Namespace*-$Setting*"
            Get-HfEmulatorRequest -Method POST | Should -BeNullOrEmpty
        }

        It 'takes models from the pipeline, and hardware beside one for its accelerator' {
            Get-HfInferenceCatalog | Where-Object CatalogModel -EQ openai-community/gpt2 | New-HfInferenceEndpoint |
                ForEach-Object Repository | Should -BeExactly openai-community/gpt2
            $hardware = Get-HfInferenceHardware -Vendor aws -Region us-east-1 -InstanceType intel-icl -InstanceSize x2
            ($hardware | New-HfInferenceEndpoint mine -CatalogModel openai-community/gpt2).Name | Should -BeExactly mine
            (Get-HfEmulatorRequest -Method POST)[-1].body.accelerator | Should -BeExactly cpu
        }

        It 'shows in its syntax only what it takes' {
            $set = (Get-Command New-HfInferenceEndpoint).ParameterSets | Where-Object Name -EQ Catalog
            $set.Parameters.Name | Where-Object { $_ -notin [System.Management.Automation.Cmdlet]::CommonParameters } | Sort-Object |
                Should -BeExactly Accelerator, CatalogModel, Confirm, Name, Namespace, Timeout, Token, Wait, WhatIf
        }

        It 'creates nothing with -WhatIf' {
            New-HfInferenceEndpoint -CatalogModel openai-community/gpt2 -WhatIf | Should -BeNullOrEmpty
            Get-HfEmulatorCall | Should -BeExactly 'GET /api/catalog/repo-list'
        }
    }

    Context 'when the answer is lost' {
        It 'finds what it created: <Case>' -ForEach @(
            @{ Case = 'the connection broke'; Fault = @{ drop = 'after' } }
            @{ Case = 'the connection broke in the middle of the answer'; Fault = @{ drop = 'middle' } }
        ) {
            Set-HfEmulatorFault (@{ method = 'POST'; times = 1 } + $Fault)
            $created = New-HfInferenceEndpoint @zephyr -ErrorVariable failure
            $failure | Should -BeNullOrEmpty
            $created.Name | Should -BeExactly zephyr
            Get-HfEmulatorCall | Should -BeExactly 'POST /v2/endpoint/alice', 'GET /v2/endpoint/alice/zephyr'
        }

        It 'looks first, and creates it then: <Case>' -ForEach @(
            @{ Case = '500'; Fault = @{ status = 500; body = 'internal' } }
            @{ Case = '502 as a page'; Fault = @{ status = 502; garbage = $true } }
            @{ Case = 'the connection broke before'; Fault = @{ drop = 'before' } }
        ) {
            Set-HfEmulatorFault (@{ method = 'POST'; times = 1 } + $Fault)
            (New-HfInferenceEndpoint @zephyr).Status | Should -BeExactly pending
            Get-HfEmulatorCall | Should -BeExactly 'POST /v2/endpoint/alice', 'GET /v2/endpoint/alice/zephyr', 'POST /v2/endpoint/alice'
            Get-HfInferenceEndpoint | Should -HaveCount 1
        }

        It 'does not take another''s endpoint of that name for its own' {
            $null = Set-HfEmulatorEndpoint zephyr
            Set-HfEmulatorFault @{ method = 'POST'; times = 1; status = 500 }
            New-HfInferenceEndpoint @zephyr -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure.FullyQualifiedErrorId | Should -BeExactly "EndpointAlreadyExists,$suffix"
            Get-HfEmulatorCall -Change | Should -HaveCount 1
        }

        It 'says with -Verbose that it looks it up' {
            Set-HfEmulatorFault @{ method = 'POST'; times = 1; drop = 'after' }
            New-HfInferenceEndpoint @zephyr -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } |
                Where-Object { $_ -like "*'zephyr'*lost*" } | Should -HaveCount 1
        }
    }
}
