BeforeDiscovery {
    # What is alike in the cmdlets that do one thing to endpoints; what is their own is in the file of each. Need is what a
    # call must say, Always what it says besides so that nobody is asked.
    $actions = @(
        @{ Command = 'Suspend-HfInferenceEndpoint'; Need = @{}; From = 'running'; To = 'paused'; Method = 'POST'; Tail = '/pause' }
        @{ Command = 'Resume-HfInferenceEndpoint'; Need = @{}; From = 'paused'; To = 'pending'; Method = 'POST'; Tail = '/resume' }
        @{ Command = 'Remove-HfInferenceEndpoint'; Need = @{}; Always = @{ Force = $true }; From = 'running'; To = $null; Method = 'DELETE'; Tail = '' }
        @{ Command = 'Set-HfInferenceEndpoint'; Need = @{ Tag = 'x' }; From = 'running'; To = 'updating'; Method = 'PUT'; Tail = ''; Body = '{"tags":["x"]}' }
    )
    $actions | ForEach-Object { $_.Always ??= $_.Need }
    $forms = @(
        @{ Form = 'several names'; Act = { & $Command demo, other @Always }; Paths = 'alice/demo', 'alice/other' }
        @{ Form = 'names from the pipeline'; Act = { 'demo', 'other' | & $Command @Always }; Paths = 'alice/demo', 'alice/other' }
        @{ Form = 'a namespace'; Act = { & $Command team -Namespace acme @Always }; Paths = , 'acme/team' }
        @{ Form = 'rows of a table'; Act = { 'Name,Namespace', 'team,acme', 'demo,alice' | ConvertFrom-Csv | & $Command @Always }; Paths = 'acme/team', 'alice/demo' }
        @{ Form = 'endpoints'; Act = { Get-HfInferenceEndpoint -Namespace acme | & $Command @Always }; Paths = , 'acme/team' }
        @{ Form = 'endpoints by -InputObject'; Act = { & $Command -InputObject (Get-HfInferenceEndpoint demo) @Always }; Paths = , 'alice/demo' }
        @{ Form = 'a wildcard'; Act = { & $Command O* @Always }; Paths = , 'alice/other' }
        @{ Form = 'one, without asking, with -Confirm:$false'; Act = { & $Command demo @Need -Confirm:$false }; Paths = , 'alice/demo' }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $secret = 'hf_secret-of-alice'
    $null = Start-HfTest --speed, 0 -Token $secret
}

AfterAll { Stop-HfTest }

Describe '<Command> like the other actions' -ForEach $actions {
    BeforeEach {
        $suffix = "HfEndpoints.Commands.$($Command -replace '-')Command"
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo @{ state = $From }
        $null = Set-HfEmulatorEndpoint other @{ state = $From }
        $null = Set-HfEmulatorEndpoint team @{ state = $From } -Namespace acme
    }

    It 'changes one by its name with one request, and gives it back' {
        $done = & $Command demo @Always
        if ($To) {
            $done | Should -BeOfType HfEndpoints.HfInferenceEndpoint
            $done.Name, $done.Status | Should -BeExactly demo, $To
        } else {
            $done | Should -BeNullOrEmpty
            (Get-HfInferenceEndpoint).Name | Should -BeExactly other
        }

        Get-HfEmulatorCall -Change | Should -BeExactly "$Method /v2/endpoint/alice/demo$Tail"
        @(Get-HfEmulatorRequest).Count | Should -Be ($To ? 1 : 2)
    }

    It 'takes <Form>' -ForEach $forms {
        $done = @(& $Act)
        $done | Should -HaveCount ($To ? $Paths.Count : 0)
        $done.Status | Select-Object -Unique | Should -BeExactly $To
        Get-HfEmulatorCall -Change | Should -BeExactly ($Paths | ForEach-Object { "$Method /v2/endpoint/$_$Tail" })
        $bodies = (Get-HfEmulatorRequest -Method $Method).body | Where-Object { $_ } | ForEach-Object { $_ | ConvertTo-Json -Compress }
        $bodies | Select-Object -Unique | Should -BeExactly $Body
    }

    It 'takes all of many that a wildcard matches, each once' {
        Add-HfEmulatorEndpoint 120 @{ state = $From }
        & $Command endpoint-* @Always | Should -HaveCount ($To ? 120 : 0)
        Get-HfEmulatorCall -Change | Sort-Object -Unique | Should -HaveCount 120
        # Two pages beside them.
        Get-HfEmulatorCall | Should -HaveCount 122
    }

    It 'says nothing of a wildcard that matches none' {
        & $Command nothing* @Always -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'gives one error for a missing one, and continues' {
        $done = 'demo', 'missing', 'other' | & $Command @Always -ErrorVariable failure -ErrorAction SilentlyContinue
        $done.Name | Should -BeExactly ($To ? @('demo', 'other') : $null)
        (Get-HfEmulatorCall -Change)[0, -1] | Should -BeExactly ('demo', 'other' | ForEach-Object { "$Method /v2/endpoint/alice/$_$Tail" })
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "EndpointNotFound,$suffix"
        $failure[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $failure[0].TargetObject | Should -BeExactly missing
    }

    It 'gives an error for a namespace that is not yours' {
        { & $Command demo -Namespace stranger @Always -ErrorAction Stop } | Should -Throw -ErrorId "Forbidden,$suffix"
    }

    It 'gives an error for a token that may only read' {
        { & $Command demo -Token hf_read @Always -ErrorAction Stop } | Should -Throw -ErrorId "Forbidden,$suffix"
        (Get-HfInferenceEndpoint demo).Status | Should -BeExactly $From
    }

    It 'changes nothing with -WhatIf and <_>' -ForEach 'a name', 'what it needs alone', 'a wildcard', 'endpoints', '$WhatIfPreference' {
        switch ($_) {
            'a name' { & $Command demo @Always -WhatIf | Should -BeNullOrEmpty }
            'what it needs alone' { & $Command demo @Need -WhatIf | Should -BeNullOrEmpty }
            'a wildcard' { & $Command * @Always -WhatIf | Should -BeNullOrEmpty }
            'endpoints' { Get-HfInferenceEndpoint | & $Command @Always -WhatIf -Confirm:$false | Should -BeNullOrEmpty }
            '$WhatIfPreference' { $WhatIfPreference = $true; & $Command demo @Always | Should -BeNullOrEmpty }
        }

        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'does not ask with -Confirm:$false where every question is asked' {
        $run = Invoke-InNewRunspace { $need = $args[2]; $ConfirmPreference = 'Low'; $args[0] | & $args[1] @need -Confirm:$false } (Get-HfInferenceEndpoint demo), $Command, $Need
        $run.Errors | Should -BeNullOrEmpty
        $run.Output.Status | Should -BeExactly $To
    }

    It 'changes nothing where it should ask and nobody can answer' {
        $run = Invoke-InNewRunspace { $always = $args[2]; $args[0] | & $args[1] @always -Confirm } (Get-HfInferenceEndpoint demo), $Command, $Always
        $run.Output | Should -BeNullOrEmpty
        $run.Errors | Should -HaveCount 1
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'uses the account and service an endpoint came from, <_>' -ForEach 'beside another', 'after they are gone' {
        $endpoint = Get-HfInferenceEndpoint team -Namespace acme
        if ($_ -eq 'beside another') {
            try {
                $null = Connect-HfAccount hf_other -EmulatorUri (Start-TestEmulator).Uri
            } finally {
                Stop-TestEmulator
            }
        } else {
            Disconnect-HfAccount
        }

        ($endpoint | & $Command @Always).Status | Should -BeExactly $To
        Get-HfEmulatorCall -Change | Should -BeExactly "$Method /v2/endpoint/acme/team$Tail"
    }

    It 'works in ForEach-Object -Parallel' {
        $done = Get-HfInferenceEndpoint demo, other | ForEach-Object -Parallel {
            Import-Module $using:env:HFENDPOINTS_MODULE
            $always = $using:Always
            $_ | & $using:Command @always
        }
        $done.Status | Select-Object -Unique | Should -BeExactly $To
        Get-HfEmulatorCall -Change | Should -HaveCount 2
    }

    It 'stops at Ctrl+C between two endpoints' {
        Set-HfEmulatorFault @{ path = "*/other$Tail"; method = $Method; delayMs = 60000 }
        $endpoints = @(Get-HfInferenceEndpoint demo, other) + @(Get-HfInferenceEndpoint team -Namespace acme)
        $stopped = Invoke-WithStop { $always = $args[1]; $args[2..4] | & $args[0] @always } { Get-HfEmulatorCall "*/other$Tail" -Change } (@($Command, $Always) + $endpoints)
        $stopped.StopMilliseconds | Should -BeLessThan 1000
        $stopped.Output.Name | Should -BeExactly ($To ? 'demo' : $null)
        $stopped.Errors | Should -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -HaveCount 2
    }

    It 'writes the token to no stream' {
        Set-HfEmulatorFault @{ path = "*/other$Tail"; method = $Method; status = 400; body = "not with $secret" }
        $said = Get-HfSpokenText { & $Command demo, other, missing @Need -Token $secret -Verbose -Debug -Confirm:$false }
        $said | Should -BeLike '*not with*'
        $said | Should -BeLike '*missing*'
        $said | Should -Not -BeLike "*$secret*"
    }
}
