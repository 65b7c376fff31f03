BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $secret = 'hf_secret-of-alice'
    $emulator = Start-HfTest --speed, 0 -Token $secret
    $suffix = 'HfEndpoints.Commands.SyncHfInferenceEndpointCommand'
    $path = Join-Path $TestDrive endpoints.json

    function Set-File {
        # Writes endpoints of a name each, with hardware where they are to be created.
        param([hashtable[]] $Entry = @(), [string] $Path = $path)

        ConvertTo-Json @{ Endpoints = $Entry } -Depth 9 | Set-Content $Path
    }

    $new = (Get-HfGpt2Setting) + @{ Name = 'new' }
}

AfterAll { Stop-HfTest }

Describe 'Sync-HfInferenceEndpoint' {
    BeforeEach {
        Reset-HfTest
        # No two endpoints of a name are made at the same moment, although the clock stands.
        Move-HfEmulatorClock 1
        Get-ChildItem $TestDrive | Remove-Item -Force
        $null = Set-HfEmulatorEndpoint demo
        $null = Set-HfEmulatorEndpoint other
        $null = Set-HfEmulatorEndpoint team -Namespace acme
    }

    AfterEach {
        Remove-Item Env:SYNC_* -ErrorAction Ignore
    }

    It 'creates what is not there, changes what differs, and leaves the rest alone' {
        Set-File $new, @{ Name = 'demo'; MaxReplica = 3; Tag = 'blue' }, @{ Name = 'other'; MaxReplica = 1 }
        $result = Sync-HfInferenceEndpoint $path
        $result.Action | Should -BeExactly Create, Change, Unchanged
        $result.IsApplied | Should -Be $true, $true, $false
        "$($result[1].Changes)" | Should -BeExactly 'MaxReplica: 1 -> 3 Tag: [] -> ["blue"]'
        $result[1].Changes[0].New | Should -Be 3
        $result[1].Endpoint.MaxReplica | Should -Be 3
        Get-HfEmulatorCall -Change | Should -BeExactly 'POST /v2/endpoint/alice', 'PUT /v2/endpoint/alice/demo'
        (Get-HfEmulatorRequest -Method PUT).body | ConvertTo-Json -Depth 9 -Compress |
            Should -BeExactly '{"compute":{"scaling":{"maxReplica":3}},"tags":["blue"]}'
    }

    It 'changes nothing the second time, nor after an export: <_>' -ForEach json, psd1 {
        Set-File $new, @{ Name = 'demo'; MaxReplica = 3; Env = @{ A = "it's" } }
        $null = Sync-HfInferenceEndpoint $path
        Export-HfInferenceEndpoint (Join-Path $TestDrive "all.$_")
        Clear-HfEmulatorRequest
        (Sync-HfInferenceEndpoint (Join-Path $TestDrive "all.$_")).Action | Should -BeExactly (, 'Unchanged' * 3)
        Get-HfEmulatorCall | Should -BeExactly 'GET /v2/endpoint/alice?limit=100'
    }

    It 'shows and emits the plan with -WhatIf, and does nothing' {
        Set-File $new, @{ Name = 'demo'; MaxReplica = 3 }
        $plan = Sync-HfInferenceEndpoint $path -WhatIf -Prune -Force
        $plan | ForEach-Object { "$_" } | Should -BeExactly 'Create alice/new', 'Change alice/demo', 'Remove alice/other'
        $plan.IsApplied | Should -Not -Contain $true
        $plan.Endpoint | Where-Object { $_ } | Should -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'says in the question what changes, and what a new one costs' {
        Set-File $new, @{ Name = 'demo'; MaxReplica = 3 }
        $said = Invoke-InNewPowerShell {
            Import-Module $args[0]
            $null = Connect-HfAccount $args[1] -EmulatorUri $args[2]
            $null = Sync-HfInferenceEndpoint $args[3] -WhatIf
        } -ArgumentList $env:HFENDPOINTS_MODULE, $secret, "$($emulator.Uri)", $path
        "$said" | Should -BeLike "*'gpt2'*aws us-east-1 intel-icl x2*USD *'new'*MaxReplica: 1 -> 3*'demo'*"
    }

    It 'takes <Case>' -ForEach @(
        @{ Case = 'a wildcard'; Act = { Sync-HfInferenceEndpoint (Join-Path $TestDrive *.json) } }
        @{ Case = 'files from the pipeline'; Act = { Get-ChildItem $TestDrive | Sync-HfInferenceEndpoint } }
        @{ Case = 'paths from the pipeline'; Act = { "$path", "$path.2.json" | Sync-HfInferenceEndpoint } }
        @{ Case = 'a literal path'; Act = { Sync-HfInferenceEndpoint -LiteralPath $path, "$path.2.json" } }
    ) {
        Set-File @{ Name = 'demo'; MaxReplica = 1 }
        Set-File @{ Name = 'team'; Namespace = 'acme'; MaxReplica = 1 } "$path.2.json"
        & $Act | ForEach-Object { "$_" } | Sort-Object | Should -BeExactly 'Unchanged acme/team', 'Unchanged alice/demo'
    }

    It 'puts all into another namespace with -Namespace' {
        Set-File @{ Name = 'team'; Namespace = 'alice'; MaxReplica = 2 }
        (Sync-HfInferenceEndpoint $path -Namespace acme).Namespace | Should -BeExactly acme
        Get-HfEmulatorCall -Change | Should -BeExactly 'PUT /v2/endpoint/acme/team'
    }

    It 'can be piped into Wait-HfInferenceEndpoint' {
        Set-File @{ Name = 'demo'; MaxReplica = 1 }, @{ Name = 'team'; Namespace = 'acme'; MaxReplica = 1 }
        (Sync-HfInferenceEndpoint $path | Wait-HfInferenceEndpoint -Timeout 20).Namespace | Sort-Object | Should -BeExactly acme, alice
    }

    Context '-Prune' {
        It 'removes what the files lack in their namespaces, and nothing of others' {
            Set-File @{ Name = 'demo'; MaxReplica = 1 }
            $result = Sync-HfInferenceEndpoint $path -Prune -Force
            $result.Action | Should -BeExactly Unchanged, Remove
            Get-HfEmulatorCall -Change | Should -BeExactly 'DELETE /v2/endpoint/alice/other'
        }

        It 'removes all where the file is empty' {
            Set-File
            (Sync-HfInferenceEndpoint $path -Prune -Confirm:$false).Name | Should -BeExactly demo, other
            Get-HfInferenceEndpoint | Should -BeNullOrEmpty
        }

        It 'removes nothing without it' {
            Set-File @{ Name = 'demo'; MaxReplica = 1 }
            $null = Sync-HfInferenceEndpoint $path -Force
            Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
        }

        It 'removes nothing where it should ask and nobody can answer' {
            Set-File @{ Name = 'demo'; MaxReplica = 2 }
            $run = Invoke-InNewRunspace { Sync-HfInferenceEndpoint $args[0] -Prune } $path
            $run.Errors | Should -HaveCount 1
            Get-HfEmulatorCall -Change | Should -BeExactly 'PUT /v2/endpoint/alice/demo'
        }

        It 'removes nothing where a file can not be read' {
            Set-File @{ Name = 'demo'; MaxReplica = 1 }
            Set-Content "$path.2.json" '{'
            $result = Sync-HfInferenceEndpoint $path, "$path.2.json" -Prune -Force -ErrorVariable failure -ErrorAction SilentlyContinue
            $result | Should -BeNullOrEmpty
            $failure[0].FullyQualifiedErrorId | Should -BeExactly "InvalidFile,$suffix"
            Get-HfEmulatorCall | Should -BeNullOrEmpty
        }

        It 'still names an endpoint that can not be planned, and removes none then' {
            Set-File @{ Name = 'demo'; PrivateService = @{ accountId = '1' } }
            $result = Sync-HfInferenceEndpoint $path -Prune -Force -ErrorVariable failure -ErrorAction SilentlyContinue 3>&1
            $failure[0].FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
            $result | Should -BeOfType Management.Automation.WarningRecord
            Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
        }
    }

    Context 'secrets' {
        It 'sends those of environment variables, and shows none' {
            Set-File ($new + @{ Secret = @{ KEY = 'env:SYNC_KEY' } })
            $env:SYNC_KEY = 'hunter2'
            $said = Get-HfSpokenText { Sync-HfInferenceEndpoint $path -Verbose -Debug -Confirm:$false }
            (Get-HfEmulatorRequest -Method POST).body.model.secrets.KEY | Should -Not -BeNullOrEmpty
            $said | Should -BeLike '*env:SYNC_KEY*'
            $said | Should -Not -BeLike '*hunter2*'
            $said | Should -Not -BeLike "*$secret*"
        }

        It 'asks Get-Secret in the session of the user, once for each' {
            $script:asked = @()
            function global:Get-Secret {
                [CmdletBinding()] param($Name, $Vault)
                $script:asked += "$Vault/$Name"
                ConvertTo-SecureString hunter2 -AsPlainText
            }
            try {
                Set-File ($new + @{ Secret = @{ KEY = 'secret:Work/key' } }), @{ Name = 'demo'; Secret = @{ A = 'secret:Work/key'; B = 'secret:b' } }
                (Sync-HfInferenceEndpoint $path).IsApplied | Should -Be $true, $true
            } finally {
                Remove-Item Function:\Get-Secret
            }

            (Get-HfInferenceEndpoint demo).Raw.model.secrets.PSObject.Properties.Name | Sort-Object | Should -BeExactly A, B
        }

        It 'changes nothing where a secret is missing, and says which: <Reference>' -ForEach @(
            @{ Reference = 'env:SYNC_NONE'; Message = "*'SYNC_NONE'*" }
            @{ Reference = 'secret:none'; Message = "*'secret:none'*Microsoft.PowerShell.SecretManagement*" }
        ) {
            Set-File ($new + @{ Secret = @{ KEY = $Reference } }), @{ Name = 'demo'; MaxReplica = 2 }
            $result = Sync-HfInferenceEndpoint $path -ErrorVariable failure -ErrorAction SilentlyContinue 3>&1
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeExactly "SecretNotFound,$suffix"
            $failure[0].TargetObject | Should -BeExactly new
            "$($failure[0])" | Should -BeLike $Message
            $result | Should -BeOfType Management.Automation.WarningRecord
            Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
        }

        It 'says what Get-Secret said' {
            function global:Get-Secret { [CmdletBinding()] param($Name, $Vault) throw 'The vault is locked.' }
            try {
                Set-File ($new + @{ Secret = @{ KEY = 'secret:key' } })
                { Sync-HfInferenceEndpoint $path -WhatIf -ErrorAction Stop } | Should -Throw '*The vault is locked.*' -ErrorId "SecretNotFound,$suffix"
            } finally {
                Remove-Item Function:\Get-Secret
            }
        }

        It 'sends those that are there already with -ResendSecret alone' {
            $env:SYNC_KEY = 'hunter2'
            Set-File ($new + @{ Secret = @{ KEY = 'env:SYNC_KEY' } })
            $null = Sync-HfInferenceEndpoint $path
            (Sync-HfInferenceEndpoint $path).Action | Should -BeExactly Unchanged
            "$((Sync-HfInferenceEndpoint $path -ResendSecret).Changes)" | Should -BeExactly 'Secret.KEY: *** -> env:SYNC_KEY'
            Get-HfEmulatorCall -Change | Should -BeExactly 'POST /v2/endpoint/alice', 'PUT /v2/endpoint/alice/new'
        }
    }

    Context 'bad files' {
        It 'says what is wrong with <Text>' -ForEach @(
            @{ Name = 'f.json'; Text = "{`n 'Endpoints': [] }"; Message = "*f.json', line 2: *JSON*" }
            @{ Name = 'f.json'; Text = "{ ""Endpoints"": [ { ""Name"": ""demo"",`n ""Regoin"": ""x"" } ] }"; Message = "*line 2: 'Regoin'*'Region'*" }
            @{ Name = 'f.json'; Text = "{ ""Endpoints"": [ { ""Name"": ""demo"",`n ""MinReplica"": ""x"" } ] }"; Message = "*line 2: 'MinReplica'*" }
            @{ Name = 'f.psd1'; Text = "@{ Endpoints = @(`n@{ Name = 'demo'`n Regoin = 'x' }) }"; Message = "*f.psd1', line 3: 'Regoin'*" }
            @{ Name = 'f.psd1'; Text = "@{ Endpoints = @(`n@{ Name = 'demo'; MinReplica = -1 }) }"; Message = '*line 2: *MinReplica is -1*' }
            @{ Name = 'f.psd1'; Text = "@{ Endpoints = @(`n@{ Name = 'demo' Region = 'x' }) }"; Message = '*line 2: *' }
            @{ Name = 'f.psd1'; Text = '@{ Endpoints = Get-Date }'; Message = '*line 1: *' }
            @{ Name = 'f.psd1'; Text = '@{ Endpoints = @(@{ Name = "$(throw 1)" }) }'; Message = '*line 1: *' }
            @{ Name = 'f.psd1'; Text = "`$a = 1`n@{ Endpoints = @() }"; Message = '*f.psd1*@{ ... }*' }
            @{ Name = 'f.psd1'; Text = '@{ Endpoints = @{ 99999999999999999999999999999d = 1 } }'; Message = "*f.psd1'*put names in quotes*" }
            @{ Name = 'f.psd1'; Text = "@{ Endpoints = @{ Name = 'demo'`n1e400 = 1 } }"; Message = '*line 2: the number 1e400*' }
            @{ Name = 'f.txt'; Text = '{}'; Message = '*.json*.psd1*'; Id = 'InvalidRequest' }
        ) {
            $file = Join-Path $TestDrive $Name
            Set-Content $file $Text
            $expected = $_.ContainsKey('Id') ? $_.Id : 'InvalidFile'
            { Sync-HfInferenceEndpoint $file -ErrorAction Stop } | Should -Throw $Message -ErrorId "$expected,$suffix"
            Get-HfEmulatorCall | Should -BeNullOrEmpty
        }

        It 'names a file that is not there: <_>' -ForEach 'nosuch.json', 'nosuch*.json' {
            { Sync-HfInferenceEndpoint (Join-Path $TestDrive $_) -ErrorAction Stop } | Should -Throw '*nosuch*' -ErrorId "FileNotRead,$suffix"
        }

        It 'refuses an endpoint that is named twice' {
            Set-File @{ Name = 'demo' }, @{ Name = 'demo'; Namespace = 'alice' }
            { Sync-HfInferenceEndpoint $path -ErrorAction Stop } | Should -Throw "*'demo'*'alice'*" -ErrorId "InvalidFile,$suffix"
        }
    }

    It 'gives one error for each that the service refuses, and continues with the others' {
        Set-File @{ Name = 'demo'; Task = 'no-task' }, @{ Name = 'other'; MaxReplica = 2 }
        $result = Sync-HfInferenceEndpoint $path -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
        $failure.TargetObject | Should -BeExactly demo
        $result.Name | Should -BeExactly other
    }

    It 'changes nothing where a part of the plan can''t be: <Case>' -ForEach @(
        @{ Case = 'a new one lacks settings'; Bad = @{ Name = 'missing' }; Id = 'InvalidFile'; Target = 'missing' }
        @{ Case = 'a namespace is another''s'; Bad = @{ Name = 'x'; Namespace = 'stranger' }; Id = 'Forbidden'; Target = 'stranger' }
        @{ Case = 'a size does not exist'; Bad = @{ Name = 'demo'; InstanceSize = 'x9' }; Id = 'InvalidRequest'; Target = 'demo'; Message = "*'x9'*Did you mean 'x*" }
        @{ Case = 'hardware is not to be had'; Bad = @{ Name = 'demo'; Region = 'us-west-2'; Accelerator = 'gpu'; InstanceType = 'nvidia-h100'; InstanceSize = 'x8' }; Id = 'InvalidRequest'; Target = 'demo' }
        @{ Case = 'a quota is used up'; Bad = @{ Name = 'demo'; Accelerator = 'gpu'; InstanceType = 'nvidia-h200'; InstanceSize = 'x8' }; Busy = $true; Id = 'QuotaExceeded'; Target = 'demo' }
    ) {
        if ($_['Busy']) {
            $null = Set-HfEmulatorEndpoint busy @{ compute = @{ accelerator = 'gpu'; instanceType = 'nvidia-h200'; instanceSize = 'x8' } }
        }

        Set-File $Bad, @{ Name = 'other'; MaxReplica = 2 }
        $said = Sync-HfInferenceEndpoint $path -ErrorVariable failure -ErrorAction SilentlyContinue 3>&1
        $failure.FullyQualifiedErrorId | Should -BeExactly "$Id,$suffix"
        $failure.TargetObject | Should -BeExactly $Target
        "$failure" | Should -BeLike ($_['Message'] ?? '*')
        $said | Should -BeOfType Management.Automation.WarningRecord
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty

        $plan = Sync-HfInferenceEndpoint $path -WhatIf -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.FullyQualifiedErrorId | Should -BeExactly "$Id,$suffix"
        $plan.Name | Should -BeExactly other
    }

    It 'names the nearest hardware there is, before anything is sent' {
        Set-File ($new + @{ Tag = 'a' })
        (Get-Content $path -Raw).Replace('us-east-1', 'us-east-9') | Set-Content $path
        { Sync-HfInferenceEndpoint $path -ErrorAction Stop } | Should -Throw "*'us-east-9'*us-east-1*" -ErrorId "InvalidRequest,$suffix"
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'creates none twice where the answer is lost' {
        Set-HfEmulatorFault @{ method = 'POST'; path = '/v2/endpoint/*'; times = 1; drop = 'after' }
        Set-File $new
        (Sync-HfInferenceEndpoint $path).IsApplied | Should -BeTrue
        Get-HfEmulatorCall -Change | Should -HaveCount 1
    }

    It 'stops at Ctrl+C, and begins no more' {
        Set-HfEmulatorFault @{ method = 'PUT'; delayMs = 60000 }
        Set-File @{ Name = 'demo'; MaxReplica = 2 }, @{ Name = 'other'; MaxReplica = 2 }
        $stopped = Invoke-WithStop { Sync-HfInferenceEndpoint $args[0] } { Get-HfEmulatorCall -Change } $path
        $stopped.StopMilliseconds | Should -BeLessThan 1000
        Get-HfEmulatorCall -Change | Should -HaveCount 1
    }
}
