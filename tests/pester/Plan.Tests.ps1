# What -WhatIf of New- and Set- tells, and what it refuses. Of Sync- see its own file.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
    $gpt2 = Get-HfGpt2Setting

    function Get-Plan([scriptblock] $ScriptBlock) {
        # What -WhatIf shows goes past all streams.
        $shown = Join-Path $TestDrive plan.txt
        $null = Start-Transcript $shown -UseMinimalHeader
        try {
            & $ScriptBlock | Should -BeNullOrEmpty
        } finally {
            $null = Stop-Transcript
        }

        (Get-Content $shown) -match "^What if:" -replace '^What if: (Performing the operation ")?' -replace '" on target .*'
    }
}

AfterAll { Stop-HfTest }

Describe 'The plan' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo @{ model = @{ env = @{ A = '1' }; secrets = @{ OLD = 'hunter2' } } }
        $null = Set-HfEmulatorEndpoint asleep @{ state = 'paused' }
        Clear-HfEmulatorRequest
    }

    AfterEach { Get-HfEmulatorCall -Change | Should -BeNullOrEmpty }

    It 'of new endpoints ends with their number and cost' {
        Get-Plan { 'a', 'b' | ForEach-Object { [pscustomobject]@{ Name = $_ } } | New-HfInferenceEndpoint @gpt2 -WhatIf } | Should -BeExactly @(
            "create with 'gpt2' on aws us-east-1 intel-icl x2 for USD 0.064 per hour and replica"
            "create with 'gpt2' on aws us-east-1 intel-icl x2 for USD 0.064 per hour and replica"
            '2 to create, USD 0.00 -> 0.128 per hour.'
        )
    }

    It 'of a change shows old and new, and the cost of both' {
        Get-Plan { Set-HfInferenceEndpoint demo -InstanceSize x4 -MinReplica 2 -MaxReplica 3 -WhatIf } | Should -BeExactly @(
            'change InstanceSize: x2 -> x4, MinReplica: 1 -> 2, MaxReplica: 1 -> 3 for USD 0.064 -> 0.128 per hour and replica'
            '1 to change, USD 0.064 -> 0.256 per hour.'
        )
    }

    It 'of a change shows members of tables, and no secret' {
        $plan = Get-Plan { Set-HfInferenceEndpoint demo -Env @{ B = 2 } -Secret @{ KEY = 'hunter3'; OLD = $null } -WhatIf }
        $plan[0] | Should -BeLike 'change Env.B: (none) -> 2, Env.A: 1 -> (none), Secret.*'
        $plan[0] | Should -BeLike '*Secret.KEY: (none) -> (given)*'
        $plan[0] | Should -BeLike '*Secret.OLD: *`* -> (none)*'
        "$plan" | Should -Not -Match hunter
    }

    It 'of a change that changes nothing says so' {
        Get-Plan { Set-HfInferenceEndpoint demo -MaxReplica 1 -WhatIf } |
            Should -BeExactly 'change nothing, because it is so already', '1 unchanged, USD 0.064 -> 0.064 per hour.'
    }

    It 'of an endpoint that is paused costs nothing' {
        Get-Plan { Set-HfInferenceEndpoint asleep -InstanceSize x4 -WhatIf } | Select-Object -Last 1 |
            Should -BeExactly '1 to change, USD 0.00 -> 0.00 per hour.'
    }

    It 'of a model of the catalog looks whether it is there' {
        Get-Plan { New-HfInferenceEndpoint -CatalogModel BAAI/bge-m3 -WhatIf } | Select-Object -Last 1 |
            Should -BeExactly '1 to create, price not known.'
    }

    It 'of a sync adds everything up' {
        $file = Join-Path $TestDrive endpoints.json
        ConvertTo-Json @{ Endpoints = @(($gpt2 + @{ Name = 'new' }), @{ Name = 'demo'; InstanceSize = 'x4' }) } -Depth 3 | Set-Content $file
        Get-Plan { $null = Sync-HfInferenceEndpoint $file -Prune -WhatIf } | Select-Object -Last 1 |
            Should -BeExactly '1 to create, 1 to change, 1 to remove, USD 0.064 -> 0.192 per hour.'
    }
}

Describe 'What can not be' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo
    }

    It 'is an error with -WhatIf: <Case>' -ForEach @(
        @{ Case = 'a name that is taken'; Act = { New-HfInferenceEndpoint demo @gpt2 -WhatIf }; Id = 'EndpointAlreadyExists'; Message = '*demo*' }
        @{ Case = 'a name that is taken, of the catalog'; Act = { New-HfInferenceEndpoint demo -CatalogModel BAAI/bge-m3 -WhatIf }; Id = 'EndpointAlreadyExists'; Message = '*demo*' }
        @{ Case = 'a model that the catalog lacks'; Act = { New-HfInferenceEndpoint -CatalogModel BAAI/bge-m5 -WhatIf }; Id = 'NotFound'; Message = "*'BAAI/bge-m3'*" }
        @{ Case = 'hardware that does not exist'; Act = { [pscustomobject]@{ InstanceSize = 'x3' } | New-HfInferenceEndpoint new -Repository gpt2 -Framework pytorch -Vendor aws -Region us-east-1 -Accelerator cpu -InstanceType intel-icl -WhatIf }; Id = 'InvalidRequest'; Message = "*'x3'*Did you mean*" }
        @{ Case = 'hardware that is not to be had'; Act = { New-HfInferenceEndpoint new -Repository gpt2 -Framework pytorch -Vendor aws -Region us-west-2 -Accelerator gpu -InstanceType nvidia-h100 -InstanceSize x8 -WhatIf }; Id = 'InvalidRequest'; Message = "*not available*nearest are 'nvidia-t4 x1' in aws us-west-2*" }
        @{ Case = 'a quota that is too small'; Act = { New-HfInferenceEndpoint new -Repository gpt2 -Framework pytorch -Vendor gcp -Region us-east4 -Accelerator gpu -InstanceType nvidia-a100 -InstanceSize x8 -WhatIf }; Id = 'QuotaExceeded'; Message = '*needs 8*has 2 left*' }
        @{ Case = 'a change to hardware that does not exist'; Act = { Set-HfInferenceEndpoint demo -InstanceType nvidia-l4 -WhatIf }; Id = 'InvalidRequest'; Message = "*'nvidia-l4'*" }
    ) {
        $failure = @(& $Act 2>&1)
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$($failure[0])" | Should -BeLike $Message
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'is only a warning where the quota is too small for all replicas' {
        $told = New-HfInferenceEndpoint new @gpt2 -MaxReplica 1000 -WhatIf 3>&1
        "$told" | Should -BeLike '*quota has*1000 replicas*'
    }
}
