# What people get wrong at the prompt, and what the service then says: the error must say what to do.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0, --org, 'acme', --org, 'forbidden-org'
    $gpt2 = Get-HfGpt2Setting

    function Get-Failure([scriptblock] $ScriptBlock) {
        # The one error of a script.
        $failures = & $ScriptBlock 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }
        @($failures) | Should -HaveCount 1
        $failures
    }
}

AfterAll { Stop-HfTest }

Describe 'Bad input' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo
    }

    It 'names the nearest of what there is: <Case>' -ForEach @(
        @{ Case = 'a vendor'; Act = { $gpt2.Vendor = 'awz'; New-HfInferenceEndpoint a @gpt2 }; Words = 'awz', 'aws' }
        @{ Case = 'a region'; Act = { $gpt2.Region = 'us-est-1'; New-HfInferenceEndpoint a @gpt2 }; Words = 'us-est-1', 'us-east-1' }
        @{ Case = 'a region in a change'; Act = { Set-HfInferenceEndpoint demo -Vendor aws -Region us-est-1 }; Words = 'us-est-1', 'us-east-1' }
        @{ Case = 'a size in a change'; Act = { Set-HfInferenceEndpoint demo -InstanceSize x3 }; Words = 'x3', 'x2' }
    ) {
        $gpt2 = $gpt2.Clone()
        $failure = Get-Failure $Act
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $Words | ForEach-Object { "$failure" | Should -BeLike "*'$_'*" }
    }

    It 'refuses what is not a valid pattern: <Case>' -ForEach @(
        @{ Case = 'a name'; Act = { Get-HfInferenceEndpoint '[x' } }
        @{ Case = 'a name to act on'; Act = { Suspend-HfInferenceEndpoint '[x' } }
        @{ Case = 'a model'; Act = { Get-HfInferenceCatalog '[x' } }
        @{ Case = 'hardware'; Act = { Get-HfInferenceHardware -Region '[x' } }
        @{ Case = 'a quota'; Act = { Get-HfInferenceQuota -InstanceType '[x' } }
        @{ Case = 'a metric'; Act = { Get-HfInferenceEndpointMetric demo '[x' } }
        @{ Case = 'a name in the audit log'; Act = { Get-HfInferenceAuditLog '[x' } }
        @{ Case = 'an address list'; Act = { Get-HfCidrList '[x' } }
    ) {
        $failure = Get-Failure $Act
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        "$failure" | Should -BeLike "*'``[x'*"
    }

    It 'continues with the other names after one that is not a valid pattern' {
        @(Get-HfInferenceEndpoint '[x', demo -ErrorAction SilentlyContinue).Name | Should -Be demo
    }

    It 'refuses a time that ends before it begins, before any request: <Case>' -ForEach @(
        @{ Case = 'log'; Act = { Get-HfInferenceEndpointLog demo -Since 2026-01-02 -Until 2026-01-01 } }
        @{ Case = 'metrics'; Act = { Get-HfInferenceEndpointMetric demo -Since 2026-01-02 -Until 2026-01-01 } }
    ) {
        $failure = Get-Failure $Act
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        "$failure" | Should -Match 'Since.*Until'
        Get-HfEmulatorCall | Should -BeNullOrEmpty
    }

    It 'says of what the service does not offer that trying again is useless: <Case>' -ForEach @(
        @{ Case = 'metrics'; Act = { Get-HfInferenceEndpointMetric demo } }
        @{ Case = 'audit'; Act = { Get-HfInferenceAuditLog } }
        @{ Case = 'log'; Act = { Get-HfInferenceEndpointLog demo } }
        @{ Case = 'list'; Act = { Get-HfInferenceEndpoint } }
    ) {
        Set-HfEmulatorFault @{ path = '*'; status = 501; body = 'no such thing here' }
        $failure = Get-Failure $Act
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotSupported,*'
        $failure.CategoryInfo.Category | Should -Be NotImplemented
        "$failure" | Should -BeLike '*no such thing here*'
    }

    It 'names the permission that the token lacks: <Permission>' -ForEach @(
        @{ Permission = 'inference.endpoints.write'; Act = { Remove-HfInferenceEndpoint demo -Force -Token hf_read } }
        @{ Permission = 'inference.endpoints.read'; Act = { Get-HfInferenceEndpoint -Namespace forbidden-org } }
    ) {
        $failure = Get-Failure $Act
        $failure.FullyQualifiedErrorId | Should -BeLike 'Forbidden,*'
        "$failure" | Should -BeLike "*$Permission*https://huggingface.co/settings/tokens*"
    }

    It 'gives what came before a cursor expired, and says that it is not all: <Case>' -ForEach @(
        @{ Case = 'list'; Act = { Get-HfInferenceEndpoint }; Path = '/v2/endpoint/alice' }
        @{ Case = 'audit'; Act = { Get-HfInferenceAuditLog -First 500 }; Path = '/v2/audit-logs/*' }
    ) {
        Add-HfEmulatorEndpoint 130
        Get-HfInferenceEndpoint | Select-Object -First 100 | Suspend-HfInferenceEndpoint | Out-Null
        1..2 | ForEach-Object { Get-HfInferenceEndpoint | Select-Object -First 30 | Resume-HfInferenceEndpoint -ErrorAction Ignore | Out-Null }
        Set-HfEmulatorFault @{ path = $Path; times = 1 }, @{ path = $Path; status = 400; body = @{ error = 'Bad Request: cursor has expired'; code = 'BAD_REQUEST' } }
        $said = & $Act 2>&1
        @($said).Count | Should -BeGreaterThan 50
        $failure = $said | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }
        "$failure" | Should -BeLike '*cursor has expired*'
    }
}
