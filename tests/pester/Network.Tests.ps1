BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $secret = 'hf_secret-of-alice'
    $null = Start-HfTest --speed, 0 -Token $secret
    $class = 'HfEndpoints.Commands'
}

AfterAll { Stop-HfTest }

Describe 'The network cmdlets' {
    BeforeEach {
        Reset-HfTest
    }

    It 'report that the namespace is not yours: <Name>' -ForEach @(
        @{ Name = 'Get-HfCidrList'; Act = { Get-HfCidrList -Namespace stranger -ErrorAction Stop } }
        @{ Name = 'New-HfCidrList'; Act = { New-HfCidrList x 10.0.0.0/8 -Namespace stranger -ErrorAction Stop } }
        @{ Name = 'Get-HfDomain'; Act = { Get-HfDomain -Namespace stranger -ErrorAction Stop } }
        @{ Name = 'New-HfDomain'; Act = { New-HfDomain x.example.org -Namespace stranger -ErrorAction Stop } }
        @{ Name = 'Remove-HfDomain'; Act = { Remove-HfDomain x.example.org -Namespace stranger -Confirm:$false -ErrorAction Stop } }
        @{ Name = 'Get-HfPrivateService'; Act = { Get-HfPrivateService -Namespace stranger -ErrorAction Stop } }
    ) {
        $Act | Should -Throw -ErrorId "Forbidden,$class.$($Name -replace '-')Command"
    }

    It 'need a token' {
        Disconnect-HfAccount
        Get-HfDomain -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.FullyQualifiedErrorId | Should -BeExactly "TokenNotSet,$class.GetHfDomainCommand"
        Get-HfEmulatorRequest | Should -BeNullOrEmpty
    }

    It 'write the token to no stream' {
        $said = Get-HfSpokenText {
            New-HfCidrList office 203.0.113.0/24 -Token $secret -Verbose -Debug -Confirm:$false
            New-HfDomain x -Token $secret -Verbose -Debug -Confirm:$false
            Get-HfCidrList missing, office -Token $secret -Verbose -Debug
            Remove-HfPrivateService missing -Confirm:$false -Token $secret -Verbose -Debug
        }
        $said | Should -BeLike '*office*missing*'
        $said | Should -Not -BeLike "*$secret*"
    }
}
