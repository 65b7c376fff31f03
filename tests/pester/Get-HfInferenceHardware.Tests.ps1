BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest
    $suffix = 'HfEndpoints.Commands.GetHfInferenceHardwareCommand'
}

AfterAll { Stop-HfTest }

Describe 'Get-HfInferenceHardware' {
    BeforeEach {
        Reset-HfEmulator
    }

    It 'emits instances with their price and the quota of the session''s namespace' {
        $t4 = Get-HfInferenceHardware -InstanceType nvidia-t4 -Region us-east-1 -InstanceSize x4
        $t4 | Should -HaveCount 1
        $t4 | Should -BeOfType HfEndpoints.HfHardware
        $t4 | Select-Object * | ConvertTo-Json -Compress | Should -BeExactly (
            '{"Vendor":"aws","Region":"us-east-1","RegionLabel":"N. Virginia","Accelerator":"gpu","InstanceType":"nvidia-t4",' +
            '"InstanceSize":"x4","Architecture":"Nvidia T4","NumAccelerators":4,"NumCpus":24,"MemoryGb":56.0,"GpuMemoryGb":64,' +
            '"PricePerHour":2.0,"MaxAccelerators":16,"UsedAccelerators":0,"FreeAccelerators":16,"Status":"available",' +
            '"Id":"aws-us-east-1-nvidia-t4-x4"}')
        "$t4" | Should -BeExactly aws-us-east-1-nvidia-t4-x4
        Get-HfEmulatorCall | Should -BeExactly 'GET /v2/provider/alice'
    }

    It 'asks for the quota of another namespace' {
        $null = Set-HfEmulatorEndpoint busy @{ compute = @{ accelerator = 'gpu'; instanceType = 'nvidia-t4'; instanceSize = 'x4'; scaling = @{ maxReplica = 3 } } } -Namespace acme
        $t4 = Get-HfInferenceHardware -InstanceType nvidia-t4 -Region us-east-1 -InstanceSize x1 -Namespace acme
        $t4.UsedAccelerators, $t4.FreeAccelerators | Should -Be 12, 4
        Get-HfEmulatorCall | Should -BeExactly 'GET /v2/provider/acme'
    }

    It 'chooses by <Name>' -ForEach @(
        @{ Name = 'vendor'; Choice = @{ Vendor = 'GCP' }; Test = { $_.Vendor -ceq 'gcp' } }
        @{ Name = 'several vendors'; Choice = @{ Vendor = 'gcp', 'az*' }; Test = { $_.Vendor -in 'gcp', 'azure' } }
        @{ Name = 'region'; Choice = @{ Region = 'us-*' }; Test = { $_.Region -like 'us-*' } }
        @{ Name = 'accelerator'; Choice = @{ Accelerator = 'neuron' }; Test = { $_.Accelerator -eq 'neuron' } }
        @{ Name = 'instance type'; Choice = @{ InstanceType = 'nvidia-[al]*' }; Test = { $_.InstanceType -like 'nvidia-[al]*' } }
        @{ Name = 'size'; Choice = @{ InstanceSize = 'x1?' }; Test = { $_.InstanceSize -in 'x16', 'x12' } }
        @{ Name = 'all of them'; Choice = @{ Vendor = 'aws'; Region = 'eu*'; Accelerator = 'gpu'; InstanceType = '*t4'; InstanceSize = 'x1' }; Test = { $_.Id -eq 'aws-eu-west-1-nvidia-t4-x1' } }
    ) {
        $all = Get-HfInferenceHardware
        $chosen = Get-HfInferenceHardware @Choice
        $chosen.Count | Should -BeGreaterThan 0
        $chosen.Count | Should -BeLessThan $all.Count
        $chosen.Id | Should -BeExactly ($all | Where-Object $Test).Id
    }

    It 'emits nothing where nothing fits, and checks no value here' {
        Get-HfInferenceHardware -Vendor nobody -Accelerator quantum -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'keeps with -Available what is there and in the quota' {
        $null = Set-HfEmulatorEndpoint busy @{ compute = @{ accelerator = 'gpu'; instanceType = 'nvidia-t4'; instanceSize = 'x4'; scaling = @{ maxReplica = 4 } } }
        $available = Get-HfInferenceHardware -Vendor aws -Available
        $available.Status | Sort-Object -Unique | Should -BeExactly available, low_availability
        $available.InstanceType | Should -Not -Contain nvidia-h100 -Because 'there are none'
        $available.InstanceType | Should -Not -Contain nvidia-t4 -Because 'all of the quota is used'
        $available | Where-Object { $_.FreeAccelerators -lt $_.NumAccelerators } | Should -BeNullOrEmpty
    }

    It 'leaves out with -Available the sizes that the rest of the quota is too small for' {
        $null = Set-HfEmulatorEndpoint busy @{ compute = @{ accelerator = 'gpu'; instanceType = 'nvidia-t4'; instanceSize = 'x1'; scaling = @{ maxReplica = 13 } } }
        (Get-HfInferenceHardware -Region us-east-1 -InstanceType nvidia-t4 -Available).InstanceSize | Should -BeExactly x1
    }

    It 'is piped into New-HfInferenceEndpoint' {
        $created = Get-HfInferenceHardware -Accelerator gpu -Available | Sort-Object PricePerHour | Select-Object -First 1 |
            New-HfInferenceEndpoint -Name x -Repository gpt2 -Framework pytorch
        $created.Name, $created.Vendor, $created.InstanceType, $created.InstanceSize | Should -BeExactly x, gcp, nvidia-t4, x1
        $sent = (Get-HfEmulatorRequest -Method POST).body
        "$($sent.provider) $($sent.compute.accelerator)" | Should -BeExactly '@{vendor=gcp; region=us-east4} gpu'
    }

    It 'takes endpoints, to show what each runs on, and asks once' {
        $null = Set-HfEmulatorEndpoint one @{ compute = @{ accelerator = 'gpu'; instanceType = 'nvidia-l4'; instanceSize = 'x1' } }
        $null = Set-HfEmulatorEndpoint two
        $endpoints = Get-HfInferenceEndpoint -SortBy name
        Clear-HfEmulatorRequest
        ($endpoints | Get-HfInferenceHardware).Id | Should -BeExactly aws-us-east-1-nvidia-l4-x1, aws-us-east-1-intel-icl-x2
        Get-HfEmulatorCall | Should -BeExactly 'GET /v2/provider/alice'
    }

    It 'makes <Id> of <Case>' -ForEach @(
        @{ Case = 'a namespace that is not yours'; Said = @{ Namespace = 'stranger' }; Id = 'Forbidden' }
        @{ Case = 'a namespace that can''t be one'; Said = @{ Namespace = '..' }; Id = 'InvalidRequest' }
    ) {
        Get-HfInferenceHardware @Said -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "$Id,$suffix"
        $failure[0].TargetObject | Should -BeExactly $Said.Namespace
    }

    It 'shows a table as wide as a terminal, and a list' {
        $table = Get-HfInferenceHardware | Format-Table | Out-String -Width 80 | ForEach-Object { [regex]::Replace($_, "`e\[[\d;]*m", '') }
        $table | Should -MatchExactly 'Vendor +Region +Accel +InstanceType +Size +GpuGb +Price +Free +Status'
        $table | Should -MatchExactly 'aws +us-east-1 +gpu +nvidia-t4 +x1 +16 +0\.500 +16 +available'
        $table | Should -MatchExactly 'nvidia-h200 .+ low\b'
        $list = Get-HfInferenceHardware -Vendor gcp -InstanceType nvidia-l4 -InstanceSize x1 | Format-List | Out-String
        $list | Should -MatchExactly 'Region +: us-east4 \(Virginia\)'
        $list | Should -MatchExactly 'Quota +: 0 of 8 accelerators used, 8 free'
    }

    It 'stops at Ctrl+C' {
        Set-HfEmulatorFault @{ path = '/v2/provider*'; delayMs = 60000 }
        $stopped = Invoke-WithStop { Get-HfInferenceHardware } { Get-HfEmulatorRequest /v2/provider* }
        $stopped.StopMilliseconds | Should -BeLessThan 1000
        $stopped.Errors | Should -BeNullOrEmpty
    }
}

Describe 'Get-HfInferenceHardware -Model' {
    BeforeEach {
        Reset-HfTest
    }

    It 'says what the model needs and where it fits, the cheapest first' {
        $judged = Get-HfInferenceHardware -Model meta-llama/Llama-3.1-8B-Instruct -Accelerator gpu -ContextLength 8192 -Concurrency 16
        $judged[0] | Should -BeOfType HfEndpoints.HfModelHardware
        $judged[0].Id, $judged[0].Fits | Should -BeExactly aws-us-east-1-nvidia-l40s-x1, yes
        # 16 requests of 8192 tokens of 131,072 bytes, and 16.06 GB with a fifth more.
        $judged[0].CacheMemory, $judged[0].WeightMemory, $judged[0].NeedsMemory | Should -Be 17.18, 16.06, 36.45
        $judged[0].HasMemory, $judged[0].Headroom, $judged[0].TensorParallelSize | Should -Be 48, 11.55, $null
        ($judged | Where-Object Id -EQ gcp-us-east4-nvidia-l4-x4).TensorParallelSize | Should -Be 4
        $judged.Fits | Select-Object -Unique | Should -BeExactly yes, no
        ($judged | Where-Object Fits -EQ yes).PricePerHour | Should -Be (($judged | Where-Object Fits -EQ yes).PricePerHour | Sort-Object)
        Get-HfEmulatorCall | Should -BeExactly 'GET /api/models/meta-llama/Llama-3.1-8B-Instruct?blobs=true',
            'GET /meta-llama/Llama-3.1-8B-Instruct/resolve/main/config.json', 'GET /v2/provider/alice'
    }

    It 'counts the weights at a precision' {
        $as = 'bf16', 'fp8', 'int4' | ForEach-Object { (Get-HfInferenceHardware -Model meta-llama/Llama-3.1-8B-Instruct -Precision $_)[0].WeightMemory }
        $as | Should -Be 16.06, 9.08, 5.7
    }

    It 'is piped into New-HfInferenceEndpoint' {
        $created = Get-HfInferenceHardware -Model HuggingFaceTB/SmolLM3-3B -Accelerator gpu -Available | Select-Object -First 1 | New-HfInferenceEndpoint small
        $created.Repository, $created.InstanceType, $created.InstanceSize | Should -BeExactly HuggingFaceTB/SmolLM3-3B, nvidia-t4, x1
    }

    It 'is piped with its TensorParallelSize, which only some images have' {
        $row = Get-HfInferenceHardware -Model meta-llama/Llama-3.3-70B-Instruct -Available | Select-Object -First 1
        $row.InstanceSize, $row.TensorParallelSize | Should -BeExactly x4, 4
        $null = $row | New-HfInferenceEndpoint plain -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -BeLike 'TensorParallelSize 4 is left out*-CustomImage*'
        $null = $row | New-HfInferenceEndpoint fast -CustomImage @{ vllm = @{} }
        (Get-HfEmulatorRequest -Method POST)[1].body.model.image.vllm.tensorParallelSize | Should -Be 4
    }

    It 'does not guess: <Model>' -ForEach @(
        @{ Model = 'BAAI/bge-m3'; Gap = '*the size of its weights*' }
        @{ Model = 'stabilityai/stable-diffusion-xl-base-1.0'; Gap = '*the size of its weights*' }
        @{ Model = 'bartowski/SmolLM2-135M-Instruct-GGUF'; Gap = '*its cache*' }
    ) {
        $judged = Get-HfInferenceHardware -Model $Model -WarningVariable said -WarningAction SilentlyContinue
        $judged.Fits | Select-Object -Unique | Should -BeExactly unknown
        $judged.NeedsMemory | Where-Object { $null -ne $_ } | Should -BeNullOrEmpty
        "$said" | Should -BeLike $Gap
    }

    It 'warns of <Case>' -ForEach @(
        @{ Case = 'more tokens than the model can take'; Said = @{ Model = 'gpt2'; ContextLength = 2000 }; Warning = '*at most 1024 tokens*' }
        @{ Case = 'a precision that can''t be chosen'; Said = @{ Model = 'openai/gpt-oss-20b'; Precision = 'bf16' }; Warning = '*quantized already*' }
    ) {
        $null = Get-HfInferenceHardware @Said -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -BeLike $Warning
    }

    It 'makes <Id> of <Case>' -ForEach @(
        @{ Case = 'an unknown model'; Model = 'nobody/nothing'; Token = 'hf_test'; Id = 'NotFound' }
        @{ Case = 'a gated model without access'; Model = 'meta-llama/Llama-3.1-8B-Instruct'; Token = 'hf_infer_only'; Id = 'Forbidden' }
        @{ Case = 'a name that can''t be one'; Model = 'a/../b'; Token = 'hf_test'; Id = 'InvalidRequest' }
    ) {
        Get-HfInferenceHardware -Model $Model -Token $Token -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "$Id,$suffix"
        $failure[0].TargetObject | Should -BeExactly $Model
        if ($Id -eq 'Forbidden') {
            $failure[0].ErrorDetails.RecommendedAction, "$($failure[0].ErrorDetails)" -join ' ' | Should -BeLike "*https://huggingface.co/$Model*"
        }
    }

    It 'asks the hub once for many rows' {
        $null = 'us-east-1', 'eu-west-1' | ForEach-Object { [pscustomobject]@{ Region = $_ } } | Get-HfInferenceHardware -Model gpt2
        Get-HfEmulatorCall /api/models/* | Should -HaveCount 1
    }

    It 'takes the rest only with -Model' {
        { Get-HfInferenceHardware -Concurrency 2 } | Should -Throw -ErrorId "MissingMandatoryParameter,$suffix"
        { Get-HfInferenceHardware -Model gpt2 -Precision fp4 } | Should -Throw -ErrorId "ParameterArgumentValidationError,$suffix"
    }

    It 'shows a table as wide as a terminal, and a list' {
        $table = Get-HfInferenceHardware -Model gpt2 | Format-Table | Out-String -Width 80 | ForEach-Object { [regex]::Replace($_, "`e\[[\d;]*m", '') }
        $table | Should -MatchExactly 'Repository: gpt2'
        $table | Should -MatchExactly 'Vendor +Region +InstanceType +Size +Price +Needs +Has +Fits +Status'
        $table | Should -MatchExactly 'aws +us-east-1 +intel-icl +x1 +0\.032 +0\.7 +2 +yes +available'
        Get-HfInferenceHardware -Model gpt2 | Select-Object -First 1 | Format-List | Out-String | Should -MatchExactly 'WeightMemory +: 0\.55'
    }
}

Describe 'Get-HfInferenceHardware without a token' {
    BeforeAll {
        Disconnect-HfAccount
        Clear-HfEnvironment
        $env:HF_INFERENCE_ENDPOINTS_ENDPOINT = "$($emulator.Uri)v2"
    }

    AfterAll {
        Clear-HfEnvironment
    }

    BeforeEach {
        Reset-HfEmulator
    }

    It 'asks the public route, and knows no quota' {
        $all = Get-HfInferenceHardware
        $all.Count | Should -BeGreaterThan 20
        $all | Where-Object { $null -ne ($_.FreeAccelerators ?? $_.MaxAccelerators ?? $_.UsedAccelerators) } | Should -BeNullOrEmpty
        $request = Get-HfEmulatorRequest
        $request.path, $request.authorization | Should -BeExactly /v2/provider, $false
    }

    It 'goes by the status alone with -Available' {
        $available = Get-HfInferenceHardware -Accelerator gpu -Available
        $available.Status | Sort-Object -Unique | Should -BeExactly available, low_availability
        $available.InstanceType | Should -Contain nvidia-t4
    }

    It 'reports the lack where a namespace is named' {
        Get-HfInferenceHardware -Namespace acme -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "TokenNotSet,$suffix"
        Get-HfEmulatorRequest | Should -BeNullOrEmpty
    }
}
