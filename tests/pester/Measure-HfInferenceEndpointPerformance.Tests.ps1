BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --max-concurrent, 4
    $writer = @{ state = 'running'; model = Get-HfEngineModel tgi @{ repository = 'HuggingFaceH4/zephyr-7b-beta' } }
    $brief = @{ Concurrency = 1; Count = 4; WarmUp = 0; OutputTokens = 3 }
    $report = Join-Path $TestDrive report.html
}

AfterAll { Stop-HfTest }

Describe 'Measure-HfInferenceEndpointPerformance' {
    BeforeEach {
        Set-HfEmulatorFault
        $null = Set-HfEmulatorEndpoint writer $writer
        Clear-HfEmulatorRequest
        Remove-Item $report -ErrorAction Ignore
    }

    It 'emits what each stage measured' {
        $stages = Measure-HfInferenceEndpointPerformance writer -Concurrency 1, 2 -Count 6 -OutputTokens 4
        $stages | Should -HaveCount 2
        $stages[0] | Should -BeOfType HfEndpoints.HfPerformanceStage
        $stages.Stage | Should -Be 1, 2
        $stages.Load | Should -BeExactly '1', '2'
        $stages.Endpoint | Should -BeExactly writer, writer
        $stages.Task | Should -BeExactly chat, chat
        $stages.Requests | Should -Be 6, 6
        $stages.Failed | Should -Be 0, 0
        $stages.OutputTokens | Should -Be 24, 24
        $stages | ForEach-Object { $_.TimeToFirstToken.Count } | Should -Be 6, 6
        foreach ($stage in $stages) {
            $stage.Latency.P99 | Should -BeGreaterOrEqual $stage.Latency.P50
            $stage.Latency.P50 | Should -BeGreaterOrEqual $stage.TimeToFirstToken.P50
            $stage.UsdPerMillionOutputTokens | Should -BeGreaterThan 0
            $stage.Knee | Should -BeIn 1, 2
        }
        # Three for warming up, which are not among the six.
        @(Get-HfServedPost) | Should -HaveCount 15
    }

    It 'sends its own prompts, about as long as it is told' {
        $null = Measure-HfInferenceEndpointPerformance writer @brief -InputTokens 40
        $prompts = (Get-HfServedPost).body.messages.content
        $prompts | ForEach-Object { ($_ -split ' ').Count } | Should -Be 40, 40, 40, 40
        @($prompts | Sort-Object -Unique) | Should -HaveCount 4
        (Get-HfServedPost).body.max_tokens | Should -Be 3, 3, 3, 3
    }

    It 'sends the prompts of <Case> in turn' -ForEach @(
        @{ Case = '-Prompt'; Act = { Measure-HfInferenceEndpointPerformance writer one, two @brief } }
        @{ Case = 'the pipeline'; Act = { 'one', 'two' | Measure-HfInferenceEndpointPerformance writer @brief } }
        @{ Case = 'objects'; Act = { 'one', 'two' | ForEach-Object { [pscustomobject]@{ Prompt = $_ } } | Measure-HfInferenceEndpointPerformance writer @brief } }
        @{ Case = 'a file'; Act = { Measure-HfInferenceEndpointPerformance writer -Path TestDrive:/prompts.txt @brief } }
        @{ Case = 'a file in the pipeline'; Act = { Get-Item TestDrive:/prompts.txt | Measure-HfInferenceEndpointPerformance writer @brief } }
    ) {
        Set-Content TestDrive:/prompts.txt one, '', two
        $null = & $Act
        (Get-HfServedPost).body.messages.content | Should -BeExactly two, one, two, one
    }

    It 'refuses <Case> before anything is sent' -ForEach @(
        @{ Case = 'an empty file'; Id = 'InvalidFile'; Act = { Set-Content TestDrive:/empty.txt ''; Measure-HfInferenceEndpointPerformance writer -Path TestDrive:/empty.txt } }
        @{ Case = 'a missing file'; Id = 'FileNotRead'; Act = { Measure-HfInferenceEndpointPerformance writer -Path TestDrive:/none.txt } }
        @{ Case = 'no prompts from the pipeline'; Id = 'InvalidRequest'; Act = { @() | Measure-HfInferenceEndpointPerformance writer } }
        @{ Case = 'a rate and a concurrency'; Id = 'InvalidRequest'; Act = { Measure-HfInferenceEndpointPerformance writer -Concurrency 1 -RequestRate 1 } }
        @{ Case = 'a rate and -Auto'; Id = 'InvalidRequest'; Act = { Measure-HfInferenceEndpointPerformance writer -Auto -RequestRate 1 } }
        @{ Case = 'several beginnings of -Auto'; Id = 'InvalidRequest'; Act = { Measure-HfInferenceEndpointPerformance writer -Auto -Concurrency 1, 2 } }
        @{ Case = 'a report in a folder that does not exist'; Id = 'FileNotWritten'; Act = { Measure-HfInferenceEndpointPerformance writer -ReportPath TestDrive:/none/x.html } }
        @{ Case = 'a report where there is a folder'; Id = 'FileNotWritten'; Act = { Measure-HfInferenceEndpointPerformance writer -ReportPath TestDrive:/ } }
    ) {
        $failures = @(& $Act 2>&1)
        $failures | Should -HaveCount 1
        $failures.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Get-HfServedPost | Should -BeNullOrEmpty
    }

    It 'sends nothing with -WhatIf' {
        Measure-HfInferenceEndpointPerformance writer @brief -WhatIf -ReportPath $report | Should -BeNullOrEmpty
        Get-HfServedPost | Should -BeNullOrEmpty
        $report | Should -Not -Exist
    }

    It 'embeds on an endpoint for embeddings' {
        $null = Set-HfEmulatorEndpoint embedder @{ state = 'running'; model = Get-HfEngineModel tei @{ task = 'feature-extraction' } }
        $stage = Measure-HfInferenceEndpointPerformance embedder @brief -WarningVariable warned
        $stage.Task, $stage.Succeeded, $stage.TimeToFirstToken, $stage.OutputTokens | Should -Be 'feature-extraction', 4, $null, $null
        $warned | Should -BeNullOrEmpty
    }

    It 'generates text with -Task, and where there is no chat' {
        (Measure-HfInferenceEndpointPerformance writer @brief -Task text-generation).OutputTokens | Should -Be 12
        $null = Set-HfEmulatorEndpoint old @{ state = 'running'; model = Get-HfEngineModel toolkit @{ task = 'text-generation' } }
        $stage = Measure-HfInferenceEndpointPerformance old @brief
        $stage.Task, $stage.Succeeded, $stage.OutputTokens | Should -Be 'text-generation', 4, 12
    }

    It 'warns of an endpoint that does not stream' {
        $choice = @{ index = 0; message = @{ role = 'assistant'; content = 'all of it' }; finish_reason = 'stop' }
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; status = 200; body = @{ choices = @($choice) } }
        $stage = Measure-HfInferenceEndpointPerformance writer @brief -WarningVariable warned -WarningAction SilentlyContinue
        $stage.Succeeded, $stage.TimeToFirstToken, $stage.OutputTokens | Should -Be 4, $null, $null
        $stage.Latency.Count | Should -Be 4
        @($warned) -match 'does not stream' | Should -HaveCount 1
        @($warned) -match 'does not count the tokens' | Should -HaveCount 1
    }

    It 'warns of a stage in which everything fails, and goes on' {
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; status = 429 }
        $stages = Measure-HfInferenceEndpointPerformance writer -Concurrency 1, 2 -Count 3 -WarmUp 0 -ReportPath $report -WarningVariable warned -WarningAction SilentlyContinue
        $stages.Failed | Should -Be 3, 3
        "$($stages[0].Errors)" | Should -BeExactly 'RateLimited: 3'
        $stages.Latency | Should -Be $null, $null
        @($warned) -match 'no request succeeded: RateLimited: 3' | Should -HaveCount 2
        $report | Should -Exist
    }

    It 'measures nothing where the warm-up fails' {
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; status = 401 }
        $failure = Measure-HfInferenceEndpointPerformance writer -ReportPath $report 2>&1
        $failure.FullyQualifiedErrorId | Should -BeLike 'Unauthorized,*'
        $report | Should -Not -Exist
    }

    It 'sends requests at a rate' {
        $stage = Measure-HfInferenceEndpointPerformance writer -RequestRate 200 -Count 20 -OutputTokens 2
        $stage.Load, $stage.Requests | Should -Be '200/s', 20
        $stage.StartDelay.Count | Should -Be 20
        $stage.Concurrency | Should -BeNullOrEmpty
    }

    It 'doubles the load until it is of no use' {
        $stages = @(Measure-HfInferenceEndpointPerformance writer -Auto -Count 40 -OutputTokens 2 -WarningAction SilentlyContinue)
        $stages.Count | Should -BeIn (2..10)
        $stages.Concurrency | Should -Be (0..($stages.Count - 1) | ForEach-Object { [Math]::Pow(2, $_) })
        $stages[-1].Knee | Should -BeIn $stages.Concurrency
    }

    It 'counts as good what is within the limits' {
        $stage = Measure-HfInferenceEndpointPerformance writer @brief -MaxTimeToFirstToken 0.001 -MaxInterTokenLatency 100
        $stage.GoodputPerSecond | Should -BeLessThan ($stage.RequestsPerSecond + 0.001)
        (Measure-HfInferenceEndpointPerformance writer @brief -MaxTimeToFirstToken 100).GoodputPerSecond | Should -BeGreaterThan 0
    }

    It 'writes a page with charts' {
        $null = Measure-HfInferenceEndpointPerformance writer -Concurrency 1, 2 -Count 4 -ReportPath $report
        $page = Get-Content -Raw $report
        $page | Should -BeLike '<!DOCTYPE html>*Load test of writer*<svg*</html>*'
        $page | Should -Not -Match 'https?:'
        @([regex]::Matches($page, '<td>[12]</td>')) | Should -HaveCount 2
    }

    It 'keeps its stages as JSON, and compares a later test with them' {
        $json = Join-Path $TestDrive before.json
        $before = Measure-HfInferenceEndpointPerformance writer -Concurrency 1, 2 -Count 4 -ReportPath $report, $json
        $report | Should -Exist
        $read = Get-Content -Raw $json | ConvertFrom-Json
        $read.stages.concurrency | Should -Be 1, 2
        $read.stages[1].latency.p99 | Should -Be $before[1].Latency.P99.TotalMilliseconds

        $stages = Measure-HfInferenceEndpointPerformance writer -Concurrency 2, 3 -Count 4 -BaselinePath $json -ReportPath $report -WarningVariable warned -WarningAction SilentlyContinue
        $stages[0].Change.Baseline.Latency.P99 | Should -Be $before[1].Latency.P99
        $stages[0].Change.LatencyP99 | Should -BeGreaterThan -1
        $stages[1].Change | Should -BeNullOrEmpty
        @($warned) -match 'no stage with the load 3' | Should -HaveCount 1
        $table = $stages | Out-String -Width 80
        $table | Should -Match '(?m)^ +2 .*\d [+-]?\d+%'
        $table | Should -Match '(?m)^ +3 .*\d new'
        Get-Content -Raw $report | Should -BeLike '*Compared with the baseline*'
    }

    It 'refuses <Case> as a baseline before anything is sent' -ForEach @(
        @{ Case = 'a missing file'; Id = 'FileNotRead'; Make = { } }
        @{ Case = 'a page'; Id = 'InvalidFile'; Make = { Set-Content TestDrive:/base.json '<!DOCTYPE html>' } }
        @{ Case = 'other JSON'; Id = 'InvalidFile'; Make = { Set-Content TestDrive:/base.json '[{ "Load": 1 }]' } }
        @{ Case = 'a test of other loads'; Id = 'InvalidRequest'; Make = {
                $null = Measure-HfInferenceEndpointPerformance writer -RequestRate 100 -Count 2 -WarmUp 0 -ReportPath TestDrive:/base.json
                Clear-HfEmulatorRequest
            }
        }
    ) {
        Remove-Item TestDrive:/base.json -ErrorAction Ignore
        & $Make
        $failures = @(Measure-HfInferenceEndpointPerformance writer -BaselinePath TestDrive:/base.json 2>&1)
        $failures | Should -HaveCount 1
        $failures.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Get-HfServedPost | Should -BeNullOrEmpty
    }

    It 'is stopped by Ctrl+C at once, and leaves what has ended' {
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; times = 2; delayMs = 1 }, @{ method = 'POST'; path = '/serve/*'; delayMs = 60000 }
        $stopped = Invoke-WithStop {
            Measure-HfInferenceEndpointPerformance writer -Concurrency 1, 2 -Count 2 -WarmUp 0 -ReportPath $args[0]
        } { @(Get-HfServedPost).Count -ge 4 } -ArgumentList $report
        $stopped.State | Should -Be Stopped
        $stopped.StopMilliseconds | Should -BeLessThan 2000
        $stopped.Errors | Should -BeNullOrEmpty
        $stopped.Output.Concurrency | Should -Be 1
        Get-Content -Raw $report | Should -BeLike '*2 requests in 1 stage.*'
    }
}
