BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest
    $suffix = 'HfEndpoints.Commands.GetHfInferenceCatalogCommand'
}

AfterAll { Stop-HfTest }

Describe 'Get-HfInferenceCatalog' {
    BeforeEach {
        Reset-HfEmulator
    }

    It 'emits the models of the catalog' {
        $models = Get-HfInferenceCatalog
        $models | Should -BeOfType HfEndpoints.HfCatalogModel
        $models.CatalogModel | Should -Contain meta-llama/Llama-3.2-1B-Instruct
        "$($models[0])" | Should -BeExactly $models[0].CatalogModel
        $request = Get-HfEmulatorRequest
        $request.path, $request.authorization | Should -BeExactly /api/catalog/repo-list, $true
    }

    It 'finds <Case>' -ForEach @(
        @{ Case = 'a repository'; Name = 'BAAI/bge-m3'; Expected = 'BAAI/bge-m3' }
        @{ Case = 'a repository whatever the case'; Name = 'baai/BGE-m3'; Expected = 'BAAI/bge-m3' }
        @{ Case = 'a model by its name alone'; Name = 'bge-m3'; Expected = 'BAAI/bge-m3' }
        @{ Case = 'all of an owner'; Name = 'meta-llama/*'; Expected = 'meta-llama/Llama-3.2-1B-Instruct', 'meta-llama/Llama-3.1-8B-Instruct' }
        @{ Case = 'names by wildcards'; Name = 'llama-3.?-8b*'; Expected = 'meta-llama/Llama-3.1-8B-Instruct' }
        @{ Case = 'several names'; Name = 'gpt2', '*smollm*'; Expected = 'openai-community/gpt2', 'HuggingFaceTB/SmolLM3-3B' }
        @{ Case = 'nothing by wildcards'; Name = 'nothing*'; Expected = @() }
    ) {
        (Get-HfInferenceCatalog $Name -ErrorAction Stop).CatalogModel | Should -BeExactly $Expected
        @(Get-HfEmulatorRequest).Count | Should -Be 1
    }

    It 'searches for a part of the repository' {
        (Get-HfInferenceCatalog -Search INSTRUCT).CatalogModel | ForEach-Object { $_ | Should -BeLike *-Instruct* }
        (Get-HfInferenceCatalog -Search open).CatalogModel | Should -BeExactly openai/gpt-oss-20b, openai-community/gpt2
        (Get-HfInferenceCatalog *2 -Search open).CatalogModel | Should -BeExactly openai-community/gpt2
        Get-HfInferenceCatalog -Search nothing -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'is piped into New-HfInferenceEndpoint' {
        $created = Get-HfInferenceCatalog bge-m3 | New-HfInferenceEndpoint -Name embed -Namespace acme
        $created.Name, $created.Repository | Should -BeExactly embed, BAAI/bge-m3
        $request = Get-HfEmulatorRequest /api/catalog/deploy
        $request.body | ConvertTo-Json -Compress | Should -BeExactly '{"namespace":"acme","repoId":"BAAI/bge-m3","endpointName":"embed"}'
    }

    It 'takes what it emitted' {
        (Get-HfInferenceCatalog -Search llama | Get-HfInferenceCatalog).Count | Should -Be 2
    }

    It 'reports a catalog that fails' {
        Set-HfEmulatorFault @{ path = '/api/catalog/*'; status = 403 }
        Get-HfInferenceCatalog -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "Forbidden,$suffix"
    }
}
