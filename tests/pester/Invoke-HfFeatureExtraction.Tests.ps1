BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest
    $suffix = 'HfEndpoints.Commands.InvokeHfFeatureExtractionCommand'
    $uri = [uri]::new($emulator.Uri, '/serve/alice/tei')
}

AfterAll { Stop-HfTest }

Describe 'Invoke-HfFeatureExtraction' {
    BeforeEach {
        Reset-HfEmulator
        'tei', 'vllm', 'sglang', 'llama' | ForEach-Object { $null = Set-HfEmulatorEndpoint $_ @{ model = Get-HfEngineModel $_ @{ repository = 'BAAI/bge-small-en-v1.5'; task = 'sentence-embeddings' } } }
    }

    It 'gives the same vectors on <_>' -ForEach tei, vllm, sglang, llama {
        $expected = Invoke-HfFeatureExtraction tei 'The sea' -Normalize
        $one = Invoke-HfFeatureExtraction $_ 'The sea' -Normalize
        $many = 'The hills', 'The sea' | Invoke-HfFeatureExtraction $_ -Normalize -EncodingFormat base64
        $one | Should -BeOfType HfEndpoints.HfEmbedding
        $one.Embedding -is [float[]] | Should -BeTrue
        $one.Dimension | Should -Be 384
        $many.Text | Should -BeExactly 'The hills', 'The sea'
        $many.Index | Should -BeExactly 0, 1
        $one.CosineSimilarity($expected) | Should -BeGreaterThan 0.99999
        $many[1].CosineSimilarity($expected.Embedding) | Should -BeGreaterThan 0.99999
        $many[0].CosineSimilarity($expected) | Should -BeLessThan 0.9
    }

    It 'sends a single text as it is' {
        $null = Invoke-HfFeatureExtraction -Uri $uri -Text Hello -Normalize -Truncate -TruncationDirection left -Dimensions 8
        Get-HfEmulatorCall | Should -BeExactly 'POST /serve/alice/tei'
        (Get-HfServedPost).body | ConvertTo-Json -Compress | ConvertFrom-Json -AsHashtable |
            ForEach-Object { $_.GetEnumerator() | Sort-Object Key | ForEach-Object { "$($_.Key)=$($_.Value)" } } |
            Should -BeExactly 'dimensions=8', 'inputs=Hello', 'normalize=True', 'truncate=True', 'truncation_direction=Left'
    }

    It 'sends as many in a request as the server takes, and asks that once' {
        $null = Set-HfEmulatorEndpoint small @{ model = Get-HfEngineModel tei @{ repository = 'BAAI/bge-small-en-v1.5'; env = @{ MAX_CLIENT_BATCH_SIZE = '4' } } }
        $vectors = 1..10 | ForEach-Object { "text $_" } | Invoke-HfFeatureExtraction small
        $vectors.Index | Should -BeExactly (0..9)
        $vectors.Text | Should -BeExactly (1..10 | ForEach-Object { "text $_" })
        (Get-HfServedPost).ForEach({ @($_.body.inputs).Count }) | Sort-Object | Should -BeExactly 2, 4, 4
        Get-HfEmulatorCall -Path */info | Should -HaveCount 1
    }

    It 'makes a text that is too long one error, and the others continue' {
        $vectors = 'one', ('word ' * 900), 'three' | Invoke-HfFeatureExtraction tei -ErrorVariable failures -ErrorAction SilentlyContinue
        $vectors.Index | Should -BeExactly 0, 2
        $failures.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
        "$failures" | Should -BeLike '*text 1*'
        $failures.TargetObject | Should -BeExactly ('word ' * 900)
        $failures.Exception.Index | Should -BeExactly 1
    }

    It 'makes a text that is too long for llama.cpp one error too, and sends it no more than it must' {
        $vectors = (1..9).ForEach({ "text $_" }) + ('word ' * 900) | Invoke-HfFeatureExtraction llama -ErrorVariable failures -ErrorAction SilentlyContinue
        $vectors.Index | Should -BeExactly (0..8)
        $failures.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
        $failures.TargetObject | Should -BeExactly ('word ' * 900)
        $failures.Exception.Index | Should -BeExactly 9
        (Get-HfServedPost).Where({ @($_.body.input).Count -eq 1 -and "$($_.body.input)" -like 'word*' }) | Should -HaveCount 1
    }

    It 'leaves vectors as they are with -Normalize:$false, and says where that is not possible' {
        foreach ($server in 'tei', 'vllm', 'llama') {
            $vector = Invoke-HfFeatureExtraction $server 'The sea is salt' -Normalize:$false -WarningVariable warnings
            $length = [math]::Sqrt(($vector.Embedding | ForEach-Object { $_ * $_ } | Measure-Object -Sum).Sum)
            $length | Should -Not -BeLessThan 1.01 -Because $server
            $warnings | Should -BeNullOrEmpty
        }

        Invoke-HfFeatureExtraction sglang a -Normalize:$false -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
    }

    It 'gives vectors of the length asked for, or an error' {
        (Invoke-HfFeatureExtraction vllm a -Dimensions 16).Dimension | Should -Be 16
        Invoke-HfFeatureExtraction llama a -Dimensions 16 -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures.FullyQualifiedErrorId | Should -BeExactly "NotSupported,$suffix"
    }

    It 'takes the texts of files' {
        Set-Content TestDrive:/a.txt 'The sea' -NoNewline
        (Get-ChildItem TestDrive:/*.txt | Invoke-HfFeatureExtraction tei).Text | Should -BeExactly 'The sea'
    }

    It 'splits a request that is too large, and continues' {
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; times = 1; status = 413 }
        (1..4 | Invoke-HfFeatureExtraction tei).Index | Should -BeExactly 0, 1, 2, 3
        (Get-HfServedPost).ForEach({ @($_.body.inputs).Count }) | Should -BeExactly 4, 2, 2
    }

    It 'takes texts as a property, and endpoints from the pipeline' {
        [pscustomobject]@{ Text = 'one' } | Invoke-HfFeatureExtraction tei | Should -HaveCount 1
        Get-HfInferenceEndpoint tei, vllm | Invoke-HfFeatureExtraction -Text a, b | Should -HaveCount 4
    }

    It 'is one error for an endpoint that is not there, and the others continue' {
        'none', 'tei' | Invoke-HfFeatureExtraction -Text a, b -ErrorVariable failures -ErrorAction SilentlyContinue | Should -HaveCount 2
        $failures.FullyQualifiedErrorId | Should -BeExactly "EndpointNotFound,$suffix"
    }

    It 'says what a server cannot do' {
        Invoke-HfFeatureExtraction vllm one -PromptName query -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
        "$failures" | Should -BeLike "*vLLM*'prompt_name'*"
    }

    It 'says so where the endpoint generates text' {
        $null = Set-HfEmulatorEndpoint toolkit
        Invoke-HfFeatureExtraction toolkit one -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures.FullyQualifiedErrorId | Should -BeExactly "InvalidResponse,$suffix"
    }

    It 'gives the vectors of tokens as they are' {
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; times = 1; status = 200; body = '[[[1,2],[3,4]]]'; headers = @{ 'Content-Type' = 'application/json' } }
        $vector = Invoke-HfFeatureExtraction tei one
        $vector.Embedding | Should -BeNullOrEmpty
        $vector.TokenEmbedding[1] | Should -Be 3, 4
        $vector.Dimension | Should -Be 2
        { $vector.CosineSimilarity([float[]](1, 2)) } | Should -Throw '*compared*'
    }

    It 'ends at once when it is stopped' {
        Set-HfEmulatorFault @{ path = '/serve/*'; delayMs = 60000 }
        $stopped = Invoke-WithStop -ArgumentList $uri { 'a', 'b' | Invoke-HfFeatureExtraction -Uri $args[0] -Token hf_test } { (Get-HfEmulatorFault).hits -gt 0 }
        $stopped.State | Should -BeExactly Stopped
        $stopped.Errors | Should -BeNullOrEmpty
    }
}
