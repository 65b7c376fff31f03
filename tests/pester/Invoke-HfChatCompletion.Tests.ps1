BeforeDiscovery {
    $engines = 'tgi', 'vllm', 'sglang', 'llama'
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest
    $suffix = 'HfEndpoints.Commands.InvokeHfChatCompletionCommand'
    $uri = [uri]::new($emulator.Uri, '/serve/alice/tgi')
    $brief = @{ MaxTokens = 4 }
    $schema = @{ type = 'object'; properties = @{ name = @{ type = 'string' }; age = @{ type = 'integer' } }; required = 'name', 'age' }
    $tool = @{ name = 'get_weather'; parameters = @{ type = 'object'; properties = @{ city = @{ type = 'string' } }; required = @('city') } }

    function Get-Chat {
        Get-HfEmulatorRequest -Path */v1/chat/completions
    }

    function Set-Answer([string] $Body, [int] $Status = 200) {
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; times = 1; status = $Status; body = $Body; headers = @{ 'Content-Type' = 'application/json' } }
    }
}

AfterAll { Stop-HfTest }

Describe 'Invoke-HfChatCompletion' {
    BeforeEach {
        Reset-HfEmulator
        'tgi', 'vllm', 'sglang', 'llama' | ForEach-Object { $null = Set-HfEmulatorEndpoint $_ @{ model = Get-HfEngineModel $_ @{ repository = 'HuggingFaceH4/zephyr-7b-beta' } } }
    }

    Context 'on <_>' -ForEach $engines {
        It 'answers' {
            $answer = Invoke-HfChatCompletion $_ Hello @brief
            $answer | Should -BeOfType HfEndpoints.HfChatCompletion
            $answer.Text | Should -Not -BeNullOrEmpty
            $answer.Role, $answer.FinishReason, $answer.Usage.CompletionTokens | Should -BeExactly assistant, length, 4
            $answer.Usage.TotalTokens | Should -Be ($answer.Usage.PromptTokens + 4)
            $answer.Created.Offset | Should -Be ([timespan]::Zero)
            "$answer" | Should -BeExactly $answer.Text
        }

        It 'streams pieces that join to the whole answer' {
            $whole = Invoke-HfChatCompletion $_ Hello @brief
            $pieces = Invoke-HfChatCompletion $_ Hello @brief -Stream -StreamOption @{ include_usage = $true }
            $pieces | Should -BeOfType HfEndpoints.HfChatChunk
            -join $pieces | Should -BeExactly $whole.Text
            $pieces.FinishReason | Where-Object { $_ } | Should -BeExactly length
            $pieces[-1].Usage.CompletionTokens | Should -Be 4
        }

        It 'gives JSON by a schema as an object' {
            $answer = Invoke-HfChatCompletion $_ 'A sailor?' -JsonSchema $schema
            $answer.Parsed.name | Should -BeOfType string
            $answer.Parsed.age | Should -BeOfType long
        }

        It 'calls a tool, and continues with its result' {
            $asked = Invoke-HfChatCompletion $_ 'The weather in Paris?' -Tool $tool -ToolChoice get_weather
            $call = $asked.ToolCalls
            $call | Should -BeOfType HfEndpoints.HfToolCall
            $call.Name | Should -BeExactly get_weather
            $call.Arguments.city | Should -Not -BeNullOrEmpty
            $asked.Text | Should -BeExactly ''

            $result = @{ role = 'tool'; tool_call_id = $call.Id; content = @{ celsius = 20 } }
            $answer = Invoke-HfChatCompletion $_ -History $asked -Message $result @brief
            $answer.Messages.role | Should -BeExactly user, assistant, tool, assistant
            (Get-Chat)[-1].body.messages[1].tool_calls[0].id | Should -BeExactly $call.Id
            (Get-Chat)[-1].body.messages[2].content | Should -BeExactly '{"celsius":20}'
        }

        It 'is one error where the model fails inside a stream, with what came before' {
            $pieces = Invoke-HfChatCompletion $_ 'hi emulator:fail-after-3' -Stream -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures.FullyQualifiedErrorId | Should -BeExactly "GenerationFailed,$suffix"
            -join $pieces | Should -Not -BeNullOrEmpty
            $failures.Exception.PartialText | Should -BeExactly (-join $pieces)
        }
    }

    Context 'and a model' {
        It 'is asked for where the server wants its name, once for all conversations' {
            $answers = 1..3 | Invoke-HfChatCompletion vllm @brief -ThrottleLimit 1
            $answers.Model | Should -BeExactly (@('HuggingFaceH4/zephyr-7b-beta') * 3)
            Get-HfEmulatorCall -Path */v1/models | Should -HaveCount 1
            (Get-Chat).body.model | Should -BeExactly dummy, 'HuggingFaceH4/zephyr-7b-beta', 'HuggingFaceH4/zephyr-7b-beta', 'HuggingFaceH4/zephyr-7b-beta'
        }

        It 'that is not served is an error that lists those that are' {
            Invoke-HfChatCompletion vllm Hello -Model nope -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures.FullyQualifiedErrorId | Should -BeExactly "ModelNotFound,$suffix"
            "$failures" | Should -BeLike "*'HuggingFaceH4/zephyr-7b-beta'*"
        }

        It 'that is an address is an error that names -Uri, before any request' {
            Invoke-HfChatCompletion tgi Hello -Model https://example.org -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
            "$failures" | Should -BeLike '*-Uri*'
            Get-HfEmulatorCall | Should -BeNullOrEmpty
        }

        It 'without a chat template is an error, on <_>' -ForEach tgi, vllm, sglang {
            $null = Set-HfEmulatorEndpoint plain @{ model = Get-HfEngineModel $_ @{ repository = 'gpt2' } }
            Invoke-HfChatCompletion plain Hello -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures.FullyQualifiedErrorId | Should -BeExactly "ChatTemplateMissing,$suffix"
            "$($failures.ErrorDetails)" | Should -BeLike '*Invoke-HfTextGeneration*'
        }

        It 'is completed by Tab' {
            Get-HfCompletion 'Invoke-HfChatCompletion vllm -Model ' | Should -BeExactly HuggingFaceH4/zephyr-7b-beta
            Get-HfCompletion 'Invoke-HfChatCompletion nowhere -Model ' | Should -BeNullOrEmpty
        }
    }

    Context 'and the conversation' {
        It 'comes by messages in every form' {
            $messages = @{ role = 'user'; content = 'a' }, [pscustomobject]@{ Role = 'assistant'; Content = 'b' }, 'c'
            $null = Invoke-HfChatCompletion tgi -Message $messages @brief
            (Get-Chat).body.messages.role | Should -BeExactly user, assistant, user
            (Get-Chat).body.messages.content | Should -BeExactly a, b, c
        }

        It 'continues from an earlier answer, or from its messages' {
            $first = Invoke-HfChatCompletion tgi one -System 'Be brief.' @brief
            $second = Invoke-HfChatCompletion tgi two -History $first @brief
            $third = Invoke-HfChatCompletion tgi three -History $second.Messages -System 'Be long.' @brief
            $third.Messages.role | Should -BeExactly system, user, assistant, user, assistant, user, assistant
            $third.Messages[0].content | Should -BeExactly 'Be long.'
            $third.Messages[2].content | Should -BeExactly $first.Text
            $third.Messages[-1].content | Should -BeExactly $third.Text
        }

        It 'begins anew where the history is null' {
            (Invoke-HfChatCompletion tgi one -History $null @brief).Messages | Should -HaveCount 2
        }

        It 'is one for each prompt, in order' {
            $answers = 'one', 'two', 'three' | Invoke-HfChatCompletion tgi @brief
            $answers.Index | Should -BeExactly 0, 1, 2
            $answers.ForEach({ $_.Messages[0].content }) | Should -BeExactly one, two, three
        }

        It 'takes prompts as a property, and endpoints from the pipeline' {
            [pscustomobject]@{ Prompt = 'one' } | Invoke-HfChatCompletion tgi @brief | Should -HaveCount 1
            Get-HfInferenceEndpoint tgi, llama | Invoke-HfChatCompletion -Prompt Hello @brief | Should -HaveCount 2
            (Invoke-HfChatCompletion -Uri $uri -Prompt Hello @brief).Text | Should -Not -BeNullOrEmpty
            (Get-Chat).body.messages.content | Should -BeExactly one, Hello, Hello, Hello
        }

        It 'that fails is one error, and the others continue' {
            $answers = 'one', ('word ' * 9000), 'three' | Invoke-HfChatCompletion tgi @brief -ErrorVariable failures -ErrorAction SilentlyContinue
            $answers.Index | Should -BeExactly 0, 2
            $failures.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
            $failures.TargetObject | Should -BeExactly ('word ' * 9000)
            $failures.Exception.Index, $failures.Exception.Endpoint | Should -BeExactly 1, tgi
        }

        It 'on an endpoint that is not there is one error, and the others continue' {
            $answers = 'none', 'tgi' | Invoke-HfChatCompletion -Prompt Hello @brief -ErrorVariable failures -ErrorAction SilentlyContinue
            $answers | Should -HaveCount 1
            $failures.FullyQualifiedErrorId | Should -BeExactly "EndpointNotFound,$suffix"
        }

        It 'with <Wrong> is an error before any request' -ForEach @(
            @{ Wrong = 'nothing to answer'; Parameters = @{} }
            @{ Wrong = 'a message without a role'; Parameters = @{ Message = @{ content = 'x' } } }
            @{ Wrong = 'a file that is not an image'; Parameters = @{ Prompt = 'x'; Image = 'notes.txt' } }
            @{ Wrong = 'a schema that is not JSON'; Parameters = @{ Prompt = 'x'; JsonSchema = '{' } }
            @{ Wrong = 'two formats'; Parameters = @{ Prompt = 'x'; JsonSchema = @{}; ResponseFormat = @{ type = 'text' } } }
        ) {
            Invoke-HfChatCompletion tgi @Parameters -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
            Get-HfEmulatorCall | Should -BeNullOrEmpty
        }

        It 'is not made of the name of a type' {
            { Invoke-HfChatCompletion tgi @{ role = 'user'; content = 'x' } } | Should -Throw '*-Message*' -ErrorId "ParameterArgumentTransformationError,$suffix"
        }
    }

    Context 'and images' {
        BeforeAll {
            $file = Join-Path $TestDrive dot.png
            [IO.File]::WriteAllBytes($file, [byte[]](1, 2, 3))
            $data = 'data:image/png;base64,AQID'
        }

        It 'go with each prompt, one conversation for each file piped in' {
            Get-Item $file | Invoke-HfChatCompletion llama -Prompt 'What is it?' -ErrorAction SilentlyContinue
            $content = (Get-Chat).body.messages[0].content
            $content.type | Should -BeExactly image_url, text
            $content[0].image_url.url | Should -BeExactly $data
        }

        It 'are parts of a message in every form' {
            $parts = 'what', (Get-Item $file), @{ image = $file }, @{ type = 'image_url'; image_url = @{ url = 'https://example.org/a.png'; detail = 'low' } }
            Invoke-HfChatCompletion tgi -Message @{ role = 'user'; content = $parts } -ErrorAction SilentlyContinue
            $content = (Get-Chat).body.messages[0].content
            $content.type | Should -BeExactly text, image_url, image_url, image_url
            $content.image_url.url | Should -BeExactly $data, $data, 'https://example.org/a.png'
            $content[3].image_url.detail | Should -BeExactly low
        }
    }

    Context 'and an answer' {
        It 'keeps arguments of a tool that are not JSON as text' {
            Set-Answer '{"choices":[{"message":{"role":"assistant","tool_calls":[{"id":"1","function":{"name":"f","arguments":"{\"a\":"}}]}}]}'
            (Invoke-HfChatCompletion tgi Hello).ToolCalls.Arguments | Should -BeExactly '{"a":'
        }

        It 'has what the model thought, and every choice' {
            Set-Answer '{"choices":[{"index":0,"message":{"content":"a","reasoning_content":"hm"}},{"index":1,"message":{"content":"b"}}]}'
            $answer = Invoke-HfChatCompletion tgi Hello
            $answer.Reasoning | Should -BeExactly hm
            $answer.Choices.Text | Should -BeExactly a, b
            $answer.Raw.choices[1].message.content | Should -BeExactly b
        }

        It 'that was cut off is not parsed' {
            Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; times = 1; status = 200; body = '{"choices":[{"message":{"content":"{\"name\":"},"finish_reason":"length"}]}'; headers = @{ 'Content-Type' = 'application/json' } }
            $answer = Invoke-HfChatCompletion tgi Hello -JsonSchema $schema
            $answer.Parsed | Should -Be $null
            $answer.Text | Should -BeExactly '{"name":'
        }

        It 'is shown as its text, and in a list with its tokens' {
            $answer = Invoke-HfChatCompletion tgi Hello @brief
            ($answer | Out-String).Trim() | Should -BeExactly $answer.Text
            $answer | Format-List | Out-String | Should -Match "Tokens +: \d+ \+ 4 = "
        }
    }

    It 'reports a stream that breaks off, with what came' {
        $half = 'data: {"choices":[{"index":0,"delta":{"content":"half"}}]}' + "`n`n"
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; times = 1; status = 200; body = $half; headers = @{ 'Content-Type' = 'text/event-stream' } }
        $pieces = Invoke-HfChatCompletion tgi Hello -Stream -ErrorVariable failures -ErrorAction SilentlyContinue
        "$pieces" | Should -BeExactly half
        $failures.FullyQualifiedErrorId | Should -BeExactly "StreamInterrupted,$suffix"
        $failures.Exception.PartialText | Should -BeExactly half
    }

    It 'ends at once when it is stopped' {
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; delayMs = 60000 }
        $stopped = Invoke-WithStop -ArgumentList $uri { Invoke-HfChatCompletion -Uri $args[0] -Token hf_test -Prompt Hello } { (Get-HfEmulatorFault).hits -gt 0 }
        $stopped.State | Should -BeExactly Stopped
        $stopped.Errors | Should -BeNullOrEmpty
    }
}
