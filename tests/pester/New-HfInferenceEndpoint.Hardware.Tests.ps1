BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest
    $suffix = 'HfEndpoints.Commands.NewHfInferenceEndpointCommand'
    $gpt2 = Get-HfGpt2Setting
}

AfterAll { Stop-HfTest }

Describe 'A create that the service refuses' {
    BeforeEach {
        Reset-HfEmulator
    }

    It 'names the nearest there is in place of <Parameter> "<Value>"' -ForEach @(
        @{ Parameter = 'Vendor'; Value = 'awz'; Nearest = 'aws', 'gcp', 'azure' }
        @{ Parameter = 'Region'; Value = 'us-east1'; Nearest = 'us-east-1', 'us-east-2', 'us-west-2' }
        @{ Parameter = 'InstanceType'; Value = 'intel-ice'; Nearest = 'intel-icl', 'intel-spr' }
    ) {
        $settings = $gpt2 + @{}
        $settings[$Parameter] = $Value
        New-HfInferenceEndpoint demo @settings -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
        $failure[0].Exception.Message | Should -BeLike "*Instance compute*not found*'$Value'*$($Nearest.ForEach({ "'$_'" }) -join '*')*"
        $failure[0].Exception.StatusCode | Should -Be BadRequest
        Get-HfEmulatorCall | Should -BeExactly 'POST /v2/endpoint/alice', 'GET /v2/provider/alice'
    }

    It 'gives only what the service said where the hardware is not at fault' {
        $failure = { New-HfInferenceEndpoint demo @gpt2 -Task no-task -ErrorAction Stop } | Should -Throw -PassThru
        $failure.Exception.Message | Should -Not -BeLike '*nearest*'
        $failure.Exception.Message | Should -BeLike '*no-task*'
    }

    It 'gives what the service said where nothing more can be learned' {
        Set-HfEmulatorFault @{ path = '/v2/provider/*'; status = 403 }
        $settings = $gpt2 + @{}
        $settings.Vendor = 'awz'
        $failure = { New-HfInferenceEndpoint demo @settings -ErrorAction Stop } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
        $failure.Exception.Message | Should -BeLike '*Instance compute*not found*'
    }
}
