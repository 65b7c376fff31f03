BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
    $class = 'HfEndpoints.Commands'
}

AfterAll { Stop-HfTest }

Describe 'Domains' {
    BeforeEach {
        Reset-HfTest
        $null = New-HfDomain models.example.org
        $null = New-HfDomain misconfigured.example.org
        $null = New-HfDomain team.example.com -Namespace acme
        Clear-HfEmulatorRequest
    }

    It 'are added with one request and given back' {
        $domain = New-HfDomain chat.example.org
        $domain | Should -BeOfType HfEndpoints.HfDomain
        "$domain", $domain.Stage, $domain.Namespace | Should -BeExactly chat.example.org, Pending, alice
        $domain.CreatedAt | Should -BeOfType DateTimeOffset
        $domain.CreatedAt.Offset | Should -Be ([timespan]::Zero)
        Get-HfEmulatorCall | Should -BeExactly 'POST /v2/network/domain/alice'
        Get-HfSentBody | Should -BeExactly '{"domain":"chat.example.org"}'
    }

    It 'are added from the pipeline: <Case>' -ForEach @(
        @{ Case = 'names'; Act = { 'a.example.org', 'b.example.org' | New-HfDomain }; Names = 'alice/a.example.org', 'alice/b.example.org' }
        @{ Case = 'rows of a table'; Act = { 'Domain,Namespace', 'a.example.org,acme' | ConvertFrom-Csv | New-HfDomain }; Names = , 'acme/a.example.org' }
    ) {
        & $Act | ForEach-Object { "$($_.Namespace)/$_" } | Should -BeExactly $Names
    }

    It 'are not added: <Case>' -ForEach @(
        @{ Case = 'no domain'; Domain = 'nodomain'; Id = 'InvalidRequest'; Category = 'InvalidArgument' }
        @{ Case = 'one that is there'; Domain = 'models.example.org'; Id = 'AlreadyExists'; Category = 'ResourceExists' }
    ) {
        New-HfDomain $Domain -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "$Id,$class.NewHfDomainCommand"
        $failure[0].CategoryInfo.Category | Should -Be $Category
        $failure[0].TargetObject | Should -BeExactly $Domain
        "$($failure[0])" | Should -Not -BeLike '*Set-HfInferenceEndpoint*'
    }

    It 'are given: <Case>' -ForEach @(
        @{ Case = 'all'; Act = { Get-HfDomain }; Names = 'models.example.org', 'misconfigured.example.org' }
        @{ Case = 'one'; Act = { Get-HfDomain MODELS.example.org }; Names = , 'models.example.org' }
        @{ Case = 'by wildcards'; Act = { Get-HfDomain mo*.org }; Names = , 'models.example.org' }
        @{ Case = 'by wildcards that match none'; Act = { Get-HfDomain *.net -ErrorAction Stop }; Names = @() }
        @{ Case = 'of a namespace'; Act = { Get-HfDomain -Namespace acme }; Names = , 'team.example.com' }
        @{ Case = 'again'; Act = { Get-HfDomain -Namespace acme | Get-HfDomain }; Names = , 'team.example.com' }
    ) {
        @(& $Act | ForEach-Object Domain) | Should -BeExactly $Names
    }

    It 'are deleted by <Case>' -ForEach @(
        @{ Case = 'name'; Act = { Remove-HfDomain models.example.org -Confirm:$false } }
        @{ Case = 'property'; Act = { Get-HfDomain mo* | Remove-HfDomain -Confirm:$false } }
    ) {
        & $Act | Should -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeExactly 'DELETE /v2/network/domain/alice/models.example.org'
        (Get-HfDomain models.example.org).Stage | Should -BeExactly Deleting
        Move-HfEmulatorClock 10
        Get-HfDomain mo* | Should -BeNullOrEmpty
    }

    It 'stay as they are with -WhatIf' {
        New-HfDomain chat.example.org -WhatIf | Should -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'are a table, the stage in colour' {
        Move-HfEmulatorClock 61
        $null = New-HfDomain fresh.example.org
        $lines = Get-HfTable (Get-HfDomain) 80
        $lines | Where-Object { $_ -match '^Domain +Stage +CreatedAt$' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match '^models\.example\.org +Ready +\S' } | Should -HaveCount 1
        $text = Get-HfColouredText (Get-HfDomain)
        $text.Contains("$($PSStyle.Foreground.Green)Ready") | Should -BeTrue
        $text.Contains("$($PSStyle.Foreground.Red)Misconfigured") | Should -BeTrue
        $text.Contains("$($PSStyle.Foreground.Yellow)Pending") | Should -BeTrue
    }
}
