# What is written before a change is read, and may stop the change, before it is sent.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
    $gpt2 = Get-HfGpt2Setting
    $file = Join-Path $TestDrive endpoints.json
    Set-Content $file '{ "Endpoints": [ { "Name": "demo", "MaxReplica": 4 } ] }'
}

AfterAll { Stop-HfTest }

Describe 'A change' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo
    }

    It 'is not sent where the line before it ends the script: <Preference>' -ForEach @(
        @{ Preference = 'Stop' }
        # Nobody is there to be asked, which ends the script too.
        @{ Preference = 'Inquire' }
    ) {
        $run = Invoke-InNewRunspace {
            $VerbosePreference = $args[0]
            try { Remove-HfInferenceEndpoint demo -Force } catch { $_.FullyQualifiedErrorId }
        } $Preference
        $run.Output | Should -HaveCount 1
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'is not sent again where the line about it ends the script: <Case>' -ForEach @(
        @{ Case = 'Remove'; Act = { Remove-HfInferenceEndpoint demo -Confirm:$false } }
        @{ Case = 'Set'; Act = { Set-HfInferenceEndpoint demo -Tag x } }
        @{ Case = 'Suspend'; Act = { Suspend-HfInferenceEndpoint demo } }
        @{ Case = 'Suspend -ScaleToZero'; Act = { Suspend-HfInferenceEndpoint demo -ScaleToZero } }
        @{ Case = 'Resume'; Act = { Resume-HfInferenceEndpoint demo } }
        @{ Case = 'Sync'; Act = { Sync-HfInferenceEndpoint $args[0] } }
        @{ Case = 'Remove-HfDomain'; Act = { Remove-HfDomain x.example.org -Confirm:$false } }
    ) {
        Set-HfEmulatorFault ('POST', 'PUT', 'DELETE' | ForEach-Object { @{ path = '/v2/*'; method = $_; status = 503 } })
        $script = [scriptblock]::Create("`$VerbosePreference = 'Stop'; try { $Act } catch { `$_.FullyQualifiedErrorId }")
        (Invoke-InNewRunspace $script $file).Output | Should -BeLike 'ActionPreferenceStop*'
        @(Get-HfEmulatorCall -Change) | Should -HaveCount 1
    }

    It 'of a new endpoint is not sent where its settings are corrected and the line about it ends the script' {
        $run = Invoke-InNewRunspace {
            $gpt2 = $args[0]
            $VerbosePreference = 'Stop'
            $image = @{ url = 'a/b:1'; env = @{ A = '1' } }
            try { New-HfInferenceEndpoint new @gpt2 -CustomImage $image } catch { $_.FullyQualifiedErrorId }
        } $gpt2
        $run.Output | Should -BeLike 'ActionPreferenceStop*'
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'is made without a question with -Force -Debug: <Case>' -ForEach @(
        @{ Case = 'Remove'; Act = { Remove-HfInferenceEndpoint demo -Force -Debug 5>&1 }; Change = 'DELETE /v2/endpoint/alice/demo' }
        @{ Case = 'Sync'; Act = { Sync-HfInferenceEndpoint $args[0] -Force -Debug 5>&1 }; Change = 'PUT /v2/endpoint/alice/demo' }
    ) {
        # No host: a question would be an error.
        $run = Invoke-InNewRunspace $Act $file
        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Where-Object { $_ -is [System.Management.Automation.DebugRecord] } | Should -Not -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeExactly $Change
    }
}
