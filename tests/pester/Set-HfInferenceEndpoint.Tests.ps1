BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $secret = 'hf_secret-of-alice'
    $null = Start-HfTest --speed, 0 -Token $secret
    $suffix = 'HfEndpoints.Commands.SetHfInferenceEndpointCommand'

    function Get-SentBody {
        (Get-HfEmulatorRequest -Method PUT).body | ConvertTo-Json -Depth 20 -Compress
    }
}

AfterAll { Stop-HfTest }

Describe 'Set-HfInferenceEndpoint' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo @{ tags = @('old') }
        $null = Set-HfEmulatorEndpoint other
        $null = Set-HfEmulatorEndpoint team -Namespace acme
    }

    Context 'with settings' {
        It 'sends only <Body>' -ForEach @(
            @{ Said = @{ Repository = 'org/model' }; Body = '{"model":{"repository":"org/model"}}' }
            @{ Said = @{ Framework = 'custom'; Revision = 'v2'; Task = 'custom' }; Body = '{"model":{"framework":"custom","revision":"v2","task":"custom"}}' }
            @{ Said = @{ InstanceSize = 'x4'; InstanceType = 'intel-icl'; Accelerator = 'cpu' }; Body = '{"compute":{"accelerator":"cpu","instanceType":"intel-icl","instanceSize":"x4"}}' }
            @{ Said = @{ Region = 'eu-west-1'; Vendor = 'aws' }; Body = '{"provider":{"vendor":"aws","region":"eu-west-1"}}' }
            @{ Said = @{ Type = 'Private' }; Body = '{"type":"private"}' }
            @{ Said = @{ MinReplica = 0 }; Body = '{"compute":{"scaling":{"minReplica":0}}}' }
            @{ Said = @{ MinReplica = 0; MaxReplica = 2; ScaleToZeroTimeout = 30 }; Body = '{"compute":{"scaling":{"minReplica":0,"maxReplica":2,"scaleToZeroTimeout":30}}}' }
            @{ Said = @{ ScalingMetric = 'PendingRequests'; ScalingThreshold = 1.5 }; Body = '{"compute":{"scaling":{"measure":{"pendingRequests":1.5}}}}' }
            @{ Said = @{ CustomImage = @{ url = 'me/image:1' } }; Body = '{"model":{"image":{"custom":{"url":"me/image:1"}}}}' }
            @{ Said = @{ ContainerCommand = 'serve'; ContainerArgs = '--fast', '--port=80' }; Body = '{"model":{"command":["serve"],"args":["--fast","--port=80"]}}' }
            @{ Said = @{ Env = @{ MODE = 1 } }; Body = '{"model":{"env":{"MODE":"1"}}}' }
            @{ Said = @{ Secrets = @{ KEY = 'x' } }; Body = '{"model":{"secrets":{"KEY":"x"}}}' }
            @{ Said = @{ Secret = @{ KEY = $null } }; Body = '{"model":{"secrets":{"KEY":null}}}' }
            @{ Said = @{ CacheHttpResponses = $false }; Body = '{"experimentalFeatures":{"cacheHttpResponses":false}}' }
            @{ Said = @{ CacheHttpResponse = $true }; Body = '{"experimentalFeatures":{"cacheHttpResponses":true}}' }
            @{ Said = @{ Tags = 'a', 'b' }; Body = '{"tags":["a","b"]}' }
            @{ Said = @{ Domain = 'x.example.org'; Path = '/v1' }; Body = '{"route":{"domain":"x.example.org","path":"/v1"}}' }
            @{ Said = @{ Tag = @() }; Body = '{"tags":[]}' }
            @{ Said = @{ Env = @{} }; Body = '{"model":{"env":{}}}' }
            @{ Said = @{ Secret = @{} }; Body = '{"model":{"secrets":{}}}' }
            @{ Said = @{ ContainerArgument = @(); ContainerCommand = @() }; Body = '{"model":{"command":[],"args":[]}}' }
            @{ Said = @{ Revision = '' }; Body = '{"model":{"revision":""}}' }
            @{ Said = @{ Domain = '' }; Body = '{"route":{"domain":""}}' }
            @{ Said = @{ CustomRouter = [ordered]@{ tag = '1.2'; port = 3000 } }; Body = '{"customRouter":{"tag":"1.2","port":3000}}' }
            @{ Said = @{ CustomRouter = @{} }; Body = '{"customRouter":{}}' }
            @{ Said = @{ ExperimentalFeature = @{ loadBalancer = 'sticky' } }; Body = '{"experimentalFeatures":{"loadBalancer":"sticky"}}' }
            @{ Said = @{ ExperimentalFeatures = @{ loadBalancer = $null } }; Body = '{"experimentalFeatures":{"loadBalancer":null}}' }
            @{ Said = @{ ExperimentalFeature = @{ loadBalancer = 'random' }; CacheHttpResponse = $true }; Body = '{"experimentalFeatures":{"loadBalancer":"random","cacheHttpResponses":true}}' }
            @{ Said = @{ Network = @{ cidrList = @('cidr-1') } }; Body = '{"network":{"cidrList":["cidr-1"]}}' }
            @{ Said = @{ Network = @{ cidrList = @() } }; Body = '{"network":{"cidrList":[]}}' }
            @{ Said = @{ Notification = [ordered]@{ email = $true; push = $false } }; Body = '{"notifications":{"email":true,"push":false}}' }
        ) {
            # What the emulator thinks of it does not matter here.
            Set-HfEmulatorFault @{ method = 'PUT'; status = 200; body = @{ name = 'demo'; status = @{ state = 'updating' } } }
            (Set-HfInferenceEndpoint demo @Said).Status | Should -BeExactly updating
            Get-HfEmulatorCall | Should -BeExactly 'PUT /v2/endpoint/alice/demo'
            Get-SentBody | Should -BeExactly $Body
        }

        It 'gives the endpoint back as it is then, and leaves the rest alone' {
            $changed = Set-HfInferenceEndpoint demo -MaxReplica 2
            $changed | Should -BeOfType HfEndpoints.HfInferenceEndpoint
            $changed.Status, $changed.MaxReplica, $changed.Tags | Should -BeExactly updating, 2, old
        }

        It 'removes the router that an empty table is given for' {
            $with = Set-HfInferenceEndpoint demo -CustomRouter @{ tag = '1.2' }
            $with.Raw.customRouter.tag | Should -BeExactly '1.2'
            (Set-HfInferenceEndpoint demo -CustomRouter @{}).Raw.customRouter | Should -BeNullOrEmpty
        }

        It 'clears what an empty list is given for' {
            (Set-HfInferenceEndpoint demo -Tag @()).Tags | Should -BeNullOrEmpty
        }

        It 'takes tables as objects, and secrets as secure strings' {
            $null = Set-HfInferenceEndpoint demo -Env ([pscustomobject]@{ FLAG = $true }) -Secret @{ KEY = ConvertTo-SecureString 'my-own-key' -AsPlainText }
            Get-SentBody | Should -BeExactly '{"model":{"env":{"FLAG":"true"},"secrets":{"KEY":"my-own-key"}}}'
        }
    }

    Context 'with parallel sizes alone' {
        BeforeEach {
            $null = Set-HfEmulatorEndpoint large @{
                compute = @{ accelerator = 'gpu'; instanceType = 'nvidia-a100'; instanceSize = 'x4' }
                model   = @{ image = @{ vLLM = @{ url = 'vllm/vllm-openai:1'; port = 8000; healthRoute = '/health'; maxNumSeqs = 8 } } }
            }
            Clear-HfEmulatorRequest
        }

        It 'puts them into the image the endpoint has' {
            $null = Set-HfInferenceEndpoint large -TensorParallelSize 2 -DataParallelSize 2
            Get-HfEmulatorCall | Should -BeExactly 'GET /v2/endpoint/alice/large', 'PUT /v2/endpoint/alice/large'
            $image = (Get-HfEmulatorRequest -Method PUT).body.model.image.vLLM
            $image.url, $image.maxNumSeqs, $image.tensorParallelSize, $image.dataParallelSize |
                Should -BeExactly 'vllm/vllm-openai:1', 8, 2, 2
        }

        It 'refuses an image with registry credentials, which would be lost' {
            $answer = @{ name = 'large'; status = @{ state = 'running' }; model = @{ image = @{ vLLM = @{ url = 'x'; credentials = @{ username = 'me'; password = 'p' } } } } }
            Set-HfEmulatorFault @{ method = 'GET'; status = 200; body = $answer }
            Set-HfInferenceEndpoint large -TensorParallelSize 4 -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
            Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
        }

        It 'refuses an engine that has none' {
            { Set-HfInferenceEndpoint demo -TensorParallelSize 2 -ErrorAction Stop } | Should -Throw -ErrorId "InvalidRequest,$suffix"
            Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
        }

        It 'sends nothing with -WhatIf' {
            Set-HfInferenceEndpoint large -TensorParallelSize 4 -WhatIf
            Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
        }

        It 'does not read the image where a whole one is given' {
            $null = Set-HfInferenceEndpoint large -TensorParallelSize 4 -CustomImage @{ vLLM = @{ url = 'vllm/vllm-openai:2' } }
            Get-HfEmulatorCall | Should -BeExactly 'PUT /v2/endpoint/alice/large'
            (Get-HfEmulatorRequest).body.model.image.vLLM.tensorParallelSize | Should -BeExactly 4
        }
    }

    Context 'with a vendor or a region alone' {
        It 'keeps the other: <Case>' -ForEach @(
            @{ Case = 'a region'; Said = @{ Region = 'eu-west-1' }; Expected = 'aws', 'eu-west-1' }
            @{ Case = 'a vendor'; Said = @{ Vendor = 'aws' }; Expected = 'aws', 'us-east-1' }
        ) {
            $changed = Set-HfInferenceEndpoint demo @Said
            $changed.Vendor, $changed.Region | Should -BeExactly $Expected
            Get-HfEmulatorCall | Should -BeExactly 'GET /v2/endpoint/alice/demo', 'PUT /v2/endpoint/alice/demo'
            (Get-HfEmulatorRequest -Method PUT).body | ConvertTo-Json -Depth 5 -Compress |
                Should -BeExactly ('{{"provider":{{"vendor":"{0}","region":"{1}"}}}}' -f $Expected)
        }

        It 'says what there is, where the vendor has no such region' {
            { Set-HfInferenceEndpoint demo -Vendor azure -ErrorAction Stop } |
                Should -Throw -ErrorId "InvalidRequest,$suffix" -ExpectedMessage '*eastus*'
        }

        It 'sends nothing with -WhatIf' {
            Set-HfInferenceEndpoint demo -Region eu-west-1 -WhatIf
            Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
        }
    }

    Context 'with endpoints' {
        It 'takes what a call says before what a row of a table says' {
            $rows = 'Name,Namespace,Tag', 'team,acme,y', 'demo,alice,y' | ConvertFrom-Csv
            ($rows | Set-HfInferenceEndpoint -Tag x).Tags | Select-Object -Unique | Should -BeExactly x
            Get-HfEmulatorCall -Change | Should -BeExactly 'PUT /v2/endpoint/acme/team', 'PUT /v2/endpoint/alice/demo'
        }
    }

    Context 'with what can''t be' {
        It 'refuses <Case> before any request' -ForEach @(
            @{ Case = 'a minimum above the maximum'; Said = @{ MinReplica = 3; MaxReplica = 2 } }
            @{ Case = 'a time-out below a minute'; Said = @{ ScaleToZeroTimeout = 0 } }
            @{ Case = 'a negative minimum'; Said = @{ MinReplica = -1 } }
            @{ Case = 'a threshold without its metric'; Said = @{ ScalingThreshold = 1 } }
            @{ Case = 'no setting at all'; Said = @{} }
            @{ Case = 'an image without an address'; Said = @{ CustomImage = @{ port = 80 } } }
            @{ Case = 'a parallel size of 0'; Said = @{ TensorParallelSize = 0 } }
        ) {
            Set-HfInferenceEndpoint demo @Said -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
            $failure[0].CategoryInfo.Category | Should -Be InvalidArgument
            $failure[0].TargetObject | Should -BeExactly demo
            Get-HfEmulatorRequest | Should -BeNullOrEmpty
        }

        It 'warns of the type protected' {
            $null = Set-HfInferenceEndpoint demo -Type protected -WarningVariable warning -WarningAction SilentlyContinue
            $warning | Should -HaveCount 1
        }
    }

    Context 'with care' {
        It 'writes neither the token nor a secret to any stream' {
            $said = Get-HfSpokenText {
                Set-HfInferenceEndpoint demo, missing -Secret @{ KEY = 'my-own-key' } -Token $secret -Verbose -Debug -Confirm:$false
                Set-HfInferenceEndpoint demo -CustomImage @{ url = 'x'; secrets = @{ KEY = 'my-own-key' }; credentials = @{ username = 'me'; password = 'my-own-key' } } -Verbose -Debug -Confirm:$false
            }
            $said | Should -BeLike '*missing*'
            $said | Should -Not -BeLike "*$secret*"
            $said | Should -Not -BeLike '*my-own-key*'
        }
    }
}
