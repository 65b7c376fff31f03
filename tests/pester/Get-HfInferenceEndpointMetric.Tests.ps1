BeforeDiscovery {
    $routes = @(
        @{ Name = 'ResponseStatusCode'; Route = 'response-status-code' }
        @{ Name = 'ResponseStatusCodeGrouped'; Route = 'response-status-code-grouped' }
        @{ Name = 'ResponseElapsed'; Route = 'response-elapsed' }
        @{ Name = 'PendingRequest'; Route = 'pending-request' }
        @{ Name = 'ReplicaRunning'; Route = 'replica-running' }
        @{ Name = 'ReplicaStatus'; Route = 'replica-status' }
        @{ Name = 'HardwareCpu'; Route = 'hardware-cpu' }
        @{ Name = 'HardwareMemory'; Route = 'hardware-cpu' }
        @{ Name = 'HardwareGpu'; Route = 'hardware-gpu' }
        @{ Name = 'HardwareGpuMemory'; Route = 'hardware-gpu' }
        @{ Name = 'InferenceRequest'; Route = 'inference/requests' }
        @{ Name = 'TimeToFirstToken'; Route = 'inference/ttft' }
        @{ Name = 'InterTokenLatency'; Route = 'inference/itl' }
        @{ Name = 'KvCache'; Route = 'inference/kv-cache' }
        @{ Name = 'PrefixCache'; Route = 'inference/prefix-cache' }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    # The emulator's clock stands still but for Move-HfEmulatorClock, so every run sees the same points.
    $null = Start-HfTest --speed, 0
    $tgi = Get-HfEngineModel tgi
    $gpu = @{ accelerator = 'gpu'; instanceType = 'nvidia-t4'; instanceSize = 'x4' }
    $null = Set-HfEmulatorEndpoint writer @{ state = 'running'; replicas = 2; model = $tgi }
    $null = Set-HfEmulatorEndpoint reader @{ state = 'running'; model = Get-HfEngineModel vllm; compute = $gpu }
    $null = Set-HfEmulatorEndpoint team @{ state = 'running'; model = $tgi } -Namespace acme
    $null = 1..6 | ForEach-Object { "Prompt $_" } | Invoke-HfTextGeneration writer -MaxNewTokens 2
    # Beyond the emulator's now, which is moved a little into the future.
    $range = @{ Since = (Get-Date).AddHours(-1); Until = (Get-Date).AddHours(1) }
    Move-HfEmulatorClock -Seconds 120

    function Get-MetricRequest {
        Get-HfEmulatorRequest -Path /v2/endpoint/*/metrics* -Method POST
    }

    function Set-Answer($Body) {
        Set-HfEmulatorFault @{ path = '/v2/endpoint/alice/writer/metrics*'; status = 200; body = $Body }
    }
}

AfterAll { Stop-HfTest }

Describe 'Get-HfInferenceEndpointMetric' {
    BeforeEach {
        Set-HfEmulatorFault
        Clear-HfEmulatorRequest
    }

    Context 'and the metrics' {
        It 'gets all of them by one request' {
            $points = Get-HfInferenceEndpointMetric writer -Raw @range
            (Get-MetricRequest).path | Should -BeExactly '/v2/endpoint/alice/writer/metrics'
            $points | ForEach-Object { $_ | Should -BeOfType HfEndpoints.HfMetricPoint }
            $points.Metric | Sort-Object -Unique | Should -Contain ResponseElapsed
            $points.Metric | Should -Not -Contain KvCache -Because 'this server measures no inference'
        }

        It 'gets <Name> alone by its own route' -ForEach $routes {
            $points = Get-HfInferenceEndpointMetric reader -Metric $Name @range
            (Get-MetricRequest).path | Should -BeExactly "/v2/endpoint/alice/reader/metrics/$Route"
            $points.Metric | Where-Object { $_ -cne $Name } | Should -BeNullOrEmpty
        }

        It 'gets several by the route that has all' {
            $points = Get-HfInferenceEndpointMetric writer HardwareCpu, PendingRequest @range
            (Get-MetricRequest).path | Should -BeExactly '/v2/endpoint/alice/writer/metrics'
            $points.Metric | Sort-Object -Unique | Should -BeExactly HardwareCpu, PendingRequest
        }

        It 'takes wildcards' {
            (Get-HfInferenceEndpointMetric writer -Metric response* @range).Metric | Sort-Object -Unique |
                Should -BeExactly ResponseElapsed, ResponseStatusCode, ResponseStatusCodeGrouped
        }

        It "takes the service's words and the usual short ones" {
            (Get-HfInferenceEndpointMetric reader -Metric kv-cache -Latest @range).Metric | Should -BeExactly KvCache
            (Get-HfInferenceEndpointMetric reader -Metric InferenceRequest -Latest @range).Series | Should -BeExactly waiting, running
            (Get-HfInferenceEndpointMetric writer -Metric HardwareRam, Latency @range).Metric | Sort-Object -Unique |
                Should -BeExactly HardwareMemory, ResponseElapsed
        }

        It 'takes a name that only the service knows' {
            Set-Answer @{ inference = @{ 'draft-tokens' = @{ series = @(@{ replicaId = 'r'; data = @(@{ x = '2026-11-21T10:00:00Z'; y = 0.5 }) }) } } }
            (Get-HfInferenceEndpointMetric writer -Metric InferenceDraftTokens -Raw).Value | Should -Be 0.5
        }

        It 'refuses a name that nobody knows, after what the others give' {
            $points = Get-HfInferenceEndpointMetric writer -Metric PendingRequest, Nothing @range -ErrorAction SilentlyContinue -ErrorVariable failed
            $points.Metric | Sort-Object -Unique | Should -BeExactly PendingRequest
            $failed.FullyQualifiedErrorId | Should -Match '^InvalidRequest,'
            $failed[0].ToString() | Should -Match "'Nothing'.*TimeToFirstToken"
        }
    }

    Context 'and its objects' {
        It 'have endpoint, series, time, value and unit' {
            $point = Get-HfInferenceEndpointMetric writer -Metric ResponseStatusCode -Raw @range | Where-Object Value
            $point.Endpoint | Should -BeExactly writer
            $point.Namespace | Should -BeExactly alice
            $point.Series | Should -BeExactly 200
            $point.Unit | Should -BeExactly requests
            $point.Time | Should -BeOfType DateTimeOffset
            ($point | Measure-Object Value -Sum).Sum | Should -Be 6
        }

        It 'have replica and device' {
            $replicas = (Get-HfInferenceEndpointReplica writer).Id
            (Get-HfInferenceEndpointMetric writer -Metric HardwareCpu -Raw @range | Group-Object Replica).Name | Should -BeExactly $replicas
            (Get-HfInferenceEndpointMetric reader -Metric HardwareGpu -Latest @range).Device | Should -BeExactly 0, 1, 2, 3
        }

        It 'give the seconds of each stage of a replica' {
            $stages = Get-HfInferenceEndpointMetric writer -Metric ReplicaStatus -Raw @range
            $stages.Series | Sort-Object -Unique | Should -BeExactly running
            # The service cuts its times, so a stage may seem a little shorter.
            $stages | ForEach-Object { $_.Value | Should -BeGreaterThan 119 }
            $stages.Unit | Sort-Object -Unique | Should -BeExactly s
        }

        It 'go into a file and come back' {
            $file = Join-Path $TestDrive points.csv
            Get-HfInferenceEndpointMetric writer -Metric ResponseElapsed -Raw @range | Export-Csv $file
            $rows = Import-Csv $file
            $rows[0].psobject.Properties.Name | Should -BeExactly Endpoint, Namespace, Metric, Series, Replica, Device, Time, Value, Unit
            $rows.Series | Sort-Object -Unique | Should -BeExactly p50, p90, p95, p99
        }

        It 'stop where enough are there' {
            Set-Answer @{ hardwareCpu = @{ series = @(1..3 | ForEach-Object { @{ replicaId = "r$_"; data = @(@{ x = '2026-11-21T10:00:00Z'; y = $_ }) } }) } }
            (Get-HfInferenceEndpointMetric writer -Raw | Select-Object -First 2).Replica | Should -BeExactly r1, r2
        }

        It 'are the last of each series with -Latest' {
            Set-Answer @{ series = @(@{ statusCode = '200'; sum = 3; data = @(
                        @{ x = '2026-11-21T10:02:00Z'; y = 2 }, @{ x = '2026-11-21T10:01:00Z'; y = 1 }) }, @{ statusCode = '404'; sum = 0; data = @() }) }
            $latest = Get-HfInferenceEndpointMetric writer -Metric ResponseStatusCode -Latest
            $latest.Value | Should -Be 2
            $latest.Series | Should -BeExactly 200
        }

        It 'are one for each series, whatever is in it, with and without -Summary' {
            Set-Answer @{ series = @(@{ percentile = 'p95'; summary = 2.5; data = @(
                        @{ x = '2026-11-21T10:01:00Z'; y = 1 }, @{ x = '2026-11-21T10:02:00Z'; y = 4 }, @{ x = '2026-11-21T10:03:00Z'; y = 1 }) }, @{ percentile = 'p99'; data = @() }) }
            Get-HfInferenceEndpointMetric writer -Metric ResponseElapsed -Summary | Should -HaveCount 1
            $p95, $empty = Get-HfInferenceEndpointMetric writer -Metric ResponseElapsed
            $p95 | Should -BeOfType HfEndpoints.HfMetricSummary
            $p95.Count, $p95.Minimum, $p95.Average, $p95.Maximum, $p95.Sum, $p95.Latest, $p95.Overall | Should -Be 3, 1, 2, 4, 6, 1, 2.5
            $empty | Should -BeNullOrEmpty -Because 'a series without a value comes to nothing'
        }

        It 'have no latency of the times without a request' {
            Set-Answer @{ series = @(@{ percentile = 'p50'; summary = 2; data = @(
                        @{ x = '2026-11-21T10:01:00Z'; y = 0 }, @{ x = '2026-11-21T10:02:00Z'; y = 2 }, @{ x = '2026-11-21T10:03:00Z'; y = 0 }) }) }
            $p50 = Get-HfInferenceEndpointMetric writer -Metric ResponseElapsed
            $p50.Count, $p50.Average, $p50.Minimum, $p50.Latest | Should -Be 1, 2, 2, 2
            $p50.Trend | Should -BeExactly '▁█▁'
        }

        It 'count the requests of the whole period' {
            Set-Answer @{ series = @(@{ statusCode = '200'; sum = 3; data = @(@{ x = '2026-11-21T10:01:00Z'; y = 3 }, @{ x = '2026-11-21T10:02:00Z'; y = 0 }) }) }
            $requests = Get-HfInferenceEndpointMetric writer -Metric ResponseStatusCode
            $requests.Overall, $requests.Latest, $requests.Max, $requests.Value | Should -Be 3, 0, 3, 0
        }

        It 'are a text with -OpenMetrics' {
            $text = Get-HfInferenceEndpointMetric writer -OpenMetrics
            $text | Should -BeOfType string
            $text | Should -Match 'http_requests.*status_code="200"'
            (Get-HfEmulatorRequest -Path '*/open-metrics').method | Should -BeExactly GET
        }
    }

    It 'asks for one replica' {
        $replica = (Get-HfInferenceEndpointReplica writer)[0]
        $points = Get-HfInferenceEndpointMetric writer -Metric HardwareCpu -Replica $replica -Raw @range
        (Get-MetricRequest).body.replicaId | Should -BeExactly $replica.Id
        $points.Replica | Sort-Object -Unique | Should -BeExactly $replica.Id
    }

    It 'refuses what does not go together: <_>' -ForEach @(
        @{ Latest = $true; Summary = $true }
        @{ Latest = $true; Raw = $true }
        @{ OpenMetrics = $true; Latest = $true }
        @{ OpenMetrics = $true; Metric = 'KvCache' }
        @{ OpenMetrics = $true; Last = 60 }
    ) {
        $these = $_
        { Get-HfInferenceEndpointMetric writer @these -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidRequest,*'
        Get-HfEmulatorRequest | Should -BeNullOrEmpty
    }

    Context 'and the endpoints' {
        It 'are named, several, or by wildcards' {
            (Get-HfInferenceEndpointMetric writer, reader -Latest @range).Endpoint | Sort-Object -Unique | Should -BeExactly reader, writer
            (Get-HfInferenceEndpointMetric w* -Latest @range).Endpoint | Sort-Object -Unique | Should -BeExactly writer
        }

        It 'are objects, with their own namespace' {
            $points = Get-HfInferenceEndpoint team -Namespace acme | Get-HfInferenceEndpointMetric -Latest @range
            $points.Namespace | Sort-Object -Unique | Should -BeExactly acme
        }

        It 'are in another namespace' {
            (Get-HfInferenceEndpointMetric team -Namespace acme -Latest @range).Count | Should -BeGreaterThan 0
        }

        It 'that are forbidden are an error' {
            Set-HfEmulatorFault @{ path = '*/metrics'; status = 403; body = @{ error = 'no' } }
            { Get-HfInferenceEndpointMetric writer -ErrorAction Stop } | Should -Throw -ErrorId 'Forbidden,*'
        }
    }

    It 'completes metrics, with what they are' {
        $matched = (TabExpansion2 'Get-HfInferenceEndpointMetric writer -Metric k').CompletionMatches
        $matched.CompletionText | Should -BeExactly KvCache
        $matched.ToolTip | Should -Not -BeIn $null, '', KvCache
    }

    It 'completes replicas of the endpoint typed' {
        $matched = (TabExpansion2 'Get-HfInferenceEndpointMetric writer -Replica ').CompletionMatches
        # Those that are there come first; behind them those that metrics still mention.
        $there = @((Get-HfInferenceEndpointReplica writer).Id)
        $matched.CompletionText | Select-Object -First $there.Count | Should -BeExactly $there
        $matched[0].ToolTip | Should -Match running
    }

    It 'completes replicas of an endpoint object, with its own account and service' {
        $endpoint = Get-HfInferenceEndpoint writer
        $there = @((Get-HfInferenceEndpointReplica writer).Id)
        $run = Invoke-InNewRunspace {
            param($endpoint)
            (TabExpansion2 'Get-HfInferenceEndpointMetric -InputObject $endpoint -Replica ').CompletionMatches.CompletionText
        } $endpoint
        $run.Output | Select-Object -First $there.Count | Should -BeExactly $there
    }

    It 'shows a table for each metric, with its unit, with -Raw' {
        $text = Get-HfInferenceEndpointMetric writer -Metric ResponseElapsed -Raw @range | Out-String
        $text | Should -Match 'Metric: ResponseElapsed \(s\) of alice/writer'
        $text | Should -Match 'Time\W+Series\W+Replica\W+Value'
    }

    It 'shows one table of all metrics of <_>, a row for each series' -ForEach writer, reader {
        $lines = Get-HfTable (Get-HfInferenceEndpointMetric $_ @range) 80
        @($lines -match '^Metric +Series +Latest +Overall +Max Trend$') | Should -HaveCount 1
        @($lines -match '^(ResponseElapsed +p50|KvCache) ') | Should -Not -BeNullOrEmpty
        @($lines -match '^HardwareCpu +…\S+ +[\d.]+ % +[\d.]+ % [▁▂▃▄▅▆▇█]+$') | Should -Not -BeNullOrEmpty
        $lines | Where-Object Length -GT 80 | Should -BeNullOrEmpty
        @($lines | Where-Object { $_ }).Count | Should -Be (3 + @(Get-HfInferenceEndpointMetric $_ @range).Count)
    }
}
