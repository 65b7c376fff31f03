BeforeDiscovery {
    # Each parameter by its name at the server, with a value, and with what that needs beside it.
    $parameterCases = @(
        @{ Wire = 'adapter_id'; Value = 'my/adapter' }
        @{ Wire = 'best_of'; Value = 2; Beside = @{ DoSample = $true } }
        @{ Wire = 'decoder_input_details'; Value = $true }
        @{ Wire = 'details'; Value = $true }
        @{ Wire = 'do_sample'; Value = $false }
        @{ Wire = 'frequency_penalty'; Value = 0.25 }
        @{ Wire = 'grammar'; Value = @{ type = 'regex'; value = '[ab]+' } }
        @{ Wire = 'max_new_tokens'; Value = 3 }
        @{ Wire = 'repetition_penalty'; Value = 1.5 }
        @{ Wire = 'return_full_text'; Value = $false }
        @{ Wire = 'seed'; Value = 42 }
        @{ Wire = 'stop'; Value = @('END', "`n") }
        @{ Wire = 'temperature'; Value = 0.5 }
        @{ Wire = 'top_k'; Value = 7 }
        @{ Wire = 'top_n_tokens'; Value = 2 }
        @{ Wire = 'top_p'; Value = 0.75 }
        @{ Wire = 'truncate'; Value = 1 }
        @{ Wire = 'typical_p'; Value = 0.5 }
        @{ Wire = 'watermark'; Value = $true }
    ) | ForEach-Object { $_ + @{ Name = -join ($_.Wire -split '_' | ForEach-Object { $_.Substring(0, 1).ToUpper() + $_.Substring(1) }) } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest
    $null = Set-HfEmulatorEndpoint writer @{ model = Get-HfEngineModel tgi }
    $null = Set-HfEmulatorEndpoint writer @{ model = Get-HfEngineModel tgi } -Namespace acme
    $null = Set-HfEmulatorEndpoint toolkit
    'vllm', 'sglang', 'llama' | ForEach-Object { $null = Set-HfEmulatorEndpoint $_ @{ model = Get-HfEngineModel $_ @{ repository = 'me/chat' } } }
    $uri = [uri]::new($emulator.Uri, '/serve/alice/writer')
    $brief = @{ MaxNewTokens = 3; ReturnFullText = $false }
}

AfterAll { Stop-HfTest }

Describe 'Invoke-HfTextGeneration' {
    BeforeEach {
        Clear-HfEmulatorRequest
    }

    Context 'and the endpoint' {
        It 'is an object' {
            (Invoke-HfTextGeneration -Endpoint (Get-HfInferenceEndpoint writer) -Prompt 'I am').Text | Should -Not -BeNullOrEmpty
            (Get-HfServedPost).path | Should -BeExactly '/serve/alice/writer'
        }

        It 'is asked for no more where it said that it runs' {
            $endpoint = Get-HfInferenceEndpoint writer
            Clear-HfEmulatorRequest
            $null = $endpoint | Invoke-HfTextGeneration -Prompt a, b @brief
            (Get-HfEmulatorRequest).path | Sort-Object -Unique | Should -BeExactly '/serve/alice/writer'
        }

        It 'is a name, asked for once for all prompts' {
            $null = 'a', 'b', 'c' | Invoke-HfTextGeneration writer @brief
            Get-HfEmulatorRequest -Path /v2/* | Should -HaveCount 1
            Get-HfServedPost | Should -HaveCount 3
        }

        It 'is a name in another namespace' {
            $null = Invoke-HfTextGeneration writer 'I am' -Namespace acme
            (Get-HfServedPost).path | Should -BeExactly '/serve/acme/writer'
        }

        It 'is an address' {
            (Invoke-HfTextGeneration -Uri $uri -Prompt 'I am').Text | Should -Not -BeNullOrEmpty
            (Get-HfEmulatorRequest).path | Should -BeExactly '/serve/alice/writer'
        }

        It 'comes down the pipeline' {
            $texts = Get-HfInferenceEndpoint writer, toolkit | Invoke-HfTextGeneration -Prompt 'I am' @brief
            $texts | Should -HaveCount 2
            (Get-HfServedPost).path | Sort-Object | Should -BeExactly '/serve/alice/toolkit', '/serve/alice/writer'
        }

        It 'is distinguished from another of its name in another namespace' {
            $null = Set-HfEmulatorEndpoint twin @{ state = 'paused' } -Namespace acme
            $null = Set-HfEmulatorEndpoint twin
            $texts = Get-HfInferenceEndpoint twin -Namespace acme, alice | Sort-Object Namespace |
                Invoke-HfTextGeneration -Prompt 'I am' -ThrottleLimit 1 -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures.FullyQualifiedErrorId | Should -BeLike 'EndpointNotRunning,*'
            $texts | Should -HaveCount 1
            (Get-HfServedPost).path | Should -BeExactly '/serve/alice/twin'
        }

        It 'works in a parallel runspace' {
            $text = Get-HfInferenceEndpoint writer | ForEach-Object -Parallel {
                Import-Module $env:HFENDPOINTS_MODULE
                $_ | Invoke-HfTextGeneration -Prompt 'I am'
            }
            $text.Text | Should -Not -BeNullOrEmpty
            (Get-HfServedPost).authorization | Should -BeTrue
        }
    }

    Context 'and the prompts' {
        It 'come by parameter, several at once' {
            $texts = Invoke-HfTextGeneration writer one, two, three @brief
            $texts.Prompt | Should -BeExactly one, two, three
            $texts.Index | Should -BeExactly 0, 1, 2
        }

        It 'come down the pipeline' {
            $texts = 'one', 'two' | Invoke-HfTextGeneration writer @brief
            $texts.Prompt | Should -BeExactly one, two
            (Get-HfServedPost).body.inputs | Sort-Object | Should -BeExactly one, two
        }

        It 'come as a property of objects' {
            $texts = [pscustomobject]@{ Prompt = 'one' }, [pscustomobject]@{ Inputs = 'two' } | Invoke-HfTextGeneration writer @brief
            $texts.Prompt | Should -BeExactly one, two
        }

        It 'pass unchanged, whatever is in them' {
            $prompt = "Größe: 5`" ‘x’ 日本 🤗 \ `t`n</s>"
            $text = Invoke-HfTextGeneration writer $prompt @brief
            $text.Prompt | Should -BeExactly $prompt
            (Get-HfServedPost).body.inputs | Should -BeExactly $prompt
        }
    }

    Context 'and the parameters' {
        It '-<Name> is sent as <Wire>' -ForEach $parameterCases {
            $parameters = @{ $Name = $Value } + ($Beside ?? @{})
            $null = Invoke-HfTextGeneration writer 'I am' @parameters
            $sent = (Get-HfServedPost).body.parameters
            $sent.$Wire | ConvertTo-Json | Should -BeExactly ($Value | ConvertTo-Json)
            $sent.PSObject.Properties | Should -HaveCount $parameters.Count
        }

        It 'that are not given are not sent' {
            $null = Invoke-HfTextGeneration writer 'I am'
            $body = (Get-HfServedPost).body
            $body.parameters.PSObject.Properties | Should -BeNullOrEmpty
            $body.PSObject.Properties.Name | Sort-Object | Should -BeExactly inputs, parameters
        }

        It 'are sent with a point in every culture' {
            $culture = [cultureinfo]::CurrentCulture
            try {
                [cultureinfo]::CurrentCulture = 'de-DE'
                $null = Invoke-HfTextGeneration writer 'I am' -Temperature 0.5
            } finally {
                [cultureinfo]::CurrentCulture = $culture
            }
            (Get-HfServedPost).body.parameters.temperature | Should -BeExactly 0.5
        }

        It 'that the server refuses are one error' {
            Invoke-HfTextGeneration writer 'I am' -Temperature -1 -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures.FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        }
    }

    Context 'and a text' {
        It 'has no details where none were asked for' {
            $text = Invoke-HfTextGeneration writer 'I am' @brief
            $text | Should -BeOfType HfEndpoints.HfGeneratedText
            $text.Details, $text.FinishReason, $text.GeneratedTokens | Should -Be $null, $null, $null
            "$text" | Should -BeExactly $text.Text
        }

        It 'says how it came about with -Details' {
            $text = Invoke-HfTextGeneration writer 'I am' @brief -Details -Seed 7 -DoSample
            $text.FinishReason | Should -BeExactly length
            $text.GeneratedTokens | Should -BeExactly 3
            $text.Details | Should -BeOfType HfEndpoints.HfGenerationDetails
            $text.Details.Seed | Should -Be 7
            $text.Details.Tokens | Should -BeOfType HfEndpoints.HfGeneratedToken
            -join $text.Details.Tokens.Text | Should -BeExactly $text.Text
        }

        It 'describes the prompt, other tokens and other sequences where asked to' {
            $text = Invoke-HfTextGeneration writer 'I am' @brief -Details -DecoderInputDetails -TopNTokens 2 -BestOf 2 -DoSample
            -join $text.Details.Prefill.Text | Should -BeExactly 'I am'
            $text.Details.Prefill[0].Logprob | Should -Be $null
            $text.Details.TopTokens | Should -HaveCount 3
            $text.Details.TopTokens[0] | Should -HaveCount 2
            $text.Details.BestOfSequences | Should -HaveCount 1
            $text.Details.BestOfSequences[0].Text | Should -Not -BeNullOrEmpty
        }

        It 'is the same for the same seed' {
            $one, $other = 1..2 | ForEach-Object { Invoke-HfTextGeneration writer 'I am' -DoSample -Seed 11 -MaxNewTokens 20 }
            $one.Text | Should -BeExactly $other.Text
        }
    }

    Context 'and a server with the routes of OpenAI alone' {
        It 'completes, whole and in pieces: <_>' -ForEach vllm, sglang, llama {
            $texts = Invoke-HfTextGeneration $_ 'I am', 'We are' -MaxNewTokens 4 -Seed 1
            $texts.Prompt | Should -BeExactly 'I am', 'We are'
            $texts.GeneratedTokens | Should -BeExactly 4, 4
            $texts.FinishReason | Should -BeExactly length, length
            $pieces = Invoke-HfTextGeneration $_ 'I am' -MaxNewTokens 4 -Seed 1 -Stream -Details
            -join $pieces | Should -BeExactly $texts[0].Text
            $pieces[-1].GeneratedTokens | Should -BeExactly 4
            $pieces[0].TokenId | Should -BeNullOrEmpty
            (Invoke-HfTextGeneration $_ 'I am' -MaxNewTokens 4 -Seed 1 -ReturnFullText).Text | Should -BeExactly "I am$($texts[0].Text)"
        }

        It 'is described by -Uri too' {
            $address = [uri]::new($emulator.Uri, '/serve/alice/vllm/v1')
            (Invoke-HfTextGeneration -Uri $address -Prompt 'I am' -MaxNewTokens 3).GeneratedTokens | Should -BeExactly 3
        }

        It 'is an error for what it has not' {
            Invoke-HfTextGeneration vllm 'I am' -Watermark -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures.FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
            $failures | Should -BeLike "*vLLM*'watermark'*"
        }
    }

    Context 'and a streamed text' {
        It 'comes in pieces that join to the whole text, from <_>' -ForEach writer, toolkit {
            $whole = Invoke-HfTextGeneration $_ 'I am' -MaxNewTokens 12 -ReturnFullText:$false
            $pieces = Invoke-HfTextGeneration $_ 'I am' -MaxNewTokens 12 -ReturnFullText:$false -Stream
            $pieces | Should -HaveCount 12
            $pieces | Should -BeOfType HfEndpoints.HfGeneratedTextChunk
            -join $pieces.Text | Should -BeExactly $whole.Text
            -join $pieces | Should -BeExactly $whole.Text
        }

        It 'says at its end why it ends' {
            $pieces = Invoke-HfTextGeneration writer 'I am' @brief -Stream -Details
            $pieces.FinishReason | Where-Object { $_ } | Should -BeExactly length
            $pieces[-1].GeneratedTokens | Should -BeExactly 3
            $pieces.Token | Should -BeOfType HfEndpoints.HfGeneratedToken
            $pieces.TokenId | Should -BeExactly $pieces.Token.Id
        }

        It 'follows the one before it, prompt by prompt' {
            $pieces = Invoke-HfTextGeneration writer one, two @brief -Stream
            $pieces.Index | Should -BeExactly 0, 0, 0, 1, 1, 1
            $pieces.Prompt | Should -BeExactly one, one, one, two, two, two
        }

        It 'that breaks off in the middle is an error after what came' {
            $half = 'told', 'that' | ForEach-Object { "data:$(@{ token = @{ id = 1; text = " $_"; logprob = -1; special = $false } } | ConvertTo-Json -Compress)`n`n" }
            Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; times = 1; status = 200; body = -join $half }
            $pieces = Invoke-HfTextGeneration writer 'I am' -Stream -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures.FullyQualifiedErrorId | Should -BeExactly 'StreamInterrupted,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
            -join $pieces | Should -BeExactly ' told that'
            Get-HfServedPost | Should -HaveCount 1
        }

        It 'is read whole however the network cuts it' {
            Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; times = 1; chunkBytes = 7 }
            $pieces = Invoke-HfTextGeneration writer 'I am 🤗' @brief -Stream
            $pieces | Should -HaveCount 3
            (Get-HfEmulatorFault).hits | Should -BeExactly 1
        }

        It 'that the server refuses after it answered 200 is an error' {
            Invoke-HfTextGeneration writer 'I am' -Stream -DecoderInputDetails -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures.FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        }
    }
}
