BeforeDiscovery {
    # Each parameter by its name at the server, with a value.
    $parameterCases = @(
        @{ Name = 'FrequencyPenalty'; Wire = 'frequency_penalty'; Value = 0.25 }
        @{ Name = 'LogitBias'; Wire = 'logit_bias'; Value = @{ '7' = 1.5 } }
        @{ Name = 'Logprobs'; Wire = 'logprobs'; Value = $true }
        @{ Name = 'MaxTokens'; Wire = 'max_tokens'; Value = 3 }
        @{ Name = 'Model'; Wire = 'model'; Value = 'mine' }
        @{ Name = 'N'; Wire = 'n'; Value = 2 }
        @{ Name = 'PresencePenalty'; Wire = 'presence_penalty'; Value = 0.5 }
        @{ Name = 'Seed'; Wire = 'seed'; Value = 42 }
        @{ Name = 'Stop'; Wire = 'stop'; Value = @('END', "`n") }
        @{ Name = 'StreamOptions'; Wire = 'stream_options'; Value = @{ include_usage = $true } }
        @{ Name = 'Temperature'; Wire = 'temperature'; Value = 0.5 }
        @{ Name = 'ToolPrompt'; Wire = 'tool_prompt'; Value = 'Tools:' }
        @{ Name = 'TopLogprobs'; Wire = 'top_logprobs'; Value = 2 }
        @{ Name = 'TopP'; Wire = 'top_p'; Value = 0.75 }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest
    'tgi', 'llama' | ForEach-Object { $null = Set-HfEmulatorEndpoint $_ @{ model = Get-HfEngineModel $_ @{ repository = 'HuggingFaceH4/zephyr-7b-beta' } } }

    function Get-Chat {
        Get-HfEmulatorRequest -Path */v1/chat/completions
    }
}

AfterAll { Stop-HfTest }

Describe 'Invoke-HfChatCompletion and the parameters' {
    BeforeEach {
        Clear-HfEmulatorRequest
    }

    It '-<Name> is sent as <Wire>' -ForEach $parameterCases {
        $parameters = @{ $Name = $Value }
        Invoke-HfChatCompletion tgi Hello @parameters -ErrorAction SilentlyContinue
        $body = (Get-Chat)[0].body
        $body.$Wire | ConvertTo-Json | Should -BeExactly ($Value | ConvertTo-Json)
        $body.PSObject.Properties.Name | Sort-Object -Unique | Should -BeExactly (@('messages', 'model', 'stream') + $Wire | Sort-Object -Unique)
    }

    It '-ExtraBody is sent beside them' {
        $null = Invoke-HfChatCompletion tgi Hello -MaxTokens 4 -ExtraBody @{ top_k = 3 }
        (Get-Chat).body.top_k | Should -BeExactly 3
    }

    It '-JsonSchema as text is sent as TGI or as OpenAI takes it' {
        $schema = @{ type = 'object'; properties = @{ name = @{ type = 'string' }; age = @{ type = 'integer' } }; required = 'name', 'age' }
        $text = $schema | ConvertTo-Json -Depth 5
        $null = 'tgi', 'llama' | Invoke-HfChatCompletion -Prompt Hello -JsonSchema $text -ThrottleLimit 1
        $tgi, $other = (Get-Chat).body.response_format
        $tgi.type | Should -BeExactly json_object
        $tgi.value.required | Should -BeExactly name, age
        $other.type, $other.json_schema.strict | Should -BeExactly json_schema, $true
        $other.json_schema.schema.required | Should -BeExactly name, age
    }
}
