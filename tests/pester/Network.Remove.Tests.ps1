BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
    $gpt2 = Get-HfGpt2Setting
}

AfterAll { Stop-HfTest }

Describe '<Cmdlet>' -ForEach @(
    @{
        Cmdlet = 'Remove-HfCidrList'; Route = 'cidr-list'; Key = 'Id'; Kind = 'address list'
        Add = { New-HfCidrList $args[0] 203.0.113.0/24 }
    }
    @{
        Cmdlet = 'Remove-HfDomain'; Route = 'domain'; Key = 'Domain'; Kind = 'domain'
        Add = { New-HfDomain "$($args[0]).example.org" }
    }
    @{
        Cmdlet = 'Remove-HfPrivateService'; Route = 'private-service'; Key = 'Id'; Kind = 'private service'
        Add = {
            $null = New-HfInferenceEndpoint $args[0] @gpt2 -Type private -PrivateService @{ accountId = '123456789012'; region = 'us-east-1' }
            Get-HfPrivateService | Where-Object EndpointName -EQ $args[0]
        }
    }
) {
    BeforeEach {
        Reset-HfTest
        $one = & $Add one
        $two = & $Add two
        $ids = $one.$Key, $two.$Key
        $calls = $ids | ForEach-Object { "DELETE /v2/network/$Route/alice/$_" }
        Clear-HfEmulatorRequest
    }

    It 'deletes without a question with <Case>, and says nothing' -ForEach @(
        @{ Case = '-Force'; Act = { $one, $two | & $Cmdlet -Force } }
        @{ Case = '-Force and values'; Act = { & $Cmdlet $ids -Force } }
        @{ Case = '-Force and values from the pipeline'; Act = { $ids | & $Cmdlet -Force } }
        @{ Case = '-Confirm:$false'; Act = { $one, $two | & $Cmdlet -Confirm:$false } }
    ) {
        & $Act | Should -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeExactly $calls
    }

    It 'says with -Force and -Verbose what goes' {
        & $Cmdlet $ids[0] -Force -Verbose 4>&1 | Should -BeLike "*'alice'*"
    }

    It 'deletes nothing with <Case>' -ForEach @(
        @{ Case = '-WhatIf'; Act = { & $Cmdlet $ids -WhatIf } }
        @{ Case = '-WhatIf and -Force'; Act = { & $Cmdlet $ids -WhatIf -Force } }
        @{ Case = '-WhatIf, -Force and objects'; Act = { $one, $two | & $Cmdlet -WhatIf -Force } }
        @{ Case = '$WhatIfPreference and -Force'; Act = { $WhatIfPreference = $true; & $Cmdlet $ids -Force } }
    ) {
        & $Act | Should -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'deletes nothing where it should ask and nobody can answer: <Case>' -ForEach @(
        @{ Case = 'by default'; Arguments = @{} }
        @{ Case = 'with -Confirm beside -Force'; Arguments = @{ Force = $true; Confirm = $true } }
    ) {
        $run = Invoke-InNewRunspace {
            param($Cmdlet, $Item, $Arguments)
            $Item | & $Cmdlet @Arguments
        } $Cmdlet, $one, $Arguments
        $run.Errors | Should -HaveCount 1
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'gives one error for a missing one, and deletes the others' {
        & $Cmdlet $ids[0], missing.example.org, $ids[1] -Force -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "NotFound,HfEndpoints.Commands.$($Cmdlet -replace '-')Command"
        $failure[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $failure[0].TargetObject | Should -BeExactly missing.example.org
        foreach ($call in $calls) {
            Get-HfEmulatorCall -Change | Should -Contain $call
        }
    }

    It 'stops at Ctrl+C' {
        Set-HfEmulatorFault @{ path = "*/$Route/*"; method = 'DELETE'; delayMs = 60000 }
        $stopped = Invoke-WithStop {
            param($Cmdlet, $Ids)
            & $Cmdlet $Ids -Force
        } { Get-HfEmulatorCall -Change } $Cmdlet, $ids
        $stopped.StopMilliseconds | Should -BeLessThan 1000
        Get-HfEmulatorCall -Change | Should -HaveCount 1
    }
}
