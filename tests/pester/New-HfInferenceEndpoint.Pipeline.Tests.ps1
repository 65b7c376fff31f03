# Endpoints made of rows: of a CSV file, of JSON, of other endpoints.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0

    function Get-Body {
        (Get-HfEmulatorRequest -Method POST).body
    }
}

AfterAll { Stop-HfTest }

Describe 'New-HfInferenceEndpoint from the pipeline' {
    BeforeEach {
        Reset-HfEmulator
    }

    It 'takes every setting of a row, and a blank cell for none' {
        @'
Name,Repository,Framework,Accelerator,Vendor,Region,InstanceSize,InstanceType,Tags,MinReplica,MaxReplica,Task,Type,ScaleToZeroTimeout,ScalingMetric,ScalingThreshold,Revision
one,gpt2,pytorch,cpu,aws,us-east-1,x2,intel-icl,nightly,0,2,text-generation,public,15,pendingRequests,1.5,main
two,gpt2,pytorch,cpu,aws,us-east-1,x2,intel-icl,,,,,,,,,
'@ | ConvertFrom-Csv | New-HfInferenceEndpoint | ForEach-Object Name | Should -Be one, two
        $one, $two = Get-Body
        $one.compute.scaling | ConvertTo-Json -Compress | Should -Be (
            '{"minReplica":0,"maxReplica":2,"scaleToZeroTimeout":15,"measure":{"pendingRequests":1.5}}')
        $one.type, $one.model.task, $one.model.revision, $one.tags | Should -Be public, text-generation, main, nightly
        $two.compute.scaling | ConvertTo-Json -Compress | Should -Be '{"minReplica":1,"maxReplica":1}'
        $two.type | Should -Be authenticated
        $two.PSObject.Properties.Name | Should -Not -Contain tags
        $two.model.PSObject.Properties.Name | Sort-Object | Should -Be framework, image, repository
    }

    It 'takes the tables of JSON' {
        $null = @'
{"Name":"one","Repository":"gpt2","Framework":"custom","Accelerator":"cpu","Vendor":"aws","Region":"us-east-1","InstanceSize":"x2","InstanceType":"intel-icl",
 "Env":{"LEVEL":"debug"},"Secrets":{"KEY":"k"},"CustomImage":{"url":"me/image:1"},"ContainerArgs":["--fast"]}
'@ | ConvertFrom-Json | New-HfInferenceEndpoint
        $model = (Get-Body).model
        $model.env.LEVEL, $model.secrets.KEY, $model.image.custom.url, $model.args | Should -Be debug, k, me/image:1, --fast
    }

    It 'takes the settings that an endpoint shows, and others from the command line' {
        $null = Set-HfEmulatorEndpoint old @{ type = 'public'; tags = 'a', 'b'; compute = @{ scaling = @{ minReplica = 0; maxReplica = 3; scaleToZeroTimeout = 30 } } }
        $new = Get-HfInferenceEndpoint old | New-HfInferenceEndpoint -Name new -MaxReplica 5
        $new.Type, $new.MinReplica, $new.MaxReplica, $new.ScaleToZeroTimeout | Should -Be public, 0, 5, 30
        $new.Tags | Should -Be a, b
        (Get-Body).model.PSObject.Properties.Name | Should -Not -Contain revision
    }
}
