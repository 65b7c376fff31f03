BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
    $suffix = 'HfEndpoints.Commands.CompareHfInferenceEndpointCommand'
    Push-Location $TestDrive

    function Set-File([hashtable[]] $Entry, [string] $Path = 'endpoints.json') {
        ConvertTo-Json @{ Endpoints = $Entry } -Depth 9 | Set-Content $Path
    }
}

AfterAll {
    Pop-Location
    Stop-HfTest
}

Describe 'Compare-HfInferenceEndpoint' {
    BeforeEach {
        Reset-HfTest
        Get-ChildItem | Remove-Item
        'demo', 'other' | ForEach-Object { $null = Set-HfEmulatorEndpoint $_ @{ model = @{ env = @{ A = '1' }; secrets = @{ KEY = 'hunter2' } } } }
        Clear-HfEmulatorRequest
    }

    It 'gives nothing where a file and the service agree: <_>' -ForEach json, yaml, psd1 {
        Export-HfInferenceEndpoint "all.$_"
        Compare-HfInferenceEndpoint "all.$_" -Prune | Should -BeNullOrEmpty
    }

    It 'gives each setting that differs, with both values' {
        Set-File @{ Name = 'demo'; MaxReplica = 4; Env = @{ A = '2' } }, @{ Name = 'other'; MaxReplica = 1 }
        $differences = @(Compare-HfInferenceEndpoint endpoints.json)
        $differences | ForEach-Object { "$_" } | Should -BeExactly 'alice/demo MaxReplica: 1 -> 4', 'alice/demo Env.A: 1 -> 2'
        $differences[0].Setting, $differences[0].Value, $differences[0].Other | Should -BeExactly MaxReplica, 1, 4
        $differences[0].With | Should -BeExactly (Join-Path $PWD endpoints.json)
        Get-HfEmulatorCall | Should -BeExactly 'GET /v2/endpoint/alice?limit=100'
    }

    It 'gives what is missing on the service, and with -Prune in the file' {
        Set-File @{ Name = 'demo' }, @{ Name = 'new' }
        Compare-HfInferenceEndpoint endpoints.json | ForEach-Object { "$_" } | Should -BeExactly 'alice/new is missing on the service'
        Compare-HfInferenceEndpoint endpoints.json -Prune | ForEach-Object { "$_" } |
            Should -BeExactly 'alice/new is missing on the service', 'alice/other is missing in the file'
    }

    It 'gives also what can not be changed' {
        Set-File @{ Name = 'demo'; PrivateService = @{ accountId = '1' } }
        (Compare-HfInferenceEndpoint endpoints.json).Setting | Should -BeExactly PrivateService.accountId
    }

    It 'gives what only one of two endpoints has' {
        $null = Set-HfEmulatorEndpoint demo @{ model = Get-HfEngineModel tgi }
        $difference = Compare-HfInferenceEndpoint demo -With other | Where-Object Setting -Like CustomImage*
        $difference.Setting | Should -BeExactly CustomImage.tgi
        $difference.Value.url | Should -BeLike '*text-generation-inference*'
        $difference.Other | Should -BeNullOrEmpty
    }

    It 'takes <Case>' -ForEach @(
        @{ Case = 'wildcards'; Act = { Compare-HfInferenceEndpoint *.json } }
        @{ Case = 'files from the pipeline'; Act = { Get-ChildItem | Compare-HfInferenceEndpoint } }
    ) {
        Set-File @{ Name = 'demo'; MaxReplica = 2 } a.json
        Set-File @{ Name = 'other'; MaxReplica = 3 } b.json
        $differences = & $Act
        $differences.Name | Should -BeExactly demo, other
        Split-Path $differences.With -Leaf | Should -BeExactly a.json, b.json
    }

    It 'compares an endpoint with another' {
        $null = Set-HfInferenceEndpoint other -MaxReplica 3 -Tag x -Env @{ B = 1 } -Secret @{ KEY = $null; MORE = 'hunter3' }
        $differences = Compare-HfInferenceEndpoint demo -With other
        $differences | ForEach-Object { "$($_.Setting)" } | Should -BeExactly MaxReplica, Env.B, Env.A, Secret.MORE, Secret.KEY, Tag
        $differences[0].With | Should -BeExactly alice/other
        $differences | ConvertTo-Json | Should -Not -Match hunter
        Get-HfInferenceEndpoint | Compare-HfInferenceEndpoint -With other | ForEach-Object Name | Select-Object -Unique | Should -BeExactly demo
        Compare-HfInferenceEndpoint demo -With demo | Should -BeNullOrEmpty
    }

    It 'is one error for <Case>' -ForEach @(
        @{ Case = 'a file that is broken'; Act = { Compare-HfInferenceEndpoint broken.json }; Id = 'InvalidFile' }
        @{ Case = 'a file that is missing'; Act = { Compare-HfInferenceEndpoint missing.json }; Id = 'FileNotRead' }
        @{ Case = 'another endpoint that is missing'; Act = { Compare-HfInferenceEndpoint demo -With missing }; Id = 'EndpointNotFound' }
    ) {
        Set-Content broken.json '{'
        $failure = @(& $Act 2>&1)
        $failure.FullyQualifiedErrorId | Should -BeExactly "$Id,$suffix"
    }

    It 'shows a table of 80 columns' {
        Set-File @{ Name = 'demo'; MaxReplica = 4 }
        $shown = Compare-HfInferenceEndpoint endpoints.json | Out-String -Stream -Width 80
        "$shown" | Should -Match 'Name\s+Setting\s+Value\s+Other.*demo\s+MaxReplica\s+1\s+4'
    }
}
