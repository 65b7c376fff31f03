# Endpoints down the pipeline of cmdlets that take texts from there too.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest
    $tgi = Get-HfEngineModel tgi @{ repository = 'HuggingFaceH4/zephyr-7b-beta' }
    $tei = Get-HfEngineModel tei @{ repository = 'BAAI/bge-small-en-v1.5'; task = 'sentence-embeddings' }
    $null = Set-HfEmulatorEndpoint writer @{ model = $tgi }
    $null = Set-HfEmulatorEndpoint writer @{ model = $tgi } -Namespace acme
    $null = Set-HfEmulatorEndpoint embedder @{ model = $tei }
    $writer = Get-HfInferenceEndpoint writer
    $embedder = Get-HfInferenceEndpoint embedder

    function Get-Body {
        (Get-HfServedPost).body
    }
}

AfterAll { Stop-HfTest }

Describe 'An endpoint that is piped in' {
    BeforeEach {
        Clear-HfEmulatorRequest
    }

    It 'continues with a prompt that stands without its name, as do others after it' {
        $texts = Get-HfInferenceEndpoint writer -Namespace alice, acme | Invoke-HfTextGeneration 'I am' -MaxNewTokens 3
        $texts.Prompt | Should -Be 'I am', 'I am'
        (Get-Body).inputs | Should -Be 'I am', 'I am'
        (Get-HfEmulatorRequest -Path /serve/*).path | Sort-Object | Should -Be /serve/acme/writer, /serve/alice/writer
    }

    It 'answers a prompt that stands without its name' {
        $null = $writer | Invoke-HfChatCompletion 'I am' -MaxTokens 3
        (Get-Body).messages.content | Should -Be 'I am'
    }

    It 'embeds a text that stands without its name' {
        ($embedder | Invoke-HfFeatureExtraction 'The sea').Text | Should -Be 'The sea'
        (Get-Body).inputs | Should -Be 'The sea'
    }

    It 'is sent the messages and not its own name' {
        $null = $writer | Invoke-HfChatCompletion -Message @{ role = 'user'; content = 'You are' } -MaxTokens 3
        $null = $writer | Invoke-HfChatCompletion -Prompt $null -Message @{ role = 'user'; content = 'We are' } -MaxTokens 3
        (Get-Body).messages.content | Should -Be 'You are', 'We are'
    }

    It 'is not a prompt of <Cmdlet>' -ForEach @(
        @{ Cmdlet = 'Invoke-HfTextGeneration'; Parameter = '-Prompt' }
        @{ Cmdlet = 'Invoke-HfChatCompletion'; Parameter = '-Prompt' }
        @{ Cmdlet = 'Invoke-HfFeatureExtraction'; Parameter = '-Text' }
    ) {
        $writer | & $Cmdlet -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $failure.TargetObject | Should -Be writer
        "$failure" | Should -BeLike "*$Parameter*"
        Get-HfEmulatorRequest | Should -BeNullOrEmpty
    }

    It 'leaves texts that are piped to an endpoint as they are' {
        $null = 'writer', 'I am' | Invoke-HfTextGeneration $writer -MaxNewTokens 3
        (Get-Body).inputs | Sort-Object | Should -Be 'I am', 'writer'
    }

    It 'may be a copy that came from a job or a file' {
        $file = Join-Path $TestDrive endpoint.xml
        Get-HfInferenceEndpoint writer -Namespace acme | Export-Clixml $file
        $copy = Import-Clixml $file
        ($copy | Invoke-HfTextGeneration -Prompt 'I am' -MaxNewTokens 3).Prompt | Should -Be 'I am'
        ($copy | Invoke-HfTextGeneration 'You are' -MaxNewTokens 3).Prompt | Should -Be 'You are'
        $null = Invoke-HfChatCompletion -Endpoint $copy -Message @{ role = 'user'; content = 'We are' } -MaxTokens 3
        $copy | Use-HfInferenceEndpoint { $_.Namespace } | Should -Be acme
        (Get-HfServedPost).path | Should -Be /serve/acme/writer, /serve/acme/writer, /serve/acme/writer/v1/chat/completions
        $null = $copy | Resume-HfInferenceEndpoint
    }

    It 'may be any object with its name' {
        ([pscustomobject]@{ Name = 'writer' } | Invoke-HfTextGeneration -Prompt 'I am' -MaxNewTokens 3).Prompt | Should -Be 'I am'
        { [pscustomobject]@{ Nome = 'writer' } | Invoke-HfTextGeneration -Prompt 'I am' -ErrorAction Stop } | Should -Throw
    }
}
