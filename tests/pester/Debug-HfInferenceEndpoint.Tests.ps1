BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
    $null = Set-HfEmulatorEndpoint broken @{ state = 'failed' }
    $null = Set-HfEmulatorEndpoint still @{ state = 'paused' }
    $null = Set-HfEmulatorEndpoint team @{ state = 'running' } -Namespace acme
}

AfterAll { Stop-HfTest }

Describe 'Debug-HfInferenceEndpoint' {
    BeforeEach {
        Set-HfEmulatorFault
        Clear-HfEmulatorRequest
    }

    It 'gives the endpoint with what the agent says' {
        $endpoint = Debug-HfInferenceEndpoint broken
        $endpoint | Should -BeOfType HfEndpoints.HfInferenceEndpoint
        $endpoint.AgentMessage | Should -Not -BeNullOrEmpty
        $endpoint.Raw.status.agentMessage | Should -BeExactly $endpoint.AgentMessage
        (Get-HfEmulatorRequest -Path '*/agent/debug').method | Should -BeExactly POST
        (Get-HfInferenceEndpoint broken).AgentMessage | Should -BeExactly $endpoint.AgentMessage
    }

    It 'shows it in the list, and only there where there is one' {
        Debug-HfInferenceEndpoint broken | Format-List | Out-String | Should -Match 'AgentMessage'
        Get-HfInferenceEndpoint still | Format-List | Out-String | Should -Not -Match 'AgentMessage'
    }

    It 'takes names, wildcards, namespaces and objects' {
        (Debug-HfInferenceEndpoint b*, team -Namespace acme).Name | Should -BeExactly team
        (Get-HfInferenceEndpoint -State failed | Debug-HfInferenceEndpoint).Name | Should -BeExactly broken
        (Get-HfEmulatorRequest -Path '*/agent/debug').path | Should -BeExactly '/v2/endpoint/acme/team/agent/debug', '/v2/endpoint/alice/broken/agent/debug'
    }

    It 'asks the agent once, even where the answer is lost' {
        Set-HfEmulatorFault @{ path = '*/agent/debug'; drop = 'after' }
        { Debug-HfInferenceEndpoint broken -ErrorAction Stop } | Should -Throw -ErrorId 'ConnectionFailed,*'
        (Get-HfEmulatorFault).hits | Should -Be 1
    }

    It 'stops at once' {
        Set-HfEmulatorFault @{ path = '*/agent/debug'; delayMs = 60000 }
        $stopped = Invoke-WithStop { Debug-HfInferenceEndpoint broken } { (Get-HfEmulatorFault).hits -gt 0 }
        $stopped.StopMilliseconds | Should -BeLessThan 1000
        $stopped.Errors | Should -BeNullOrEmpty
    }
}
