BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
    $new = (Get-HfGpt2Setting) + @{ Task = 'text-generation' }
    $null = New-HfInferenceEndpoint chat @new
    $null = Set-HfInferenceEndpoint chat -MinReplica 0 -MaxReplica 3
    $null = Set-HfInferenceEndpoint chat -Secret @{ KEY = 'hush-hush' } -Env @{ MODE = 'fast' }
    $null = Suspend-HfInferenceEndpoint chat
    $null = New-HfInferenceEndpoint gone @new
    Remove-HfInferenceEndpoint gone -Force
    $null = New-HfInferenceEndpoint theirs @new -Namespace acme

    function Get-AuditRequest {
        Get-HfEmulatorRequest -Path /v2/audit-logs/*
    }
}

AfterAll { Stop-HfTest }

Describe 'Get-HfInferenceAuditLog' {
    BeforeEach {
        Set-HfEmulatorFault
        Clear-HfEmulatorRequest
    }

    It 'says who did what and when, newest first' {
        $entries = Get-HfInferenceAuditLog
        $entries[0] | Should -BeOfType HfEndpoints.HfAuditEntry
        $entries[0].Action, $entries[0].Endpoint, $entries[0].Level | Should -BeExactly Deleted, gone, critical
        $entries[-1].Action, $entries[-1].Endpoint | Should -BeExactly Created, chat
        $entries.User | Sort-Object -Unique | Should -BeExactly alice
        $entries.Namespace | Sort-Object -Unique | Should -BeExactly alice
        $entries[0].Time | Should -BeOfType DateTimeOffset
        $entries[0].RequestId | Should -Not -BeNullOrEmpty
        $entries[0].Ip | Should -Not -BeNullOrEmpty
        $entries[0].Change | Should -BeNullOrEmpty
    }

    It 'says what an update changed' {
        $changes = (Get-HfInferenceAuditLog chat | Where-Object Action -EQ Updated).Change
        $max = $changes | Where-Object Property -EQ MaxReplica
        $max.Before, $max.After | Should -BeExactly 1, 3
        $max.After | Should -BeOfType long
        "$max" | Should -BeExactly 'MaxReplica: 1 -> 3'
        ($changes | Where-Object Property -EQ Env).After.MODE | Should -BeExactly fast
        ($changes | ConvertTo-Json | ConvertFrom-Json | Where-Object Property -EQ Env).After | ConvertFrom-Json | ForEach-Object MODE |
            Should -BeExactly fast
    }

    It 'shows no secret' {
        $all = Get-HfInferenceAuditLog
        $all.Change.Property | Should -Contain Secrets
        $all.Raw | ConvertTo-Json -Depth 20 | Should -Not -Match hush
        Set-HfEmulatorFault @{ path = '/v2/audit-logs/*'; status = 200; body = @{ list = @(@{
                        id = 'a'; createdAt = '2026-11-21T10:00:00Z'; level = 'info'; endpoint = 'chat'; requestId = 'q'; user = @{ id = '1'; name = 'bob' }
                        reason = @{ endpointUpdated = @{ secrets = @{ before = @{ secrets = @{ KEY = 'hush' } }; after = @{ secrets = @{ KEY = 'hush2' } } } } }
                    }) } }
        $entry = Get-HfInferenceAuditLog
        $entry.Change.After.KEY | Should -BeExactly '***'
        $entry, $entry.Raw, $entry.Change | ConvertTo-Json -Depth 20 | Should -Not -Match hush
    }

    It 'shows what it does not know as it came' {
        Set-HfEmulatorFault @{ path = '/v2/audit-logs/*'; status = 200; body = @{ list = @(@{
                        id = 'a'; createdAt = '2026-11-21T10:00:00Z'; level = 'panic'; endpoint = 'chat'; reason = @{ endpointCloned = @{ to = 'x' } }
                    }) } }
        $entry = Get-HfInferenceAuditLog
        $entry.Action, $entry.Level, $entry.User | Should -BeExactly Cloned, panic, $null
        $entry.Raw.reason.endpointCloned.to | Should -BeExactly x
    }

    It 'lets the server choose' {
        (Get-HfInferenceAuditLog gone -UserName alice).Endpoint | Sort-Object -Unique | Should -BeExactly gone
        (Get-AuditRequest).query | Should -BeExactly '?limit=100&endpoint=gone&username=alice'
        Get-HfInferenceAuditLog -UserName nobody | Should -BeNullOrEmpty
    }

    It 'takes wildcards' {
        (Get-HfInferenceAuditLog ch*).Endpoint | Sort-Object -Unique | Should -BeExactly chat
    }

    It 'takes endpoints from the pipeline, with their own namespace' {
        $entries = Get-HfInferenceEndpoint theirs -Namespace acme | Get-HfInferenceAuditLog
        $entries.Endpoint, $entries.Namespace | Should -BeExactly theirs, acme
        ('chat', 'gone' | Get-HfInferenceAuditLog).Endpoint | Sort-Object -Unique | Should -BeExactly chat, gone
    }

    It 'takes a namespace' {
        (Get-HfInferenceAuditLog -Namespace acme).Endpoint | Sort-Object -Unique | Should -BeExactly theirs
    }

    It 'gives no more than -First, and asks for no more' {
        (Get-HfInferenceAuditLog -First 2) | Should -HaveCount 2
        (Get-AuditRequest).query | Should -BeExactly '?limit=2'
    }

    Context 'and its pages' {
        BeforeAll {
            $page = { param($Cursor, $Count)
                @{ next_cursor = $Cursor; list = @(1..$Count | ForEach-Object { @{ id = "$_"; createdAt = '2026-11-21T10:00:00Z'; level = 'info'; endpoint = 'chat'; reason = @{ endpointPaused = @{} } } }) }
            }
        }

        It 'are followed to the last' {
            Set-HfEmulatorFault @{ path = '/v2/audit-logs/*'; times = 1; status = 200; body = (& $page c1 3) },
            @{ path = '/v2/audit-logs/*'; times = 1; status = 200; body = (& $page c2 2) },
            @{ path = '/v2/audit-logs/*'; times = 1; status = 200; body = (& $page $null 1) }
            Get-HfInferenceAuditLog | Should -HaveCount 6
            Get-AuditRequest | Should -HaveCount 3
            (Get-AuditRequest)[2].query | Should -BeExactly '?limit=100&cursor=c2'
        }

        It 'are asked for only as they are wanted' {
            Set-HfEmulatorFault @{ path = '/v2/audit-logs/*'; times = 1; status = 200; body = (& $page c1 3) }
            Get-HfInferenceAuditLog | Select-Object -First 3 | Should -HaveCount 3
            Get-AuditRequest | Should -HaveCount 1
        }

        It 'are refused where they do not end' {
            Set-HfEmulatorFault @{ path = '/v2/audit-logs/*'; status = 200; body = (& $page c1 1) }
            Get-HfInferenceAuditLog -ErrorAction SilentlyContinue -ErrorVariable failed | Should -HaveCount 2
            $failed.FullyQualifiedErrorId | Should -BeExactly 'InvalidResponse,HfEndpoints.Commands.GetHfInferenceAuditLogCommand'
        }
    }

    It 'makes an error of a namespace that is not yours, or that has no audit log' {
        Set-HfEmulatorFault @{ path = '/v2/audit-logs/*'; status = 403; body = @{ error = 'Team or Enterprise plan needed' } }
        { Get-HfInferenceAuditLog -Namespace acme -ErrorAction Stop } | Should -Throw '*Team or Enterprise*' -ErrorId 'Forbidden,*'
    }

    It 'shows a table' {
        Get-HfInferenceAuditLog chat | Out-String -Width 120 | Should -Match '(?s)Namespace: alice.*Time\W+Endpoint\W+Action\W+User\W+Change.*MaxReplica: 1 -> 3'
    }
}
