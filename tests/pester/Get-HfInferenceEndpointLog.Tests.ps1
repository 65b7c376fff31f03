BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest
    $id = 'HfEndpoints.Commands.GetHfInferenceEndpointLogCommand'
}

AfterAll { Stop-HfTest }

Describe 'Get-HfInferenceEndpointLog' {
    BeforeEach {
        Reset-HfEmulator
        $null = Set-HfEmulatorEndpoint demo
    }

    It 'emits lines with all that the service says of them' {
        $written = Add-HfEmulatorLog demo 'it failed' @{ level = 'ERROR'; stream = 'stderr' }
        $entry = Get-HfInferenceEndpointLog demo -Tail 1
        $entry | Should -BeOfType HfEndpoints.HfLogEntry
        $entry.Line | Should -BeExactly 'it failed'
        $entry.Level | Should -BeExactly ERROR
        $entry.Stream | Should -BeExactly stderr
        $entry.Replica | Should -BeExactly $written.replica_id
        # What a timestamp has beyond a DateTime's precision is cut off by one reader and rounded by the other.
        ($entry.Timestamp - [DateTimeOffset]$written.timestamp).Duration() | Should -BeLessThan ([timespan]::FromMilliseconds(1))
        $entry.Endpoint | Should -BeExactly demo
        $entry.Namespace | Should -BeExactly alice
        "$entry" | Should -BeExactly 'it failed'
    }

    It 'emits the oldest first' {
        $null = Add-HfEmulatorLog demo one, two, three
        (Get-HfInferenceEndpointLog demo -Tail 3).Line | Should -BeExactly one, two, three
        (Get-HfInferenceEndpointLog demo).Line | Select-Object -Last 3 | Should -BeExactly one, two, three
    }

    It 'follows the pages of a long log' {
        $null = Set-HfEmulatorEndpoint long
        $client = [Net.Http.HttpClient]::new()
        $uri = [uri]::new($emulator.Uri, '/_emulator/endpoints/alice/long/logs')
        1..2100 | ForEach-Object {
            $content = [Net.Http.StringContent]::new("{""line"":""n$_""}", [Text.Encoding]::UTF8, 'application/json')
            $null = $client.PostAsync($uri, $content).GetAwaiter().GetResult()
        }

        $lines = (Get-HfInferenceEndpointLog long -Search n).Line -match '^n\d+$'
        $lines | Should -BeExactly @(1..2100 | ForEach-Object { "n$_" })
        Clear-HfEmulatorRequest
        (Get-HfInferenceEndpointLog long -Search n1 | Select-Object -First 1).Line | Should -BeExactly n1
        @(Get-HfEmulatorRequest).Count | Should -BeExactly 1 -Because 'nothing after the first page was wanted'
    }

    It 'filters by level, text and replica' {
        $null = Add-HfEmulatorLog demo 'all is well' @{ level = 'INFO' }
        $null = Add-HfEmulatorLog demo 'Memory is low' @{ level = 'WARN'; replica = 'other-1' }
        (Get-HfInferenceEndpointLog demo -Level warn).Line | Should -BeExactly 'Memory is low'
        (Get-HfInferenceEndpointLog demo -Search 'memory IS').Line | Should -BeExactly 'Memory is low'
        (Get-HfInferenceEndpointLog demo -Replica other-1).Line | Should -BeExactly 'Memory is low'
    }

    It 'takes a time, or how long ago it was' {
        $null = Add-HfEmulatorLog demo early
        Move-HfEmulatorClock 600
        $null = Add-HfEmulatorLog demo late
        $moment = (Get-HfInferenceEndpointLog demo -Tail 1).Timestamp
        (Get-HfInferenceEndpointLog demo -Since $moment).Line | Should -BeExactly late
        (Get-HfInferenceEndpointLog demo -Since $moment.LocalDateTime).Line | Should -BeExactly late
        (Get-HfInferenceEndpointLog demo -Until $moment.AddMinutes(-5) -Tail 1).Line | Should -BeExactly early
        Clear-HfEmulatorRequest
        $null = Get-HfInferenceEndpointLog demo -Since 00:10:00 -Until ([timespan]::FromMinutes(5))
        $query = [Web.HttpUtility]::ParseQueryString((Get-HfEmulatorRequest).query)
        $since, $until = 'since', 'until' | ForEach-Object { [DateTimeOffset]$query[$_] }
        ([DateTimeOffset]::UtcNow - $since).TotalSeconds | Should -BeGreaterOrEqual 600
        ($until - $since).TotalSeconds | Should -BeGreaterThan 299
        ($until - $since).TotalSeconds | Should -BeLessThan 330
    }

    It 'refuses <Value> as a time' -ForEach @(@{ Value = 'soon' }, @{ Value = '-00:10:00' }, @{ Value = [timespan]::MaxValue }) {
        { Get-HfInferenceEndpointLog demo -Since $Value } | Should -Throw -ErrorId "ParameterArgumentTransformationError,$id"
    }

    It 'refuses a beginning after the end before any request, once for all endpoints' {
        Clear-HfEmulatorRequest
        $failure = Get-HfFailure Get-HfInferenceEndpointLog @{ Name = 'demo', 'd*'; Since = [DateTime]'2026-02-02'; Until = [DateTime]'2026-01-01' }
        $failure.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$id"
        "$failure" | Should -BeLike '*Since*Until*'
        Get-HfEmulatorRequest | Should -BeNullOrEmpty
    }

    It 'takes wildcards and objects' {
        $null = Set-HfEmulatorEndpoint other
        $null = Add-HfEmulatorLog demo 'from demo'
        $null = Add-HfEmulatorLog other 'from other'
        (Get-HfInferenceEndpointLog d* -Tail 1).Line | Should -BeExactly 'from demo'
        (Get-HfInferenceEndpoint | Get-HfInferenceEndpointLog -Tail 1).Line | Sort-Object | Should -BeExactly 'from demo', 'from other'
        Get-HfInferenceEndpointLog x* | Should -BeNullOrEmpty
    }

    It 'says that its place in the log is gone, and from when to read again' {
        Set-HfEmulatorFault @{ path = '/v3/*/logs'; times = 1; status = 200; body = @(@{ timestamp = '2026-01-02T03:04:05Z'; line = 'first'; stream = 'stdout'; replica_id = 'r' }); headers = @{ Link = '<https://elsewhere/v3/x?after=a>; rel="next"' } },
            @{ path = '/v3/*/logs'; times = 1; status = 200; body = @(@{ timestamp = '2026-01-02T03:05:00Z'; line = 'last'; stream = 'stdout'; replica_id = 'r' }) },
            @{ path = '/v3/*/logs'; status = 400; body = @{ error = 'cursor has expired' } }
        $lines = (Get-HfInferenceEndpointLog demo -ErrorVariable failures -ErrorAction SilentlyContinue).Line
        $lines | Should -BeExactly first
        $failures.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$id"
        "$failures" | Should -BeLike '*cursor has expired*2026-01-02T03:04:05Z*'
    }

    It 'shows the lines as they were written' {
        $null = Add-HfEmulatorLog demo 'look here' @{ level = 'WARN'; replica = 'a-very-long-replica-00001' }
        $text = (Get-HfInferenceEndpointLog demo -Tail 1 | Out-String -Width 80) -replace '\e\[[\d;]*m'
        $text.Trim() | Should -BeExactly 'look here'
    }

    It 'shows who wrote a line where several did, and its time with -Timestamp' {
        $null = Add-HfEmulatorLog demo one @{ replica = 'a-very-long-replica-00001' }
        $null = Add-HfEmulatorLog demo two @{ replica = 'other' }
        $text = (Get-HfInferenceEndpointLog demo -Tail 2 | Out-String -Width 80) -replace '\e\[[\d;]*m'
        $text.Trim() -split '\r?\n' | Should -BeExactly '…g-replica-00001 | one', 'other | two'
        $text = (Get-HfInferenceEndpointLog demo -Tail 1 -Timestamp | Out-String -Width 80) -replace '\e\[[\d;]*m'
        $text.Trim() | Should -MatchExactly '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z two$'
    }

    It 'warns of a level that is not known, with the nearest' {
        $null = Get-HfInferenceEndpointLog demo -Level INF -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike "*'INF'*'INFO'*"
    }

    It 'completes levels, and the replicas that wrote' {
        $null = Add-HfEmulatorLog demo one @{ replica = 'written-1' }
        (TabExpansion2 'Get-HfInferenceEndpointLog demo -Level w').CompletionMatches.CompletionText | Should -BeExactly WARN
        (TabExpansion2 'Get-HfInferenceEndpointLog demo -Replica wr').CompletionMatches.CompletionText | Should -BeExactly written-1
    }
}

Describe 'Get-HfInferenceEndpointLog without a search at the service' {
    BeforeEach {
        Reset-HfEmulator
        $null = Set-HfEmulatorEndpoint plain @{ tags = @('emulator:no-log-search') }
        $null = Add-HfEmulatorLog plain 'INFO all is well', 'WARNING: memory is low', 'ERROR out of memory'
    }

    It 'reads the plain log' {
        $entries = Get-HfInferenceEndpointLog plain -Tail 2
        $entries.Line | Should -BeExactly 'WARNING: memory is low', 'ERROR out of memory'
        $entries.Level | Should -BeExactly WARN, ERROR
        (Get-HfEmulatorRequest -Path /v2/*/logs).query | Should -BeExactly '?tail=2'
    }

    It 'filters by text and level itself, and says what it cannot' {
        $entries = Get-HfInferenceEndpointLog plain -Search MEMORY -Level WARN -Tail 5 -Since 00:00:01 -Verbose 4>&1
        $verbose, $entries = $entries.Where({ $_ -is [System.Management.Automation.VerboseRecord] }, 'Split')
        $entries.Line | Should -BeExactly 'WARNING: memory is low'
        "$verbose" | Should -BeLike '*search*level*since*'
    }

    It 'saves the plain log' {
        $file = Get-HfInferenceEndpointLog plain -Level ERROR -OutFile (Join-Path $TestDrive plain.txt)
        Get-Content $file | Should -BeExactly 'ERROR out of memory'
    }
}
