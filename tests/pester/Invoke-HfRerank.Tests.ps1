BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest
    $suffix = 'HfEndpoints.Commands.InvokeHfRerankCommand'
    $texts = 'The hills are green.', 'The sea is salt water.', 'A machine needs oil.'
    $uri = [uri]::new($emulator.Uri, '/serve/alice/tei')

    function Get-Post {
        Get-HfEmulatorRequest -Path */rerank
    }
}

AfterAll { Stop-HfTest }

Describe 'Invoke-HfRerank' {
    BeforeEach {
        Reset-HfEmulator
        'tei', 'vllm', 'sglang', 'toolkit', 'llama' | ForEach-Object { $null = Set-HfEmulatorEndpoint $_ @{ model = Get-HfEngineModel $_ @{ repository = 'BAAI/bge-reranker-base'; task = 'text-ranking' } } }
    }

    It 'gives the texts, the best first, on <_>' -ForEach tei, vllm, sglang, llama, toolkit {
        $ranked = Invoke-HfRerank $_ 'What is the sea?' $texts
        $ranked | Should -BeOfType HfEndpoints.HfRankedText
        $ranked.Index | Should -BeExactly 1, 0, 2
        $ranked.Text | Should -BeExactly $texts[1, 0, 2]
        $ranked.Score | Sort-Object -Descending | Should -BeExactly $ranked.Score
        "$($ranked[0])" | Should -BeExactly $texts[1]
    }

    It 'ranks all that comes down the pipeline together, in requests of the size that the server takes' {
        $null = Set-HfEmulatorEndpoint small @{ model = Get-HfEngineModel tei @{ repository = 'BAAI/bge-reranker-base'; env = @{ MAX_CLIENT_BATCH_SIZE = '2' } } }
        $whole = $texts + 'Ships sail the sea.', 'Bread and salt.' | Invoke-HfRerank tei 'the sea'
        $parts = $texts + 'Ships sail the sea.', 'Bread and salt.' | Invoke-HfRerank small 'the sea'
        $parts.Index | Should -BeExactly $whole.Index
        $parts.Score | Should -BeExactly $whole.Score
        Get-HfEmulatorCall -Path */small/rerank | Should -HaveCount 3
    }

    It 'emits the best with -Top' {
        ($texts | Invoke-HfRerank tei 'the sea' -Top 1).Index | Should -BeExactly 1
    }

    It 'sends what was given, and no more' {
        $null = Invoke-HfRerank -Uri $uri -Query sea -Text a
        $null = Invoke-HfRerank -Uri $uri -Query sea -Text a -RawScores -ReturnText -Truncate
        $plain, $all = (Get-Post).body
        $plain.PSObject.Properties.Name | Sort-Object | Should -BeExactly query, texts
        $all.raw_scores, $all.return_text, $all.truncate | Should -BeExactly $true, $true, $true
    }

    It 'takes texts as a property, and endpoints from the pipeline' {
        [pscustomobject]@{ Text = 'one' } | Invoke-HfRerank tei sea | Should -HaveCount 1
        Get-HfInferenceEndpoint tei, vllm | Invoke-HfRerank -Query sea -Text $texts | Should -HaveCount 6
    }

    It 'makes a text that is too long one error, and ranks the others' {
        $ranked = 'The sea', ('word ' * 900), 'salt' | Invoke-HfRerank llama 'the sea' -ErrorVariable failures -ErrorAction SilentlyContinue
        $ranked.Index | Should -BeExactly 0, 2
        $failures.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
        $failures.TargetObject | Should -BeExactly ('word ' * 900)
        $failures.Exception.Index | Should -BeExactly 1
    }

    It 'ranks the texts of files' {
        Set-Content TestDrive:/a.txt 'The sea' -NoNewline
        Set-Content TestDrive:/b.txt 'A machine' -NoNewline
        (Get-ChildItem TestDrive:/*.txt | Invoke-HfRerank tei 'the sea').Text | Should -BeExactly 'The sea', 'A machine'
    }

    It 'is one error for an endpoint that is not there, and the others continue' {
        'none', 'tei' | Invoke-HfRerank -Query sea -Text $texts -ErrorVariable failures -ErrorAction SilentlyContinue | Should -HaveCount 3
        $failures.FullyQualifiedErrorId | Should -BeExactly "EndpointNotFound,$suffix"
        $failures.TargetObject | Should -BeExactly none
    }

    It 'says so where the server does not rank' {
        $null = Set-HfEmulatorEndpoint writer @{ model = Get-HfEngineModel tgi }
        Invoke-HfRerank writer sea $texts -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures.FullyQualifiedErrorId | Should -BeExactly "NotFound,$suffix"
    }

    It 'ends at once when it is stopped' {
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; delayMs = 60000 }
        $stopped = Invoke-WithStop -ArgumentList $uri { Invoke-HfRerank -Uri $args[0] -Token hf_test -Query sea -Text a, b } { (Get-HfEmulatorFault).hits -gt 0 }
        $stopped.State | Should -BeExactly Stopped
        $stopped.Errors | Should -BeNullOrEmpty
    }
}
