# Whose account the parts of a script use that run side by side.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest
    $other = Start-TestEmulator
    $null = Set-HfEmulatorEndpoint here -Emulator $emulator
    $null = Set-HfEmulatorEndpoint there -Emulator $other
}

AfterAll { Stop-HfTest }

Describe 'The account of a process' {
    BeforeEach {
        # Where a part of a script would go that did not see the session.
        Set-HfEnvironment hf_real $other
        $null = Connect-HfAccount hf_x -EmulatorUri $emulator.Uri
        $emulator, $other | ForEach-Object { Clear-HfEmulatorRequest -Emulator $_ }
    }

    AfterEach {
        Get-HfEmulatorRequest -Emulator $other | Should -BeNullOrEmpty
    }

    It 'is used by <Case>' -ForEach @(
        @{ Case = 'ForEach-Object -Parallel'; Act = { 1..4 | ForEach-Object -Parallel ([scriptblock]::Create($part)) } }
        @{
            Case = 'thread jobs'
            Act  = { 1..4 | ForEach-Object { Start-ThreadJob ([scriptblock]::Create($part)) } | Receive-Job -Wait -AutoRemoveJob }
        }
        @{ Case = 'other runspaces'; Act = { 1..4 | ForEach-Object { (Invoke-InNewRunspace { Get-HfInferenceEndpoint }).Output.Name } } }
    ) {
        $part = 'Import-Module $env:HFENDPOINTS_MODULE; (Get-HfInferenceEndpoint).Name'
        & $Act | Should -BeExactly here, here, here, here
    }

    It 'is asked for once, however many ask at the same time' {
        Disconnect-HfAccount
        Set-HfEnvironment hf_real $emulator
        Set-HfEmulatorFault @{ path = '/api/whoami-v2'; delayMs = 200 } -Emulator $emulator
        $names = 1..5 | ForEach-Object -Parallel { Import-Module $env:HFENDPOINTS_MODULE; (Get-HfInferenceEndpoint).Name }
        Set-HfEmulatorFault -Emulator $emulator
        $names | Should -HaveCount 5
        @(Get-HfEmulatorRequest -Path /api/whoami-v2 -Emulator $emulator) | Should -HaveCount 1
    }

    It 'is what any runspace connects and disconnects' {
        $theirs = Invoke-InNewRunspace { Connect-HfAccount hf_y -EmulatorUri $args[0] -Namespace acme } $emulator.Uri
        $theirs.Output.Scope | Should -BeExactly Process
        (Get-HfContext).Namespace | Should -BeExactly acme
        (Invoke-InNewRunspace { Disconnect-HfAccount }).Errors | Should -BeNullOrEmpty
        $env:HF_TOKEN = $null
        Get-HfContext | Should -BeNullOrEmpty
    }

    It 'is not that of a runspace that connects for itself alone' {
        $theirs = Invoke-InNewRunspace {
            Connect-HfAccount hf_y -EmulatorUri $args[0] -Namespace globex -Scope runspace
            Get-HfContext
            Get-HfContext -Scope Process
            Disconnect-HfAccount
            Get-HfContext
        } $emulator.Uri
        $theirs.Output | ForEach-Object { "$($_.Scope) $($_.Namespace)" } |
            Should -BeExactly 'Runspace globex', 'Runspace globex', 'Process alice', 'Process alice'
        (Get-HfContext).Scope | Should -BeExactly Process
        (Get-HfContext).Namespace | Should -BeExactly alice
        Get-HfContext -Scope Runspace | Should -BeNullOrEmpty
    }

    It 'ends the one of a runspace where it is connected there' {
        $theirs = Invoke-InNewRunspace {
            $null = Connect-HfAccount hf_y -EmulatorUri $args[0] -Namespace globex -Scope Runspace
            $null = Connect-HfAccount hf_z -EmulatorUri $args[0] -Namespace acme
            Get-HfContext
        } $emulator.Uri
        $theirs.Output | ForEach-Object { "$($_.Scope) $($_.Namespace)" } | Should -BeExactly 'Process acme'
    }

    It 'is left by Disconnect-HfAccount -Scope Runspace' {
        Disconnect-HfAccount -Scope Runspace
        (Get-HfContext).Namespace | Should -BeExactly alice
    }
}
