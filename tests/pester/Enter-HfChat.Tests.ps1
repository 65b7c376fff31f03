BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot Prompt.psm1) -Force
    $hasTerminal = Test-HfTerminal
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot Prompt.psm1) -Force
    $null = Start-HfTest --token-ms, 30
    Set-HfEnvironment hf_test
    $null = Set-HfEmulatorEndpoint chat @{ model = Get-HfEngineModel tgi @{ repository = 'HuggingFaceH4/zephyr-7b-beta' } }
    $null = Set-HfEmulatorEndpoint paused @{ state = 'paused' }

    function Get-SentMessage {
        (Get-HfServedPost)[-1].body.messages | ForEach-Object { "$($_.role): $($_.content)" }
    }
}

AfterAll { Stop-HfTest }

Describe 'Enter-HfChat' {
    It 'is an error where nobody can type, and asks nothing' {
        Clear-HfEmulatorRequest
        $failures = Get-HfFailure Enter-HfChat @{ Endpoint = 'chat' }
        $failures.FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,HfEndpoints.Commands.EnterHfChatCommand'
        $failures.TargetObject | Should -BeExactly chat
        "$failures" | Should -Match 'Invoke-HfChatCompletion'
        Get-HfEmulatorRequest | Should -BeNullOrEmpty
        $failures = Invoke-InNewRunspace { Enter-HfChat chat }
        $failures.Errors.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
    }

    Context 'in a terminal' -Skip:(-not $hasTerminal) {
        BeforeEach {
            Clear-HfEmulatorRequest
            $terminal = $null
        }

        AfterEach {
            if ($terminal) { Stop-HfTerminal $terminal }
        }

        It 'talks, keeps the conversation, and ends with what it took' {
            $terminal = Start-HfTerminal 'Enter-HfChat chat -System Short -MaxTokens 5; "over"'
            $null = Wait-HfScreen $terminal '/exit ends\.\s+>>> '
            Send-HfKey $terminal "Hello`r"
            $null = Wait-HfScreen $terminal '>>> Hello\s+\S[\s\S]+>>> $'
            Get-SentMessage | Should -BeExactly 'system: Short', 'user: Hello'
            Send-HfKey $terminal "And?`r"
            $null = Wait-HfScreen $terminal 'And\?\n+\S[\s\S]+>>> $'
            $sent = Get-SentMessage
            $sent | Should -HaveCount 4
            $sent[2] | Should -Match '^assistant: \S'
            Send-HfKey $terminal "/exit`r"
            Wait-HfScreen $terminal 'over' | Should -Match '2 answers, 10 tokens, [\d.]+ tokens/s, USD [\d.]+\s+over'
        }

        It 'stops only the answer at Ctrl+C, and keeps what is there of it' {
            $terminal = Start-HfTerminal 'Enter-HfChat chat -MaxTokens 2000; "over"'
            $null = Wait-HfScreen $terminal '>>> $'
            Send-HfKey $terminal "Hello`r"
            $null = Wait-HfScreen $terminal '>>> Hello\s+\w+ \w+'
            Send-HfKey $terminal "`u{3}"
            $null = Wait-HfScreen $terminal '\(stopped\)\s+>>> $'
            Send-HfKey $terminal "given up`u{3}"
            $null = Wait-HfScreen $terminal 'given up\s+>>> $'
            Send-HfKey $terminal "/clear`r"
            $null = Wait-HfScreen $terminal 'forgotten\.\s+>>> $'
            Send-HfKey $terminal "`u{4}"
            Wait-HfScreen $terminal 'over' | Should -Match '1 answer, '
            Get-HfServedPost | Should -HaveCount 1
        }

        It 'takes several lines, pasted or in quotation marks, and recalls messages' {
            $terminal = Start-HfTerminal 'Enter-HfChat chat -MaxTokens 2'
            $null = Wait-HfScreen $terminal '>>> $'
            Send-HfKey $terminal "`"`"`"`r"
            $null = Wait-HfScreen $terminal '\.\.\. $'
            Send-HfKey $terminal "one`r"
            $null = Wait-HfScreen $terminal 'one\n\.\.\. $'
            Send-HfKey $terminal "two`"`"`"`r"
            $null = Wait-HfScreen $terminal 'two"""\n+\S[\s\S]+>>> $'
            Get-SentMessage | Should -BeExactly "user: one`ntwo"
            Send-HfKey $terminal "three`nfour"
            $null = Wait-HfScreen $terminal 'three\n\.\.\. four$'
            Send-HfKey $terminal "`r"
            $null = Wait-HfScreen $terminal 'four\n+\S[\s\S]+>>> $'
            (Get-SentMessage)[-1] | Should -BeExactly "user: three`nfour"
            Send-HfKey $terminal "`e[A"
            $null = Wait-HfScreen $terminal '>>> three\n\.\.\. four$'
            Send-HfKey $terminal "`u{15}ab`u{7f}c`r"
            $null = Wait-HfScreen $terminal '>>> ac\n+\S[\s\S]+>>> $'
            (Get-SentMessage)[-1] | Should -BeExactly 'user: ac'
        }

        It 'obeys commands, and what it saves can be continued' {
            $file = Join-Path $TestDrive talk.json
            $terminal = Start-HfTerminal 'Enter-HfChat chat -MaxTokens 2'
            $null = Wait-HfScreen $terminal '>>> $'
            foreach ($line in '/system Be kind', '/system', '/model', '/model zephyr', 'Hello', "/save $file", '/save', '/save Env:x', '/dance', '/help') {
                Send-HfKey $terminal "$line`r"
                $null = Wait-HfScreen $terminal "$([regex]::Escape($line.Substring(0, [math]::Min(8, $line.Length))))[\s\S]+\S\s*\n>>> $"
                Start-Sleep -Milliseconds 100
            }

            $text = Get-HfScreen $terminal
            $text | Should -Match '/system\s+Be kind'
            $text | Should -Match '/model\s+HuggingFaceH4/zephyr-7b-beta'
            $text | Should -Match "'/dance' is not a command"
            $text | Should -Match '/save <file>'
            $text | Should -Match 'InvalidRequest|Env:x'
            (Get-HfServedPost)[-1].body.model | Should -BeExactly zephyr
            $saved = Get-Content $file | ConvertFrom-Json
            $saved.role | Should -BeExactly system, user, assistant
            Invoke-HfChatCompletion chat Again -History $saved -MaxTokens 1 | Should -Not -BeNullOrEmpty
            (Get-HfServedPost)[-1].body.messages.role | Should -BeExactly system, user, assistant, user
        }

        It 'goes on after an error of the server' {
            $terminal = Start-HfTerminal 'Enter-HfChat chat -MaxTokens 2'
            $null = Wait-HfScreen $terminal '>>> $'
            Set-HfEmulatorFault @{ path = '/serve/*'; times = 1; status = 422; body = @{ error = 'no such thing' } }
            Send-HfKey $terminal "Hello`r"
            $null = Wait-HfScreen $terminal 'no such thing[\s\S]+>>> $'
            Send-HfKey $terminal "Again`r"
            $null = Wait-HfScreen $terminal 'Again\n+\S[\s\S]+>>> $'
            Get-SentMessage | Should -BeExactly 'user: Again'
            Set-HfEmulatorFault
        }

        It 'says that an endpoint is paused' {
            $terminal = Start-HfTerminal 'Enter-HfChat paused; $Error[0].FullyQualifiedErrorId'
            Wait-HfScreen $terminal ',HfEndpoints' | Should -Match 'EndpointNotRunning,'
        }
    }
}
