BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    # The emulator's clock stands still but for Move-HfEmulatorClock.
    $null = Start-HfTest --speed, 0
    $null = Set-HfEmulatorEndpoint writer @{ state = 'running' }

    function Get-Span {
        # The last: where the clocks differ, the time up to now is asked for twice.
        $body = @(Get-HfEmulatorRequest -Path /v2/endpoint/*/metrics* -Method POST)[-1].body
        $start, $stop = [datetimeoffset]$body.start, [datetimeoffset]$body.stop
        [pscustomobject]@{ Start = $start; Stop = $stop; Length = $stop - $start }
    }
}

AfterAll { Stop-HfTest }

Describe 'Get-HfInferenceEndpointMetric and the time' {
    BeforeEach {
        Clear-HfEmulatorRequest
    }

    It 'is the last hour, by the clock of the service' {
        Move-HfEmulatorClock -Seconds 1800
        $null = Get-HfInferenceEndpointMetric writer
        (Get-Span).Length | Should -Be ([timespan]'1:00')
        (Get-Span).Stop | Should -BeGreaterThan ([datetimeoffset]::UtcNow.AddMinutes(20))
    }

    It 'is as long as -Last says: <_>' -ForEach '0:15', 900, ([timespan]::FromMinutes(15)) {
        $null = Get-HfInferenceEndpointMetric writer -Last $_
        (Get-Span).Length | Should -Be ([timespan]'0:15')
    }

    It 'may be long: 90 days' {
        $null = Get-HfInferenceEndpointMetric writer -Last 90.00:00:00
        (Get-Span).Length.TotalDays | Should -Be 90
    }

    It 'ends at -Until, with -Last before it' {
        $null = Get-HfInferenceEndpointMetric writer -Last 0:10 -Until '2026-11-21T10:00:00Z'
        (Get-Span).Start | Should -Be ([datetimeoffset]'2026-11-21T09:50:00Z')
    }

    It 'begins at -Since: <_>' -ForEach ([datetime]'2026-11-20T08:00:00Z'), ([datetimeoffset]'2026-11-20T08:00:00Z'), '2026-11-20T08:00:00Z' {
        $null = Get-HfInferenceEndpointMetric writer -Since $_
        (Get-Span).Start | Should -Be ([datetimeoffset]'2026-11-20T08:00:00Z')
    }

    It 'takes a TimeSpan as that long ago' {
        $null = Get-HfInferenceEndpointMetric writer -Since 2:00 -Until ([timespan]'1:30')
        [Math]::Round((Get-Span).Length.TotalMinutes) | Should -Be 30
    }

    It 'is refused where it is reversed, before any request' {
        Get-HfInferenceEndpointMetric writer, reader -Since 1:00 -Until 2:00 -ErrorAction SilentlyContinue -ErrorVariable failed |
            Should -BeNullOrEmpty
        $failed.FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,HfEndpoints.Commands.GetHfInferenceEndpointMetricCommand'
        Get-HfEmulatorRequest | Should -BeNullOrEmpty
    }

    It 'is refused where it is said twice' {
        { Get-HfInferenceEndpointMetric writer -Since 1:00 -Last 60 -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidRequest,*'
    }

    It 'is refused where it is not a time: <_>' -ForEach 'yesterday', 7 {
        { Get-HfInferenceEndpointMetric writer -Since $_ } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }
}
