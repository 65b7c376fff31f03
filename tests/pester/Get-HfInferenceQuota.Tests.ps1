BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest
    $suffix = 'HfEndpoints.Commands.GetHfInferenceQuotaCommand'
    $t4 = @{ compute = @{ accelerator = 'gpu'; instanceType = 'nvidia-t4'; instanceSize = 'x4'; scaling = @{ maxReplica = 2 } } }
}

AfterAll { Stop-HfTest }

Describe 'Get-HfInferenceQuota' {
    BeforeEach {
        Reset-HfEmulator
    }

    It 'emits a quota for each kind of instance of each vendor' {
        $null = Set-HfEmulatorEndpoint busy $t4
        Clear-HfEmulatorRequest
        $quotas = Get-HfInferenceQuota
        $quotas | Should -BeOfType HfEndpoints.HfQuota
        $quotas.Vendor | Sort-Object -Unique | Should -BeExactly aws, azure, gcp
        $quotas | Where-Object { $_.Vendor -eq 'aws' -and $_.InstanceType -eq 'nvidia-t4' } | ConvertTo-Json -Compress | Should -BeExactly (
            '{"Vendor":"aws","InstanceType":"nvidia-t4","Architecture":"Nvidia T4","MaxAccelerators":16,"UsedAccelerators":8,' +
            '"FreeAccelerators":8,"Namespace":"alice"}')
        Get-HfEmulatorCall | Should -BeExactly 'GET /v2/provider/quotas/alice'
    }

    It 'counts what is scaled to zero, and not what is paused' {
        $null = Set-HfEmulatorEndpoint busy ($t4 + @{ state = 'scaledToZero' })
        (Get-HfInferenceQuota -Vendor aws -InstanceType nvidia-t4).UsedAccelerators | Should -Be 8
        $null = Set-HfEmulatorEndpoint busy @{ state = 'paused' }
        (Get-HfInferenceQuota -Vendor aws -InstanceType nvidia-t4).UsedAccelerators | Should -Be 0
    }

    It 'chooses by wildcards, whatever the case' {
        $quotas = Get-HfInferenceQuota -Vendor A* -InstanceType NVIDIA-*, inf2
        $quotas.Vendor | Sort-Object -Unique | Should -BeExactly aws
        $quotas.InstanceType | Should -Contain inf2
        $quotas.InstanceType | Should -Not -Contain intel-spr
    }

    It 'asks for each namespace, and continues after one that fails' {
        $quotas = Get-HfInferenceQuota -Namespace acme, stranger, globex -InstanceType nvidia-t4 -Vendor aws -ErrorVariable failure -ErrorAction SilentlyContinue
        $quotas.Namespace | Should -BeExactly acme, globex
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "Forbidden,$suffix"
        $failure[0].TargetObject | Should -BeExactly stranger
    }

    It 'takes namespaces from the pipeline' {
        ([pscustomobject]@{ Namespace = 'acme' }, [pscustomobject]@{ Namespace = 'globex' } | Get-HfInferenceQuota -Vendor azure).Namespace |
            Should -BeExactly acme, globex
    }

    It 'shows a table by namespace' {
        $table = Get-HfInferenceQuota -Namespace acme -InstanceType nvidia-t4 | Out-String
        $table | Should -MatchExactly 'Namespace: acme'
        $table | Should -MatchExactly 'gcp +nvidia-t4 +Nvidia T4 +8 +0 +8'
    }
}
