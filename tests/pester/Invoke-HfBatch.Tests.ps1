BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest
    $running = @{ state = 'running'; model = Get-HfEngineModel tgi }
    $brief = @{ max_new_tokens = 2; return_full_text = $false }

    function New-JobFile([string] $Name, [int] $Count) {
        $path = Join-Path $TestDrive $Name
        1..$Count | ForEach-Object { "{`"id`":`"job-$_`",`"prompt`":`"I am $_`"}" } | Set-Content $path
        $path
    }

    function Get-Answer([string] $Path) {
        Get-Content $Path | ConvertFrom-Json
    }
}

AfterAll { Stop-HfTest }

Describe 'Invoke-HfBatch' {
    BeforeEach {
        Set-HfEmulatorFault
        $null = Set-HfEmulatorEndpoint writer $running
        Clear-HfEmulatorRequest
        $out = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
    }

    It 'takes a file that is piped in for the file of the jobs' {
        $result = Get-Item (New-JobFile piped.jsonl 5) | Invoke-HfBatch writer -OutPath $out -Parameter $brief
        $result.Succeeded | Should -Be 5
        $result.Path | Should -BeLike *piped.jsonl
        (Get-Answer $out).id | Sort-Object | Should -Be (1..5 | ForEach-Object { "job-$_" })
    }

    It 'refuses a second file that is piped in' {
        $files = (New-JobFile one.jsonl 1), (New-JobFile two.jsonl 1) | Get-Item
        $files | Invoke-HfBatch writer -OutPath $out -Parameter $brief -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
    }

    It 'reads a file in -Encoding <encoding>' -ForEach @(
        @{ encoding = 'windows-1252' }, @{ encoding = 1252 }, @{ encoding = [Text.Encoding]::Latin1 }
    ) {
        $path = Join-Path $TestDrive old.csv
        [IO.File]::WriteAllText($path, "id,prompt`
a,caf`u{e9}`
", [Text.Encoding]::Latin1)
        (Invoke-HfBatch writer $path $out -Parameter $brief -WarningAction Ignore).Failed | Should -Be 1
        (Get-Answer $out).error.id | Should -BeExactly InvalidJob
        Get-HfServedPost | Should -BeNullOrEmpty
        (Invoke-HfBatch writer $path "$out.2" -Parameter $brief -Encoding $encoding).Succeeded | Should -Be 1
        (Get-HfServedPost).body.inputs | Should -BeExactly "caf`u{e9}"
    }

    It 'refuses an encoding that is not known' {
        { Invoke-HfBatch writer (New-JobFile x.jsonl 1) $out -Encoding klingon -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidRequest,*'
    }

    It 'answers each job of a file once, and says what it did' {
        $path = New-JobFile jobs.jsonl 200
        $result = Invoke-HfBatch writer $path $out -Parameter $brief
        $result.GetType().Name | Should -BeExactly HfBatchResult
        $result.Total, $result.Succeeded, $result.Failed, $result.Skipped | Should -BeExactly 200, 200, 0, 0
        $result.Path | Should -BeExactly $path
        $result.OutPath | Should -BeExactly $out
        $result.JobsPerSecond | Should -BeGreaterThan 0
        $result.HighestConcurrency | Should -BeGreaterThan 1
        $answers = Get-Answer $out
        ($answers.id | Sort-Object -Unique).Count | Should -BeExactly 200
        $answers.output | Should -Not -Contain ''
        Get-HfServedPost | Should -HaveCount 200
    }

    It 'says what the endpoint cost in that time' {
        (Invoke-HfBatch writer (New-JobFile jobs.jsonl 5) $out -Parameter $brief).EstimatedCost | Should -BeGreaterOrEqual 0
        (Invoke-HfBatch -Uri "$($emulator.Uri)serve/alice/writer" -Token hf_test -Path (New-JobFile jobs.jsonl 5) -OutPath "$out.2").EstimatedCost |
            Should -BeNullOrEmpty
    }

    It 'takes texts, tables and objects from the pipeline' {
        $result = 'one', @{ id = 'b'; prompt = 'two' }, [pscustomobject]@{ Id = 3; Prompt = 'three'; Parameters = @{ max_new_tokens = 1; details = $true } } |
            Invoke-HfBatch writer -OutPath $out -Parameter $brief
        $result.Succeeded | Should -BeExactly 3
        $answers = Get-Answer $out | Sort-Object line
        $answers.id | Should -BeExactly 1, b, 3
        $answers[2].usage.completion_tokens | Should -BeExactly 1
        ((Get-HfServedPost).body.inputs | Sort-Object) | Should -BeExactly one, three, two
    }

    It 'takes the endpoint from the pipeline' {
        (Get-HfInferenceEndpoint writer | Invoke-HfBatch -Path (New-JobFile jobs.jsonl 5) -OutPath $out -Parameter $brief).Succeeded |
            Should -BeExactly 5
    }

    It 'reads CSV, by its extension or -Format' {
        $path = Join-Path $TestDrive jobs.txt
        'id,prompt,parameters.max_new_tokens', 'a,"one, two",3', 'b,three,' | Set-Content $path
        (Invoke-HfBatch writer $path $out -Format Csv -Parameter $brief).Succeeded | Should -BeExactly 2
        $bodies = (Get-HfServedPost).body | Sort-Object inputs
        $bodies.inputs | Should -BeExactly 'one, two', three
        $bodies.parameters.max_new_tokens | Should -BeExactly 3, 2
    }

    It 'sends messages to the chat route' {
        $null = Set-HfEmulatorEndpoint writer @{ state = 'running'; model = @{ repository = 'HuggingFaceH4/zephyr-7b-beta' } }
        @{ messages = @(@{ role = 'user'; content = 'hi' }); parameters = @{ max_tokens = 3 } } |
            Invoke-HfBatch writer -OutPath $out | ForEach-Object Succeeded | Should -BeExactly 1
        (Get-Answer $out).usage.completion_tokens | Should -BeExactly 3
        (Get-HfServedPost).path | Should -BeLike */v1/chat/completions
    }

    It 'goes through a server with the routes of OpenAI alone' {
        $null = Set-HfEmulatorEndpoint vllm @{ state = 'running'; model = Get-HfEngineModel vllm @{ repository = 'me/chat' } }
        (Invoke-HfBatch vllm (New-JobFile jobs.jsonl 20) $out -Parameter @{ max_new_tokens = 2 }).Succeeded | Should -BeExactly 20
        (Get-Answer $out).usage.completion_tokens | Sort-Object -Unique | Should -BeExactly 2
    }

    It 'writes failed jobs with their errors, warns, and sends them again with -RetryFailed' {
        $path = Join-Path $TestDrive mixed.jsonl
        '"good"', '{"id":', '{"id":"empty","prompt":""}' | Set-Content $path
        $result = Invoke-HfBatch writer $path $out -Parameter $brief -WarningVariable warnings -WarningAction SilentlyContinue
        $result.Succeeded, $result.Failed | Should -BeExactly 1, 2
        $warnings | Should -BeLike '*2 *-RetryFailed*'
        $errors = Get-Answer $out | Where-Object error | Sort-Object line
        $errors.id | Should -BeExactly 2, empty
        $errors.error.id | Should -BeExactly InvalidJob, InvalidRequest

        $again = Invoke-HfBatch writer $path $out -Parameter $brief -WarningVariable warnings -WarningAction SilentlyContinue
        $again.Succeeded, $again.Failed, $again.Skipped | Should -BeExactly 0, 0, 3
        $warnings | Should -BeLike '*2 *-RetryFailed*'

        '"good"', '{"id":"corrected","prompt":"x"}', '{"id":"empty","prompt":"y"}' | Set-Content $path
        $retried = Invoke-HfBatch writer $path $out -Parameter $brief -RetryFailed
        $retried.Succeeded, $retried.Failed, $retried.Skipped | Should -BeExactly 2, 0, 1
        (Get-Answer $out).id | Sort-Object | Should -BeExactly 1, corrected, empty
    }

    It 'writes failed jobs to -ErrorPath where it is given' {
        $failures = Join-Path $TestDrive failures.jsonl
        '', 'x' | Invoke-HfBatch writer -OutPath $out -ErrorPath $failures -WarningAction SilentlyContinue | ForEach-Object ErrorPath | Should -BeExactly $failures
        (Get-Answer $out).id | Should -BeExactly 2
        (Get-Answer $failures).error.id | Should -BeExactly InvalidRequest
    }

    It 'sends nothing with -WhatIf, and says how much it would' {
        $path = New-JobFile jobs.jsonl 10
        Get-Content $path -TotalCount 4 | Set-Content "$path.part"
        $null = Invoke-HfBatch writer "$path.part" $out -Format Jsonl -Parameter $brief
        Clear-HfEmulatorRequest
        $said = Invoke-InNewRunspace -ArgumentList $path, $out {
            Invoke-HfBatch writer $args[0] $args[1] -Parameter @{ max_new_tokens = 2; return_full_text = $false } -WhatIf -Verbose
        }
        $said.Output | Should -BeNullOrEmpty
        $said.Errors | Should -BeNullOrEmpty
        Get-HfServedPost | Should -BeNullOrEmpty
        @(Get-Content $out) | Should -HaveCount 4
        @(1..3 | Invoke-HfBatch writer -OutPath "$out.new" -WhatIf) | Should -BeNullOrEmpty
        "$out.new" | Should -Not -Exist
    }

    It 'is a batch of no jobs where the input is empty' {
        $null = New-Item (Join-Path $TestDrive empty.jsonl) -Force
        (Invoke-HfBatch writer (Join-Path $TestDrive empty.jsonl) $out).Total | Should -BeExactly 0
        (@() | Invoke-HfBatch writer -OutPath $out).Total | Should -BeExactly 0
        Get-HfServedPost | Should -BeNullOrEmpty
    }

    It 'refuses <Name>, as <Id>, and sends nothing' -ForEach @(
        @{ Name = 'a call without jobs'; Id = 'InvalidRequest'; Call = { Invoke-HfBatch writer -OutPath $out -ErrorAction SilentlyContinue } }
        @{ Name = 'an input that is not there'; Id = 'FileNotRead'; Call = { Invoke-HfBatch writer nowhere.jsonl $out -ErrorAction SilentlyContinue } }
        @{ Name = 'an input of no known format'; Id = 'InvalidRequest'; Call = { Invoke-HfBatch writer jobs.dat $out -ErrorAction SilentlyContinue } }
        @{ Name = 'an output in no folder'; Id = 'FileNotWritten'; Call = { 'x' | Invoke-HfBatch writer -OutPath TestDrive:/no/where.jsonl -ErrorAction SilentlyContinue } }
        @{ Name = 'an output that is not a file'; Id = 'InvalidRequest'; Call = { 'x' | Invoke-HfBatch writer -OutPath env:x -ErrorAction SilentlyContinue } }
        @{ Name = 'an output that is the input'; Id = 'InvalidRequest'; Call = { $path = New-JobFile same.jsonl 1; Invoke-HfBatch writer $path $path -ErrorAction SilentlyContinue } }
        @{ Name = 'an output that holds something else'; Id = 'OutputMismatch'; Call = { 'notes' | Set-Content $out; 'x' | Invoke-HfBatch writer -OutPath $out -ErrorAction SilentlyContinue } }
        @{ Name = 'an endpoint that is not there'; Id = 'EndpointNotFound'; Call = { 'x' | Invoke-HfBatch nowhere -OutPath $out -ErrorAction SilentlyContinue } }
        @{ Name = 'an endpoint without jobs'; Id = 'InvalidRequest'; Call = { Get-HfInferenceEndpoint writer | Invoke-HfBatch -OutPath $out -ErrorAction SilentlyContinue } }
    ) {
        $Error.Clear()
        & $Call | Should -BeNullOrEmpty
        $Error[0].FullyQualifiedErrorId | Should -BeExactly "$Id,HfEndpoints.Commands.InvokeHfBatchCommand"
        Get-HfServedPost | Should -BeNullOrEmpty
    }

    It 'refuses to continue with other jobs or settings than before' {
        $path = New-JobFile jobs.jsonl 3
        $null = Invoke-HfBatch writer $path $out -Parameter $brief
        Invoke-HfBatch writer $path $out -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -BeExactly 'OutputMismatch,HfEndpoints.Commands.InvokeHfBatchCommand'
        Get-HfServedPost | Should -HaveCount 3
    }

    It 'does nothing where it has finished, though the endpoint is paused' {
        $path = New-JobFile jobs.jsonl 3
        $null = Invoke-HfBatch writer $path $out -Parameter $brief
        $null = Set-HfEmulatorEndpoint writer @{ state = 'paused' }
        $result = Invoke-HfBatch writer $path $out -Parameter $brief
        $result.Total, $result.Skipped, $result.Succeeded | Should -BeExactly 3, 3, 0
    }

    It 'says how to start an endpoint that is paused' {
        $null = Set-HfEmulatorEndpoint writer @{ state = 'paused' }
        Invoke-HfBatch writer (New-JobFile jobs.jsonl 3) $out -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -BeExactly 'EndpointNotRunning,HfEndpoints.Commands.InvokeHfBatchCommand'
        "$($failure.ErrorDetails)" | Should -BeLike '*Resume-HfInferenceEndpoint*'
        $failure.TargetObject | Should -BeExactly writer
    }

    It 'gives up an answer that takes longer than -Timeout, and the others continue' {
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; times = 1; hang = $true }
        $result = Invoke-HfBatch writer (New-JobFile jobs.jsonl 3) $out -Parameter $brief -Timeout 300ms -MaxRetry 0 -ThrottleLimit 1
        $result.Succeeded, $result.Failed | Should -BeExactly 2, 1
        (Get-Answer $out | Where-Object { $_.PSObject.Properties['error'] }).error.id | Should -BeExactly RequestTimeout
    }

    It 'shows its progress, and ends it' {
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; delayMs = 100 }
        $path = New-JobFile jobs.jsonl 100
        $run = Invoke-InNewRunspace -ArgumentList $path, $out {
            Invoke-HfBatch writer $args[0] $args[1] -Parameter @{ max_new_tokens = 2 } -ThrottleLimit 8
        }
        $run.Progress.Count | Should -BeGreaterThan 2
        $run.Progress[-1].RecordType | Should -Be Completed
        $run.Progress.StatusDescription -match '^\d+ of 100, USD [\d.]+, [\d.]+/s, \d+ at once$' | Should -Not -BeNullOrEmpty
        $run.Progress[-2].PercentComplete | Should -BeGreaterThan 0
    }
}
