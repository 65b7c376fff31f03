# What a conversation continues from: answers whole and in pieces, and what is refused.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest
    $tgi = Get-HfEngineModel tgi @{ repository = 'HuggingFaceH4/zephyr-7b-beta' }
    $null = Set-HfEmulatorEndpoint writer @{ model = $tgi }
    $brief = @{ MaxTokens = 3; Seed = 1 }

    function Get-Sent {
        (Get-HfServedPost)[-1].body.messages
    }
}

AfterAll { Stop-HfTest }

Describe 'The history of Invoke-HfChatCompletion' {
    BeforeEach {
        Clear-HfEmulatorRequest
    }

    It 'may be the pieces of a streamed answer, with the question before them' {
        $pieces = Invoke-HfChatCompletion writer -Prompt One -System Brief -Stream @brief
        $pieces[-1].Messages.role | Should -BeExactly system, user, assistant
        $null = Invoke-HfChatCompletion writer -Prompt Two -History $pieces @brief
        (Get-Sent).role | Should -BeExactly system, user, assistant, user
        (Get-Sent).content | Should -BeExactly Brief, One, (-join $pieces.Text), Two
    }

    It 'may be the last piece alone' {
        $pieces = Invoke-HfChatCompletion writer -Prompt One -Stream @brief -StreamOption @{ include_usage = $true }
        $null = Invoke-HfChatCompletion writer -Prompt Two -History $pieces[-1] @brief
        (Get-Sent).content | Should -BeExactly One, (-join $pieces.Text), Two
    }

    It 'may be pieces whose last one is lost' {
        $pieces = Invoke-HfChatCompletion writer -Prompt One -Stream @brief
        $rest = $pieces | Select-Object -First ($pieces.Count - 1)
        $null = Invoke-HfChatCompletion writer -Prompt Two -History $rest @brief
        (Get-Sent).content | Should -BeExactly (-join $rest.Text), Two
    }

    It 'may be a whole answer, its choices, or its messages' {
        $answer = Invoke-HfChatCompletion writer -Prompt One @brief
        foreach ($history in $answer, $answer.Choices, $answer.Choices[0], $answer.Messages) {
            $null = Invoke-HfChatCompletion writer -Prompt Two -History $history @brief
            (Get-Sent).content | Should -BeExactly One, $answer.Text, Two
        }
    }

    It 'may be typed messages' {
        $call = [HfEndpoints.HfToolCall]@{ Id = '1'; Name = 'f'; Arguments = '{"a":1}' }
        $history = [HfEndpoints.HfChatMessage]::FromUser('One'), [HfEndpoints.HfChatMessage]::FromAssistant($null, $call),
            [HfEndpoints.HfChatMessage]::FromTool('1', 'done')
        $null = Invoke-HfChatCompletion writer -Prompt Two -History $history @brief
        (Get-Sent).role | Should -BeExactly user, assistant, tool, user
        (Get-Sent)[1].tool_calls[0].function.arguments | Should -BeExactly '{"a":1}'
        (Get-Sent)[2].tool_call_id | Should -BeExactly '1'
        (Get-Sent)[0].PSObject.Properties.Name | Should -BeExactly role, content
    }

    It 'may be a copy of an answer from a file' {
        $answer = Invoke-HfChatCompletion writer -Prompt One @brief
        $path = Join-Path $TestDrive answer.xml
        $answer | Export-Clixml $path -Depth 5
        $null = Invoke-HfChatCompletion writer -Prompt Two -History (Import-Clixml $path) @brief
        (Get-Sent).content | Should -BeExactly One, $answer.Text, Two
    }

    It 'is refused where it is <Name>' -ForEach @(
        @{ Name = 'a message with a misspelt content'; Message = @{ role = 'user'; contnet = 'Hello' } }
        @{ Name = 'a message without content'; Message = @{ role = 'user' } }
        @{ Name = 'a message whose content is null'; Message = @{ role = 'user'; content = $null } }
        @{ Name = 'a message without a role'; Message = @{ content = 'Hello' } }
        @{ Name = 'a number'; Message = 5 }
        @{ Name = 'a date'; Message = [datetime]'2026-01-01' }
    ) {
        foreach ($parameter in 'History', 'Message') {
            $with = @{ $parameter = , $Message }
            Invoke-HfChatCompletion writer -Prompt Two @with @brief -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        }

        Get-HfServedPost | Should -BeNullOrEmpty
    }

    It 'keeps tool calls, and a message that has nothing else' {
        $call = @{ id = '1'; type = 'function'; function = @{ name = 'f'; arguments = '{}' } }
        $null = Invoke-HfChatCompletion writer -Message @{ role = 'user'; content = 'x' }, @{ role = 'assistant'; content = $null; tool_calls = @($call) }, @{ role = 'tool'; tool_call_id = '1'; content = 'done' } @brief
        (Get-Sent).role | Should -BeExactly user, assistant, tool
    }
}

Describe 'The times of inference' {
    It 'are durations in any form' {
        (Invoke-HfChatCompletion writer -Prompt One @brief -Timeout 5m -IdleTimeout 90s).Text | Should -Not -BeNullOrEmpty
        (Invoke-HfChatCompletion writer -Prompt One @brief -Timeout 0:05:00 -IdleTimeout 0).Text | Should -Not -BeNullOrEmpty
    }

    It 'end an answer that does not come: RequestTimeout' {
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; delayMs = 60000 }
        Invoke-HfTextGeneration writer x -Timeout 0.3 -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -BeLike 'RequestTimeout,*'
        Reset-HfEmulator
    }

    It 'are the session''s by Connect-HfAccount' {
        $null = Connect-HfAccount hf_x -EmulatorUri $emulator.Uri -Timeout 300ms
        $null = Set-HfEmulatorEndpoint writer @{ model = $tgi }
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; delayMs = 60000 }
        Invoke-HfTextGeneration writer x -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -BeLike 'RequestTimeout,*'
    }
}
