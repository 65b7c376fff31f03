# -Wait of the cmdlets that change something: what Wait-HfInferenceEndpoint does, in one command.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 300
    $gpt2 = Get-HfGpt2Setting
}

AfterAll { Stop-HfTest }

Describe '-Wait' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo @{ state = 'paused' }
        $null = Set-HfEmulatorEndpoint other @{ state = 'paused' }
    }

    It 'of New- emits the endpoint when it is ready' {
        $endpoint = New-HfInferenceEndpoint new @gpt2 -Wait
        $endpoint | Should -HaveCount 1
        $endpoint.Status | Should -BeExactly running
        $endpoint.ReadyReplica | Should -Be 1
    }

    It 'of New- from the catalog waits too' {
        (New-HfInferenceEndpoint -CatalogModel BAAI/bge-m3 -Name bge -Wait -Timeout 1h).Status | Should -BeExactly running
    }

    It 'of New- creates all of a table before it waits' {
        $made = 'one', 'two' | ForEach-Object { [pscustomobject]@{ Name = $_ } } | New-HfInferenceEndpoint @gpt2 -Wait
        $made.Name | Sort-Object | Should -BeExactly one, two
        $calls = @(Get-HfEmulatorCall /v2/endpoint/*)
        $calls[0..1] | Should -BeExactly 'POST /v2/endpoint/alice', 'POST /v2/endpoint/alice'
    }

    It 'of Resume- waits for all of them' {
        $ready = Resume-HfInferenceEndpoint demo, other -Wait -Timeout ([timespan]'01:00:00')
        $ready.Name | Sort-Object | Should -BeExactly demo, other
        $ready.Status | Should -BeExactly running, running
    }

    It 'of Set- waits until the change is deployed' {
        $null = Set-HfEmulatorEndpoint demo @{ state = 'running' }
        $changed = Set-HfInferenceEndpoint demo -InstanceSize x4 -Wait
        $changed.Status, $changed.InstanceSize | Should -BeExactly running, x4
    }

    It 'is one error for the one that can never be ready, and the others arrive' {
        $null = Set-HfEmulatorEndpoint active
        $done = Set-HfInferenceEndpoint demo, active -Tag x -Wait -ErrorVariable failure -ErrorAction SilentlyContinue
        $done.Name | Should -BeExactly active
        $failure.FullyQualifiedErrorId | Should -BeExactly 'EndpointNotRunning,HfEndpoints.Commands.SetHfInferenceEndpointCommand'
        $failure.TargetObject | Should -BeExactly demo
    }

    It 'is a time-out after -Timeout, with the endpoint as target' {
        New-HfInferenceEndpoint slow @gpt2 -Tag emulator:stay-pending -Wait -Timeout 0.2 -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.FullyQualifiedErrorId | Should -BeExactly 'WaitTimeout,HfEndpoints.Commands.NewHfInferenceEndpointCommand'
        $failure.TargetObject.Name | Should -BeExactly slow
    }

    It 'waits for nothing with -WhatIf' {
        New-HfInferenceEndpoint new @gpt2 -Wait -WhatIf | Should -BeNullOrEmpty
        Resume-HfInferenceEndpoint demo -Wait -WhatIf | Should -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }
}

Describe '-Timeout without -Wait' {
    It 'is refused by <Name> before anything changes' -ForEach @(
        @{ Name = 'New'; Act = { New-HfInferenceEndpoint new @gpt2 -Timeout 5m } }
        @{ Name = 'Set'; Act = { Set-HfInferenceEndpoint demo -Tag x -Timeout 5m } }
        @{ Name = 'Resume'; Act = { Resume-HfInferenceEndpoint demo -Timeout 5m } }
    ) {
        Reset-HfTest
        $Act | Should -Throw -ErrorId "InvalidRequest,HfEndpoints.Commands.$($Name)HfInferenceEndpointCommand"
        Get-HfEmulatorCall | Should -BeNullOrEmpty
    }
}
