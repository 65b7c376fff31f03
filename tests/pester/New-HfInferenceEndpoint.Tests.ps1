BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0, --org, acme, --org, unpaid-org
    $suffix = 'HfEndpoints.Commands.NewHfInferenceEndpointCommand'
    $gpt2 = Get-HfGpt2Setting
}

AfterAll { Stop-HfTest }

Describe 'New-HfInferenceEndpoint' {
    BeforeEach {
        Reset-HfTest
    }

    It 'creates an endpoint with one request and gives it back' {
        $created = New-HfInferenceEndpoint demo @gpt2 -Task text-generation
        $created | Should -BeOfType HfEndpoints.HfInferenceEndpoint
        $created.Name, $created.Namespace, $created.Status, $created.Repository | Should -BeExactly demo, alice, pending, gpt2
        Get-HfEmulatorCall | Should -BeExactly 'POST /v2/endpoint/alice'
    }

    It 'creates it in the namespace that stands before the name' {
        "$(New-HfInferenceEndpoint acme/demo @gpt2)", "$(New-HfInferenceEndpoint acme/other @gpt2 -Namespace acme)" |
            Should -BeExactly acme/demo, acme/other
        New-HfInferenceEndpoint acme/third @gpt2 -Namespace alice -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
        Get-HfEmulatorCall -Change | Should -BeExactly 'POST /v2/endpoint/acme', 'POST /v2/endpoint/acme'
    }

    It 'sends what the service needs, and no more' {
        $null = New-HfInferenceEndpoint demo @gpt2 -Task text-generation
        (Get-HfEmulatorRequest).body | ConvertTo-Json -Depth 10 -Compress | Should -BeExactly (
            '{"name":"demo","type":"authenticated","provider":{"vendor":"aws","region":"us-east-1"},' +
            '"compute":{"accelerator":"cpu","instanceType":"intel-icl","instanceSize":"x2","scaling":{"minReplica":1,"maxReplica":1}},' +
            '"model":{"repository":"gpt2","framework":"pytorch","task":"text-generation","image":{"huggingface":{}}}}')
    }

    It 'puts -<Name> at <Place>' -ForEach @(
        @{ Name = 'Task'; Value = 'fill-mask'; Place = 'model.task' }
        @{ Name = 'Revision'; Value = 'v1'; Place = 'model.revision' }
        @{ Name = 'Type'; Value = 'PUBLIC'; Place = 'type'; Sent = 'public' }
        @{ Name = 'MinReplica'; Value = 0; Place = 'compute.scaling.minReplica' }
        @{ Name = 'MinReplica'; Value = 3; Place = 'compute.scaling.maxReplica' }
        @{ Name = 'MaxReplica'; Value = 4; Place = 'compute.scaling.maxReplica' }
        @{ Name = 'ScaleToZeroTimeout'; Value = 30; Place = 'compute.scaling.scaleToZeroTimeout' }
        @{ Name = 'ContainerCommand'; Value = 'a', 'b'; Place = 'model.command' }
        @{ Name = 'ContainerArgument'; Value = 'a', 'b'; Place = 'model.args' }
        @{ Name = 'ContainerArgs'; Value = , 'a'; Place = 'model.args' }
        @{ Name = 'Env'; Value = @{ MODE = 'x' }; Place = 'model.env.MODE'; Sent = 'x' }
        @{ Name = 'Secret'; Value = @{ KEY = 'x' }; Place = 'model.secrets.KEY'; Sent = 'x' }
        @{ Name = 'Secrets'; Value = @{ KEY = 'x' }; Place = 'model.secrets.KEY'; Sent = 'x' }
        @{ Name = 'AccountId'; Value = '123'; Place = 'accountId' }
        @{ Name = 'Domain'; Value = 'x.example.org'; Place = 'route.domain' }
        @{ Name = 'Path'; Value = '/v1'; Place = 'route.path' }
        @{ Name = 'CacheHttpResponse'; Value = $true; Place = 'cacheHttpResponses' }
        @{ Name = 'CacheHttpResponses'; Value = $false; Place = 'cacheHttpResponses' }
        @{ Name = 'Tag'; Value = 'a', 'b'; Place = 'tags' }
        @{ Name = 'Tags'; Value = , 'a'; Place = 'tags' }
        @{ Name = 'CustomRouter'; Value = @{ tag = '1.2'; port = 3000; env = @{ MODE = 'fast' } }; Place = 'customRouter.env.MODE'; Sent = 'fast' }
        @{ Name = 'ExperimentalFeature'; Value = @{ loadBalancer = 'sticky' }; Place = 'experimentalFeatures.loadBalancer'; Sent = 'sticky' }
        @{ Name = 'ExperimentalFeatures'; Value = @{ skipRepoDownload = $true }; Place = 'experimentalFeatures.skipRepoDownload'; Sent = $true }
        @{ Name = 'Network'; Value = @{ cidrList = '10.0.0.0/8', '192.168.1.0/24' }; Place = 'network.cidrList'; Sent = '10.0.0.0/8', '192.168.1.0/24' }
        @{ Name = 'Notification'; Value = @{ email = $true; push = $false }; Place = 'notifications.email'; Sent = $true }
        @{ Name = 'Notifications'; Value = @{ email = $true; push = $false }; Place = 'notifications.push'; Sent = $false }
        @{ Name = 'PrivateService'; Value = @{ accountId = '123'; region = 'eu-west-1'; shared = $true }; Place = 'privateService.accountId'; Sent = '123' }
        @{ Name = 'Network'; Value = @{ learnt = 'tomorrow' }; Place = 'network.learnt'; Sent = 'tomorrow' }
    ) {
        # What the emulator thinks of it does not matter here.
        Set-HfEmulatorFault @{ method = 'POST'; status = 200; body = @{ name = 'demo'; status = @{ state = 'pending' } } }
        $said = @{ $Name = $Value }
        $null = New-HfInferenceEndpoint demo @gpt2 @said
        $sent = (Get-HfEmulatorRequest).body
        foreach ($part in $Place -split '\.') {
            $sent = $sent.$part
        }

        $sent | Should -BeExactly ($Sent ?? $Value)
    }

    It 'sends a metric with its threshold' {
        $null = New-HfInferenceEndpoint demo @gpt2 -ScalingMetric pendingrequests -ScalingThreshold 2
        (Get-HfEmulatorRequest).body.compute.scaling.measure | ConvertTo-Json -Compress | Should -BeExactly '{"pendingRequests":2}'
    }

    It 'has what its tables say' {
        $list = New-HfCidrList office 203.0.113.0/24
        $said = @{
            CustomRouter        = @{ tag = '1.2'; port = 3000 }
            ExperimentalFeature = @{ loadBalancer = 'sticky' }
            Network             = @{ cidrBlock = $true; cidrList = $list.Range }
            Notification        = [pscustomobject]@{ email = $true; push = $false }
            PrivateService      = @{ accountId = '123456789012'; region = 'us-east-1' }
        }
        $raw = (New-HfInferenceEndpoint demo @gpt2 @said -Type private).Raw
        $raw.customRouter.tag, $raw.customRouter.port | Should -BeExactly '1.2', 3000
        $raw.experimentalFeatures.loadBalancer | Should -BeExactly sticky
        $raw.network.cidrList | Should -BeExactly $list.Range
        $raw.notifications.email, $raw.notifications.push | Should -BeExactly $true, $false
        (Get-HfPrivateService).EndpointName | Should -BeExactly demo
    }

    It 'creates one in another namespace' {
        (New-HfInferenceEndpoint demo @gpt2 -Namespace acme).Namespace | Should -BeExactly acme
        Get-HfEmulatorCall | Should -BeExactly 'POST /v2/endpoint/acme'
    }

    It 'creates one for each row of a table' {
        $rows = @(
            'Name,Namespace,Repository,Framework,Accelerator,InstanceSize,InstanceType,Region,Vendor'
            'first,alice,gpt2,pytorch,cpu,x1,intel-icl,us-east-1,aws'
            'Bad Name,alice,gpt2,pytorch,cpu,x1,intel-icl,us-east-1,aws'
            'second,acme,gpt2,pytorch,cpu,x4,intel-icl,us-east-1,aws'
        ) | ConvertFrom-Csv
        $created = $rows | New-HfInferenceEndpoint -ErrorVariable failure -ErrorAction SilentlyContinue
        $created | ForEach-Object { "$_ $($_.InstanceSize)" } | Should -BeExactly 'alice/first x1', 'acme/second x4'
        $failure | Should -HaveCount 1
        $failure[0].TargetObject | Should -BeExactly 'Bad Name'
    }

    It 'copies an endpoint under another name' {
        $null = Set-HfEmulatorEndpoint original
        $copy = Get-HfInferenceEndpoint original | New-HfInferenceEndpoint -Name copy
        $copy.Name, $copy.Repository, $copy.InstanceSize | Should -BeExactly copy, gpt2, x2
    }

    It 'refuses <Case> before any request' -ForEach @(
        @{ Case = 'capitals in the name'; Said = @{ Name = 'Demo' } }
        @{ Case = 'an empty name'; Said = @{ Name = '' }; Id = 'ParameterArgumentValidationErrorEmptyStringNotAllowed' }
        @{ Case = 'a name of 33 characters'; Said = @{ Name = 'x' * 33 } }
        @{ Case = 'a line end in the name'; Said = @{ Name = "demo`n" } }
        @{ Case = 'a minimum above the maximum'; Said = @{ MinReplica = 2; MaxReplica = 1 } }
        @{ Case = 'a time-out below a minute'; Said = @{ ScaleToZeroTimeout = 0 } }
        @{ Case = 'a threshold without its metric'; Said = @{ ScalingThreshold = 5 } }
        @{ Case = 'a parallel size without an image'; Said = @{ TensorParallelSize = 2 } }
        @{ Case = 'an image without an address'; Said = @{ CustomImage = @{ port = 80 } } }
        @{ Case = 'a text for a table'; Said = @{ Env = 'A=1' }; Id = 'ParameterArgumentTransformationError' }
        @{ Case = 'a text for a network'; Said = @{ Network = 'cidr-1' }; Id = 'ParameterArgumentTransformationError' }
    ) {
        if (-not $Said.ContainsKey('Name')) {
            $Said.Name = 'demo'
        }

        $failure = { New-HfInferenceEndpoint @gpt2 @Said -ErrorAction Stop } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeExactly "$($Id ?? 'InvalidRequest'),$suffix"
        $failure.CategoryInfo.Category | Should -BeIn InvalidArgument, InvalidData
        Get-HfEmulatorRequest | Should -BeNullOrEmpty
    }

    It 'makes <Id> of <Case>' -ForEach @(
        @{ Case = 'a name that is taken'; Id = 'EndpointAlreadyExists'; Category = 'ResourceExists'; Said = @{ Name = 'taken' } }
        @{ Case = 'a namespace that is not yours'; Id = 'Forbidden'; Category = 'PermissionDenied'; Said = @{ Namespace = 'stranger' } }
        @{ Case = 'a namespace that can''t pay'; Id = 'Forbidden'; Category = 'PermissionDenied'; Said = @{ Namespace = 'unpaid-org' } }
        @{ Case = 'hardware that is not offered'; Id = 'InvalidRequest'; Category = 'InvalidArgument'; Said = @{ InstanceSize = 'x3' } }
        @{ Case = 'more than the quota'; Id = 'QuotaExceeded'; Category = 'QuotaExceeded'; Said = @{ Accelerator = 'gpu'; InstanceType = 'nvidia-t4'; InstanceSize = 'x4'; MaxReplica = 5 } }
        @{ Case = 'a token that may only read'; Id = 'Forbidden'; Category = 'PermissionDenied'; Said = @{ Token = 'hf_read' } }
    ) {
        $null = Set-HfEmulatorEndpoint taken
        $settings = @{ Name = 'demo' } + $gpt2
        foreach ($key in $Said.Keys) {
            $settings[$key] = $Said[$key]
        }

        New-HfInferenceEndpoint @settings -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "$Id,$suffix"
        $failure[0].CategoryInfo.Category | Should -Be $Category
        $failure[0].TargetObject | Should -BeExactly $settings.Name
        Get-HfEmulatorCall '/v2/*' -Change | Should -HaveCount 1
    }

    It 'warns of the type protected, and sends it' {
        $null = New-HfInferenceEndpoint demo @gpt2 -Type protected -WarningVariable warning -WarningAction SilentlyContinue
        $warning | Should -HaveCount 1
        (Get-HfEmulatorRequest).body.type | Should -BeExactly protected
    }

    It 'creates nothing with -WhatIf, but still refuses what can''t be' {
        New-HfInferenceEndpoint demo @gpt2 -WhatIf | Should -BeNullOrEmpty
        { New-HfInferenceEndpoint Demo @gpt2 -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId "InvalidRequest,$suffix"
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'does not ask with -Confirm:$false' {
        $run = Invoke-InNewRunspace {
            $ConfirmPreference = 'Low'
            $settings = $args[0]
            New-HfInferenceEndpoint demo @settings -Confirm:$false
        } -ArgumentList $gpt2
        $run.Errors | Should -BeNullOrEmpty
        $run.Output.Name | Should -BeExactly demo
    }

    It 'stops at Ctrl+C' {
        Set-HfEmulatorFault @{ method = 'POST'; delayMs = 60000 }
        $stopped = Invoke-WithStop {
            $settings = $args[0]
            New-HfInferenceEndpoint demo @settings
        } { Get-HfEmulatorCall -Change } -ArgumentList $gpt2
        $stopped.StopMilliseconds | Should -BeLessThan 1000
        $stopped.Errors | Should -BeNullOrEmpty
    }
}
