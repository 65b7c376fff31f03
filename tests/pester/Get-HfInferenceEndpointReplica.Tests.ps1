BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
    $null = Set-HfEmulatorEndpoint two @{ state = 'running'; replicas = 2 }
    $null = Set-HfEmulatorEndpoint still @{ state = 'paused' }
    $null = Set-HfEmulatorEndpoint team @{ state = 'running' } -Namespace acme
}

AfterAll { Stop-HfTest }

Describe 'Get-HfInferenceEndpointReplica' {
    BeforeEach {
        Set-HfEmulatorFault
        Clear-HfEmulatorRequest
    }

    It 'gives the state of each replica' {
        $replicas = Get-HfInferenceEndpointReplica two
        $replicas | Should -HaveCount 2
        $replicas[0] | Should -BeOfType HfEndpoints.HfReplica
        $replicas.Stage | Should -BeExactly running, running
        $replicas[0].Live | Should -BeTrue
        $replicas[0].Updating | Should -BeFalse
        $replicas[0].StartedAt | Should -BeOfType DateTimeOffset
        $replicas[0].VersionId | Should -Not -BeNullOrEmpty
        $replicas[0].Endpoint, $replicas[0].Namespace | Should -BeExactly two, alice
        "$($replicas[0])" | Should -BeExactly $replicas[0].Id
    }

    It 'shows what it does not know as it came' {
        Set-HfEmulatorFault @{ path = '*/replica'; status = 200; body = @{ items = @(
                    @{ id = 'r'; versionId = 'v'; status = @{ stage = 'exploded'; live = $false; updating = $true; stoppedAt = '2026-11-21T10:00:00.123456789Z'; exitCode = 137 } }) } }
        $replica = Get-HfInferenceEndpointReplica two
        $replica.Stage, $replica.ExitCode, $replica.Updating | Should -BeExactly exploded, 137, $true
        $replica.StoppedAt.Year | Should -Be 2026
        $replica.StartedAt | Should -BeNullOrEmpty
    }

    It 'gives nothing for an endpoint that has none' {
        Get-HfInferenceEndpointReplica still | Should -BeNullOrEmpty
    }

    It 'takes names, wildcards, namespaces and objects' {
        (Get-HfInferenceEndpointReplica t*).Endpoint | Sort-Object -Unique | Should -BeExactly two
        (Get-HfInferenceEndpointReplica team -Namespace acme).Namespace | Should -BeExactly acme
        (Get-HfInferenceEndpoint team -Namespace acme | Get-HfInferenceEndpointReplica).Namespace | Should -BeExactly acme
        (Get-HfEmulatorRequest -Path '*/replica').path | Should -BeExactly '/v2/endpoint/alice/two/replica', '/v2/endpoint/acme/team/replica', '/v2/endpoint/acme/team/replica'
    }

    It 'shows a table' {
        Get-HfInferenceEndpointReplica two | Out-String | Should -Match '(?s)Endpoint: alice/two.*Id\W+Stage\W+Live\W+Age'
    }
}
