BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest
    $gpt2 = Get-HfGpt2Setting

    function Get-Question([scriptblock] $ScriptBlock) {
        # What -WhatIf shows goes past all streams.
        $file = Join-Path $TestDrive question.txt
        $null = Start-Transcript $file -UseMinimalHeader
        try {
            & $ScriptBlock
        } finally {
            $null = Stop-Transcript
        }

        (Get-Content $file) -match '^What if: Performing'
    }
}

AfterAll { Stop-HfTest }

Describe 'The price in the question of <Cmdlet>' -ForEach @(
    @{ Cmdlet = 'New-HfInferenceEndpoint'; Asked = @('GET /v2/provider/alice'); Checked = @('GET /v2/endpoint/alice/demo', 'GET /api/models/gpt2?blobs=true') }
    @{ Cmdlet = 'Resume-HfInferenceEndpoint'; Asked = @('GET /v2/endpoint/alice/demo', 'GET /v2/provider/alice'); Checked = @() }
) {
    BeforeEach {
        Reset-HfEmulator
        $said = $Cmdlet -like 'New-*' ? $gpt2 : @{}
        if (-not $said.Count) {
            $null = Set-HfEmulatorEndpoint demo @{ state = 'paused' }
        }
    }

    It 'is shown with -WhatIf' {
        Get-Question { & $Cmdlet demo @said -WhatIf } | Should -BeLike '*USD 0.064*''demo''*''alice''*'
        Get-HfEmulatorCall | Should -BeExactly @($Asked + $Checked)
    }

    It 'is shown with $WhatIfPreference' {
        Get-Question { $WhatIfPreference = $true; & $Cmdlet demo @said } | Should -BeLike '*USD 0.064*'
    }

    It 'is asked for where the user will be asked: <Case>' -ForEach @(
        @{ Case = '-Confirm'; Script = { $said = $args[1]; & $args[0] demo @said -Confirm } }
        @{ Case = '$ConfirmPreference'; Script = { $said = $args[1]; $ConfirmPreference = 'Medium'; & $args[0] demo @said } }
    ) {
        $run = Invoke-InNewRunspace $Script $Cmdlet, $said
        $run.Errors | Should -HaveCount 1 -Because 'nobody is there to answer'
        Get-HfEmulatorCall /v2/* | Should -BeExactly $Asked
    }

    It 'is not asked for <Case>' -ForEach @(
        @{ Case = 'without a question'; Switch = @{} }
        @{ Case = 'with -Confirm:$false'; Switch = @{ Confirm = $false } }
        @{ Case = 'with -WhatIf:$false'; Switch = @{ WhatIf = $false } }
        @{ Case = 'with -Verbose'; Switch = @{ Verbose = $true } }
    ) {
        $null = & $Cmdlet demo @said @Switch 4>$null
        Get-HfEmulatorCall | Should -HaveCount 1
        Get-HfEmulatorCall -Change | Should -HaveCount 1
    }

    It 'is left out where it can''t be had: <Case>' -ForEach @(
        @{ Case = 'it is refused'; Fault = @{ status = 403 } }
        @{ Case = 'the instance is not listed'; Fault = @{ status = 200; body = @{ vendors = @() } } }
        @{ Case = 'it does not come in time'; Fault = @{ delayMs = 20000 } }
    ) {
        Set-HfEmulatorFault ($Fault + @{ path = '/v2/provider/*' })
        $question = Get-Question { $script:told = & $Cmdlet demo @said -WhatIf -Verbose -ErrorAction Stop 4>&1 }
        $question | Should -Not -BeNullOrEmpty
        $question | Should -Not -BeLike '*USD*'
        $told | Should -HaveCount 1
        $told | Should -BeOfType System.Management.Automation.VerboseRecord
    }
}
