BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot Prompt.psm1) -Force
    $hasTerminal = Test-HfTerminal
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot Prompt.psm1) -Force
    $null = Start-HfTest --token-ms, 20
    Set-HfEnvironment hf_test
    $null = Set-HfEmulatorEndpoint chat @{ model = Get-HfEngineModel tgi @{ repository = 'HuggingFaceH4/zephyr-7b-beta' } }
    $text = -join (Invoke-HfTextGeneration chat Sea -Stream -MaxNewTokens 4).Text
    $answer = -join (Invoke-HfChatCompletion chat Sea -Stream -MaxTokens 4).Text

    function Get-Shown([string] $Line) {
        $terminal = Start-HfTerminal "$Line; 'over'"
        try {
            (Wait-HfScreen $terminal '(?m)^over') -replace '(?s)(^|\n)over.*'
        } finally {
            Stop-HfTerminal $terminal
            Set-HfEmulatorFault
        }
    }
}

AfterAll { Stop-HfTest }

Describe 'A streamed answer at a prompt' -Skip:(-not $hasTerminal) {
    It 'is running text of a completion and of a chat' {
        Get-Shown 'Invoke-HfTextGeneration chat Sea -Stream -MaxNewTokens 4' | Should -Match ([regex]::Escape($text.Trim()))
        Get-Shown 'Invoke-HfChatCompletion chat Sea -Stream -MaxTokens 4' | Should -Match ([regex]::Escape($answer.Trim()))
    }

    It 'is objects where something receives them: <_>' -ForEach @(
        '$x = Invoke-HfTextGeneration chat Sea -Stream -MaxNewTokens 4; "$($x.Count) pieces"'
        'Invoke-HfTextGeneration chat Sea -Stream -MaxNewTokens 4 | Measure-Object | ForEach-Object { "$($_.Count) pieces" }'
        'Invoke-HfTextGeneration chat Sea -Stream -MaxNewTokens 4 -OutVariable x | Out-Null; "$($x.Count) pieces"'
        '"$(@(Invoke-HfTextGeneration chat Sea -Stream -MaxNewTokens 4).Count) pieces"'
        '& { Invoke-HfTextGeneration chat Sea -Stream -MaxNewTokens 4 } | Measure-Object | ForEach-Object { "$($_.Count) pieces" }'
        '1 | ForEach-Object -Parallel { Import-Module $env:HFENDPOINTS_MODULE; Invoke-HfTextGeneration chat Sea -Stream -MaxNewTokens 4 } | Measure-Object | ForEach-Object { "$($_.Count) pieces" }'
    ) {
        Get-Shown $_ | Should -Match '^\s*4 pieces\s*$'
    }

    It 'is objects in a file' {
        $file = Join-Path $TestDrive pieces.txt
        Get-Shown "Invoke-HfTextGeneration chat Sea -Stream -MaxNewTokens 4 > '$file'" | Should -Match '^\s*$'
        Get-Content -Raw $file | Should -Match 'TokenId'
    }
}

Describe 'An answer at a prompt' -Skip:(-not $hasTerminal) {
    It 'is wrapped between words' {
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; status = 200; body = @{ choices = @(@{ message = @{ content = 'many words ' * 20 } }) } }
        $lines = (Get-Shown 'Invoke-HfChatCompletion chat Sea') -split '\n' | Where-Object { $_.Trim() }
        $lines.Count | Should -BeGreaterThan 2
        $lines | ForEach-Object Trim | Where-Object { $_ -notmatch '^(many|words)( (many|words))*$' -or $_.Length -gt 79 } | Should -BeNullOrEmpty
    }
}

Describe 'A log at a prompt' -Skip:(-not $hasTerminal) {
    It 'has a short time and is wrapped between words, but is whole for what receives it' {
        $line = '2026-03-01T14:05:09.132379Z  INFO text_generation_router_v3: backends/v3/src/lib.rs:125: Warming up model'
        $null = Add-HfEmulatorLog chat $line
        Get-Shown 'Get-HfInferenceEndpointLog chat -Tail 1' |
            Should -Match '(?m)^14:05:09 INFO text_generation_router_v3: backends/v3/src/lib.rs:125: Warming up\n {9}model$'
        Get-Shown '(Get-HfInferenceEndpointLog chat -Tail 1).Line.Length' | Should -Match "^\s*$($line.Length)\s*$"
    }
}

Describe 'A batch at a prompt' -Skip:(-not $hasTerminal) {
    It 'shows its cost in 80 columns, and at Ctrl+C says how much is done' {
        $answers = Join-Path $TestDrive answers.jsonl
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; delayMs = 100 }
        1..4000 | ForEach-Object { "{`"inputs`":`"Prompt $_`"}" } | Set-Content (Join-Path $TestDrive jobs.jsonl)
        $terminal = Start-HfTerminal "Set-Location '$TestDrive'; Invoke-HfBatch chat jobs.jsonl answers.jsonl -Parameter @{ max_new_tokens = 20 } -ThrottleLimit 8"
        try {
            $null = Wait-HfScreen $terminal 'Batch on chat \[[1-9]\d* of 4000, USD [\d.]+, [\d.]+/s'
            Send-HfKey $terminal "`u{3}"
            (Wait-HfScreen $terminal '\d+ of 4000 jobs are done\.') -match '(\d+) of 4000 jobs are done\. Run the batch again' | Should -BeTrue
            $terminal.Process.WaitForExit(20000) | Should -BeTrue
            @(Get-Content $answers).Count | Should -BeExactly ([int]$Matches[1])
        } finally {
            Stop-HfTerminal $terminal
            Set-HfEmulatorFault
        }
    }
}
