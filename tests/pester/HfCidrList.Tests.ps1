BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
    $class = 'HfEndpoints.Commands'
}

AfterAll { Stop-HfTest }

Describe 'Address lists' {
    BeforeEach {
        Reset-HfTest
        $office = New-HfCidrList office 203.0.113.0/24, 198.51.100.7/32
        $vpn = New-HfCidrList vpn 2001:db8::/32
        $team = New-HfCidrList team 192.0.2.0/24 -Namespace acme
        Clear-HfEmulatorRequest
    }

    It 'are created with one request and given back' {
        $list = New-HfCidrList home 192.0.2.0/24, 2001:DB8:1::/48
        $list | Should -BeOfType HfEndpoints.HfCidrList
        $list.Id | Should -Not -BeNullOrEmpty
        "$list", $list.Namespace | Should -BeExactly home, alice
        $list.Range | Should -BeExactly 192.0.2.0/24, 2001:DB8:1::/48
        Get-HfEmulatorCall | Should -BeExactly 'POST /v2/network/cidr-list/alice'
        Get-HfSentBody | Should -BeExactly '{"name":"home","cidrList":["192.0.2.0/24","2001:DB8:1::/48"]}'
    }

    It 'are created of the rows of a table, and of the service''s word' {
        'Name,Range,Namespace', 'one,192.0.2.0/24,acme', 'two,10.0.0.1/24,alice', 'three,10.0.0.0/8,alice' | ConvertFrom-Csv |
            New-HfCidrList -ErrorVariable failure -ErrorAction SilentlyContinue | ForEach-Object { "$($_.Namespace)/$_ $($_.Range)" } |
            Should -BeExactly 'acme/one 192.0.2.0/24', 'alice/three 10.0.0.0/8'
        $failure.TargetObject | Should -BeExactly two
        (New-HfCidrList four -CidrList 10.0.0.0/8).Range | Should -BeExactly 10.0.0.0/8
    }

    It 'refuse ''<_>'' before any request' -ForEach @(
        '10.0.0.1', '10.0.0.1/24', '10/8', '010.0.0.0/8', '0x0a.0.0.0/8', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/255.0.0.0', ' 10.0.0.0/8'
        '10.0.0.0/8/8', '2001:db8::1/32', '2001:db8::/129', 'fe80::%1/64', 'example.org/24', 'any', '/8', '10.0.0.0/'
    ) {
        $range = $_
        New-HfCidrList bad 192.0.2.0/24, $range -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Set-HfCidrList $office.Id -Range $range -ErrorVariable +failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId |
            Should -BeExactly "InvalidRequest,$class.NewHfCidrListCommand", "InvalidRequest,$class.SetHfCidrListCommand"
        $failure.CategoryInfo.Category | Should -Be InvalidArgument, InvalidArgument
        $failure.TargetObject | Should -BeExactly bad, $office.Id
        $failure | ForEach-Object { "$_" | Should -BeLike "*'$range'*" }
        Get-HfEmulatorRequest | Should -BeNullOrEmpty
    }

    It 'take <_>' -ForEach '0.0.0.0/0', '::/0', '10.0.0.1/32', '2001:0db8:0:0::/64', '::ffff:10.0.0.0/104' {
        (New-HfCidrList good $_).Range | Should -BeExactly $_
    }

    It 'are given: <Case>' -ForEach @(
        @{ Case = 'all'; Act = { Get-HfCidrList }; Names = 'office', 'vpn' }
        @{ Case = 'one'; Act = { Get-HfCidrList Office }; Names = , 'office' }
        @{ Case = 'by wildcards'; Act = { Get-HfCidrList O*, *n }; Names = 'office', 'vpn' }
        @{ Case = 'by wildcards that match none'; Act = { Get-HfCidrList nothing* -ErrorAction Stop }; Names = @() }
        @{ Case = 'by names from the pipeline'; Act = { 'vpn', 'office' | Get-HfCidrList }; Names = 'vpn', 'office' }
        @{ Case = 'of a namespace'; Act = { Get-HfCidrList -Namespace acme }; Names = , 'team' }
        @{ Case = 'again'; Act = { Get-HfCidrList -Namespace acme | Get-HfCidrList }; Names = , 'team' }
    ) {
        @(& $Act | ForEach-Object Name) | Should -BeExactly $Names
    }

    It 'are changed by <Case>, and keep the rest' -ForEach @(
        @{ Case = 'a name'; Said = @{ Name = 'hq' }; Name = 'hq'; Range = '203.0.113.0/24', '198.51.100.7/32' }
        @{ Case = 'ranges'; Said = @{ Range = , '192.0.2.0/24' }; Name = 'office'; Range = , '192.0.2.0/24' }
        @{ Case = 'both'; Said = @{ Name = 'hq'; CidrList = , '192.0.2.0/24' }; Name = 'hq'; Range = , '192.0.2.0/24' }
    ) {
        $changed = Set-HfCidrList $office.Id @Said
        $changed.Id, $changed.Name | Should -BeExactly $office.Id, $Name
        $changed.Range | Should -BeExactly $Range
        Get-HfEmulatorCall | Should -BeExactly 'GET /v2/network/cidr-list/alice', "POST /v2/network/cidr-list/alice/$($office.Id)"
        (Get-HfCidrList $Name).Range | Should -BeExactly $Range
    }

    It 'are changed by property' {
        (Get-HfCidrList -Namespace acme | Set-HfCidrList -Name squad).Name | Should -BeExactly squad
        Get-HfEmulatorCall -Change | Should -BeExactly "POST /v2/network/cidr-list/acme/$($team.Id)"
    }

    It 'are not changed by nothing' {
        { Set-HfCidrList $office.Id -ErrorAction Stop } | Should -Throw -ErrorId "InvalidRequest,$class.SetHfCidrListCommand"
        Get-HfEmulatorRequest | Should -BeNullOrEmpty
    }

    It 'are not created by a change' {
        { Set-HfCidrList missing -Name x -ErrorAction Stop } | Should -Throw -ErrorId "NotFound,$class.SetHfCidrListCommand"
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'are deleted by <Case>' -ForEach @(
        @{ Case = 'id'; Act = { Remove-HfCidrList $office.Id, $vpn.Id -Confirm:$false } }
        @{ Case = 'property'; Act = { Get-HfCidrList | Remove-HfCidrList -Confirm:$false } }
    ) {
        & $Act | Should -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeExactly "DELETE /v2/network/cidr-list/alice/$($office.Id)", "DELETE /v2/network/cidr-list/alice/$($vpn.Id)"
        Get-HfCidrList | Should -BeNullOrEmpty
    }

    It 'stay as they are with -WhatIf' {
        New-HfCidrList home 10.0.0.0/8 -WhatIf | Should -BeNullOrEmpty
        Set-HfCidrList $office.Id -Name hq -WhatIf | Should -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
        { New-HfCidrList home 10.0.0.1/8 -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidRequest,*'
    }

    It 'are sent once though the answer is lost, which may have created it' {
        Set-HfEmulatorFault @{ method = 'POST'; times = 1; drop = 'after' }
        New-HfCidrList home 10.0.0.0/8 -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        Get-HfEmulatorCall -Change | Should -HaveCount 1
        Get-HfCidrList home | Should -HaveCount 1
    }

    It 'are a table' {
        $lines = Get-HfTable (Get-HfCidrList)
        $lines | Where-Object { $_ -match '^\s*Namespace: alice$' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match '^Name +Id +Range$' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match "^office +$($office.Id) +203\.0\.113\.0/24, 198\.51\.100\.7/32$" } | Should -HaveCount 1
    }
}
