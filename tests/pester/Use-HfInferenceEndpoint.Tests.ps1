BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $secret = 'hf_secret-of-alice'
    $emulator = Start-HfTest --speed, 600 -Token $secret
    $suffix = 'HfEndpoints.Commands.UseHfInferenceEndpointCommand'

    function Get-State([string] $Name = 'demo') {
        (Get-HfInferenceEndpoint $Name).Status
    }
}

AfterAll { Stop-HfTest }

Describe 'Use-HfInferenceEndpoint' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo @{ state = 'paused'; compute = @{ scaling = @{ minReplica = 0 } } }
        $null = Set-HfEmulatorEndpoint other @{ state = 'paused' }
        $null = Set-HfEmulatorEndpoint team @{ state = 'paused' } -Namespace acme
    }

    It 'starts an endpoint, runs the script on it, and pauses it' {
        $seen = Use-HfInferenceEndpoint demo { $_; $args[0]; 'Hi' | Invoke-HfTextGeneration $_ -MaxNewTokens 3 }
        $seen[0] | Should -BeOfType HfEndpoints.HfInferenceEndpoint
        $seen[0].Name, $seen[0].Status | Should -BeExactly demo, running
        $seen[1] | Should -Be $seen[0]
        $seen[2].Text | Should -Not -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeExactly 'POST /v2/endpoint/alice/demo/resume', 'POST /serve/alice/demo', 'POST /v2/endpoint/alice/demo/pause'
        Get-State | Should -BeExactly paused
    }

    It 'gives the endpoint to a parameter of the script' {
        Use-HfInferenceEndpoint demo { param($endpoint) 1..2 | ForEach-Object { "$_ $($endpoint.Name)" } } | Should -BeExactly '1 demo', '2 demo'
    }

    It 'pauses one that ran before, too' {
        $null = Set-HfEmulatorEndpoint demo @{ state = 'running' }
        Use-HfInferenceEndpoint demo { 'used' } | Should -BeExactly used
        Get-HfEmulatorCall -Change | Should -BeExactly 'POST /v2/endpoint/alice/demo/pause'
    }

    It 'stops the bill' {
        Use-HfInferenceEndpoint demo { }
        $billed = Get-HfEmulatorBill demo
        $billed.billedSeconds | Should -BeGreaterThan 0
        Move-HfEmulatorClock 86400
        (Get-HfEmulatorBill demo).billedSeconds | Should -BeExactly $billed.billedSeconds
    }

    It 'scales to zero afterwards with -ScaleToZero' {
        Use-HfInferenceEndpoint demo { } -ScaleToZero -InformationVariable said 6>$null
        Get-State | Should -BeExactly scaledToZero
        "$said" | Should -BeExactly "Endpoint 'demo' is scaled to zero."
    }

    It 'pauses where the service does not scale to zero, and says so' {
        Use-HfInferenceEndpoint other { } -ScaleToZero -WarningVariable warned -WarningAction SilentlyContinue -InformationVariable said 6>$null
        Get-State other | Should -BeExactly paused
        "$said" | Should -BeExactly "Endpoint 'other' is paused."
        $warned | Should -HaveCount 1
        $warned | Should -BeLike "*'other'*"
    }

    It 'deletes afterwards with -Remove' {
        Use-HfInferenceEndpoint demo { } -Remove
        (Get-HfInferenceEndpoint).Name | Should -BeExactly other
    }

    It 'refuses -Remove with -ScaleToZero before anything is asked' {
        { Use-HfInferenceEndpoint demo { } -Remove -ScaleToZero } | Should -Throw -ErrorId "InvalidRequest,$suffix"
        Get-HfEmulatorCall | Should -BeNullOrEmpty
    }

    It 'takes <Case>' -ForEach @(
        @{ Case = 'several names'; Act = { Use-HfInferenceEndpoint demo, other { $_.Name } }; Names = 'demo', 'other' }
        @{ Case = 'a wildcard'; Act = { Use-HfInferenceEndpoint o* { $_.Name } }; Names = , 'other' }
        @{ Case = 'endpoints'; Act = { Get-HfInferenceEndpoint d* | Use-HfInferenceEndpoint { $_.Name } }; Names = , 'demo' }
        @{ Case = 'names from the pipeline'; Act = { 'demo', 'o*' | Use-HfInferenceEndpoint { $_.Name } }; Names = 'demo', 'other' }
        @{ Case = 'a namespace'; Act = { Use-HfInferenceEndpoint team { $_.Name } -Namespace acme }; Names = , 'team' }
        @{ Case = 'another namespace''s endpoint'; Act = { Get-HfInferenceEndpoint -Namespace acme | Use-HfInferenceEndpoint { $_.Name } }; Names = , 'team' }
    ) {
        & $Act | Should -BeExactly $Names
        Get-HfInferenceEndpoint -Namespace alice, acme | ForEach-Object Status | Sort-Object -Unique | Should -BeExactly paused
        Get-HfEmulatorCall -Change | Should -HaveCount (2 * $Names.Count)
    }

    It 'uses one after the other, and each is stopped before the next starts' {
        Use-HfInferenceEndpoint demo, other { }
        (Get-HfEmulatorCall -Change) -replace '.*/alice/' | Should -BeExactly demo/resume, demo/pause, other/resume, other/pause
    }

    It 'runs the script where scripts may do little' {
        $run = Invoke-InNewRunspace {
            $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
            $outer = 'here'
            Use-HfInferenceEndpoint demo { "$($_.Name) $($args[0].Name) $outer $($_.Status)"; $inner = 'kept' }
            $inner
            (Get-HfInferenceEndpoint demo | Format-Table | Out-String) -match ' \d+[smhd] '
        }
        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Should -BeExactly 'demo demo here running', kept, $true
        Get-State | Should -BeExactly paused
    }

    It 'stops the endpoint after a script that fails where scripts may do little' {
        $run = Invoke-InNewRunspace {
            $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
            try { Use-HfInferenceEndpoint demo { throw 'no' } } catch { "$_" }
        }
        $run.Output | Should -BeExactly no
        Get-State | Should -BeExactly paused
    }

    It 'runs no script on one that fails to start, and stops it' {
        $null = Set-HfEmulatorEndpoint demo @{ state = 'paused'; model = @{ repository = 'acme/fail-cuda' } }
        $used = Use-HfInferenceEndpoint demo { 'never' } -ErrorVariable failure -ErrorAction SilentlyContinue
        $used | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "EndpointFailed,$suffix"
        Get-State | Should -BeExactly paused
    }

    It 'waits no longer than -Timeout' {
        $null = Set-HfEmulatorEndpoint demo @{ state = 'initializing' }
        $used = Use-HfInferenceEndpoint demo { 'never' } -Timeout 0 -ErrorVariable failure -ErrorAction SilentlyContinue
        $used | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "WaitTimeout,$suffix"
        Get-State | Should -BeExactly paused
    }

    It 'starts nothing and runs nothing with -WhatIf' {
        Use-HfInferenceEndpoint * { throw 'never' } -WhatIf
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'runs the script in the scope of its caller' {
        $before = 1
        Use-HfInferenceEndpoint demo { $after = $before + 1 }
        $after | Should -Be 2
        Get-Variable HfScript* | Should -BeNullOrEmpty
    }

    It 'can be used within itself' {
        Use-HfInferenceEndpoint demo { $outer = $_.Name; Use-HfInferenceEndpoint other { "$outer $($_.Name)" } } | Should -BeExactly 'demo other'
        (Get-State), (Get-State other) | Should -BeExactly paused, paused
    }

    It 'writes the token to no stream' {
        Set-HfEmulatorFault @{ path = '*/pause'; status = 400; body = "not with $secret" }
        $said = Get-HfSpokenText { Use-HfInferenceEndpoint demo, missing { $_ } -SuspendTimeout 0 -WarningAction Continue -Verbose -Debug -Confirm:$false }
        $said | Should -BeLike '*not with*'
        $said | Should -Not -BeLike "*$secret*"
    }
}

Describe 'The end of a use' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo
    }

    It 'comes with an exception of the script' {
        { Use-HfInferenceEndpoint demo { throw 'the script''s own' } } | Should -Throw 'the script''s own'
        Get-State | Should -BeExactly paused
    }

    It 'comes with an error that stops' {
        { Use-HfInferenceEndpoint demo { Write-Error 'stop' -ErrorAction Stop } } | Should -Throw stop
        Get-State | Should -BeExactly paused
    }

    It 'does not come with an error that does not' {
        Use-HfInferenceEndpoint demo { Write-Error 'minor'; 'continued' } -ErrorVariable failure 2>$null | Should -BeExactly 'continued'
        "$failure" | Should -BeExactly 'minor'
    }

    It 'comes when nobody downstream wants more, and the output comes before it' {
        Use-HfInferenceEndpoint demo { 1..1000; throw 'never' } | Select-Object -First 2 | Should -Be 1, 2
        Get-State | Should -BeExactly paused
        Clear-HfEmulatorRequest
        $pausedBefore = Use-HfInferenceEndpoint demo { 1 } | ForEach-Object { (Get-HfEmulatorCall) -like '*/pause' }
        $pausedBefore | Should -BeNullOrEmpty
    }

    It 'comes with <Statement>' -ForEach @(
        @{ Statement = 'break'; Script = { foreach ($i in 1) { Use-HfInferenceEndpoint demo { break } } } }
        @{ Statement = 'continue'; Script = { foreach ($i in 1) { Use-HfInferenceEndpoint demo { continue } } } }
        @{ Statement = 'return'; Script = { Use-HfInferenceEndpoint demo { return } } }
    ) {
        & $Script
        Get-State | Should -BeExactly paused
    }

    It 'comes with Ctrl+C in the script' {
        $stopped = Invoke-WithStop { Use-HfInferenceEndpoint demo { 'in'; Start-Sleep 600 } } { $args[0].Count -eq 1 }
        $stopped.State | Should -Be Stopped
        $stopped.StopMilliseconds | Should -BeLessThan 2000
        Get-State | Should -BeExactly paused
    }

    It 'comes with Ctrl+C while a batch of prompts is under way' {
        Set-HfEmulatorFault @{ path = '/serve/*/demo'; method = 'POST'; delayMs = 600000 }
        $stopped = Invoke-WithStop { Use-HfInferenceEndpoint demo { 1..100 | Invoke-HfTextGeneration $_ } } {
            @(Get-HfEmulatorRequest | Where-Object inFlight).Count -eq 8
        }
        $stopped.State | Should -Be Stopped
        Wait-Until { -not (Get-HfEmulatorRequest | Where-Object inFlight) }
        Get-State | Should -BeExactly paused
    }

    It 'comes with Ctrl+C while the endpoint starts' {
        $null = Set-HfEmulatorEndpoint demo @{ state = 'initializing' }
        $stopped = Invoke-WithStop { Use-HfInferenceEndpoint demo { 'never' } } {
            (Get-HfEmulatorRequest -Path */demo).status -contains 200
        }
        $stopped.Output | Should -BeNullOrEmpty
        Get-State | Should -BeExactly paused
    }

    It 'comes with the end of the shell: <How>' -ForEach @(
        @{ How = 'exit'; Script = { Use-HfInferenceEndpoint demo { exit 3 } } }
        @{ How = '[Environment]::Exit'; Script = { Use-HfInferenceEndpoint demo { [Environment]::Exit(3) } } }
    ) {
        $module = Get-HfModulePath
        $null = Invoke-InNewPowerShell ([scriptblock]::Create("
            Import-Module '$module'
            `$null = Connect-HfAccount hf_test -EmulatorUri '$($emulator.Uri)'
            $Script
        "))
        $LASTEXITCODE | Should -Be 3
        Get-State | Should -BeExactly paused
    }

    # Windows has no such signals.
    It 'comes with signal <Signal>' -Skip:$IsWindows -ForEach @{ Signal = 'TERM' }, @{ Signal = 'HUP' } {
        $command, $first = & (Join-Path $PSScriptRoot ../../.build/Get-PowerShellCommand.ps1)
        $script = "
            Import-Module '$(Get-HfModulePath)'
            `$null = Connect-HfAccount hf_test -EmulatorUri '$($emulator.Uri)'
            Use-HfInferenceEndpoint demo { `$null = Invoke-HfTextGeneration `$_ Hi; Start-Sleep 600 }
        "
        $process = Start-Process $command (@($first) + '-NoProfile', '-NonInteractive', '-EncodedCommand', [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script)) | Where-Object { $_ }) -PassThru -RedirectStandardError (Join-Path $TestDrive "$Signal.txt")
        try {
            Wait-Until -TimeoutSeconds 30 { (Get-HfEmulatorRequest -Path /serve/alice/demo).status -contains 200 }
            & kill "-$Signal" $process.Id
            Wait-Until -TimeoutSeconds 20 { (Get-State) -eq 'paused' }
        } finally {
            $process | Stop-Process -Force -ErrorAction Ignore
        }
    }

    It 'is tried again where the stop fails, and says meanwhile that it does' {
        # More often than a request is repeated by itself.
        Set-HfEmulatorFault @{ path = '*/pause'; status = 503; times = 4; headers = @{ 'Retry-After' = '0' } }
        Use-HfInferenceEndpoint demo { } -WarningVariable warned -WarningAction SilentlyContinue
        Get-State | Should -BeExactly paused
        $warned | Should -BeLike '*503*'
    }

    It 'is a plain warning where it can''t be had: what it costs, and how to stop it' {
        Set-HfEmulatorFault @{ path = '*/pause'; status = 403; body = '{"error":"Forbidden: no","code":"FORBIDDEN"}' }
        $used = Use-HfInferenceEndpoint demo { 'used' } -WarningVariable warned -WarningAction SilentlyContinue -ErrorVariable failure -ErrorAction SilentlyContinue
        $used | Should -BeExactly used
        $warned | Should -HaveCount 1
        $warned | Should -BeLike "*Forbidden: no*Suspend-HfInferenceEndpoint demo -Namespace alice*"
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "Forbidden,$suffix"
        $failure[0].TargetObject | Should -BeExactly demo
    }

    It 'is such a warning after an exception, which stays the one that is seen' {
        Set-HfEmulatorFault @{ path = '*/pause'; status = 403 }
        { Use-HfInferenceEndpoint demo { throw 'mine' } -WarningVariable script:warned -WarningAction SilentlyContinue } | Should -Throw mine
        $warned | Should -BeLike '*Suspend-HfInferenceEndpoint demo -Namespace alice*'
    }
}
