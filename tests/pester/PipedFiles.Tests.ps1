# Files down the pipeline of cmdlets that take texts from there: their content is the text, never their path.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest
    $tgi = Get-HfEngineModel tgi @{ repository = 'HuggingFaceH4/zephyr-7b-beta' }
    $tei = Get-HfEngineModel tei @{ repository = 'BAAI/bge-small-en-v1.5'; task = 'sentence-embeddings' }
    $null = Set-HfEmulatorEndpoint writer @{ model = $tgi }
    $null = Set-HfEmulatorEndpoint embedder @{ model = $tei }
    $text = 'grün 🍵'
    $texts = Join-Path $TestDrive texts
    $null = New-Item -ItemType Directory $texts
    Set-Content (Join-Path $texts a.txt) $text -NoNewline -Encoding utf8NoBOM
    Set-Content (Join-Path $texts b.txt) $text -NoNewline -Encoding utf8BOM
    Set-Content (Join-Path $texts c.txt) $text -NoNewline -Encoding unicode
    Set-Content (Join-Path $texts d.txt) $text -NoNewline -Encoding utf32

    function Get-Sent {
        (Get-HfServedPost).body
    }
}

AfterAll { Stop-HfTest }

Describe 'A file that is piped in' {
    BeforeEach {
        Clear-HfEmulatorRequest
    }

    It 'is its content to Invoke-HfTextGeneration, in each encoding that can be recognized' {
        $answers = Get-ChildItem $texts | Invoke-HfTextGeneration writer -MaxNewTokens 2
        $answers.Prompt | Should -BeExactly (@($text) * 4)
        (Get-Sent).inputs | Should -BeExactly (@($text) * 4)
    }

    It 'is its content to Invoke-HfChatCompletion, and no image' {
        $null = Get-Item (Join-Path $texts a.txt) | Invoke-HfChatCompletion writer -MaxTokens 2
        (Get-Sent).messages.content | Should -BeExactly $text
    }

    It 'is its content to Invoke-HfFeatureExtraction' {
        (Get-ChildItem $texts | Invoke-HfFeatureExtraction embedder).Text | Should -BeExactly (@($text) * 4)
    }

    It 'is its content as an argument too' {
        (Invoke-HfTextGeneration writer (Get-ChildItem $texts) -MaxNewTokens 2).Prompt | Should -BeExactly (@($text) * 4)
    }

    It 'is an error of its own where it is not text, and the rest continues' -ForEach @(
        @{ Name = 'latin.txt'; Bytes = [byte[]] (0x67, 0x72, 0xFC, 0x6E); Kind = 'FileNotRead' }
        @{ Name = 'picture.png'; Bytes = [byte[]] (0x89, 0x50, 0x4E, 0x47); Kind = 'FileNotRead' }
        @{ Name = 'zeros.bin'; Bytes = [byte[]] (0, 0, 0); Kind = 'FileNotRead' }
    ) {
        $path = Join-Path $TestDrive $Name
        [IO.File]::WriteAllBytes($path, $Bytes)
        $answers = (Get-Item $path), 'one' | Invoke-HfTextGeneration writer -MaxNewTokens 2 -ErrorVariable failure -ErrorAction SilentlyContinue
        $answers.Prompt, $answers.Index | Should -BeExactly one, 1
        $failure.FullyQualifiedErrorId | Should -BeLike "$Kind,*"
        $failure.TargetObject.FullName | Should -BeExactly $path
        $failure.Exception.Index | Should -BeExactly 0
        (Get-Sent).inputs | Should -BeExactly one
    }

    It 'is refused where it is a folder' {
        Get-Item $texts | Invoke-HfTextGeneration writer -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        Get-Sent | Should -BeNullOrEmpty
    }

    It 'is refused where it is an object without a text, never sent as its type' {
        [pscustomobject] @{ a = 1 }, [pscustomobject] @{ Prompt = 'one' } |
            Invoke-HfTextGeneration writer -MaxNewTokens 2 -ErrorVariable failure -ErrorAction SilentlyContinue |
            ForEach-Object Prompt | Should -BeExactly one
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        (Get-Sent).inputs | Should -BeExactly one
    }
}
