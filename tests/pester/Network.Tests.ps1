BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-HfModule
    Clear-HfEnvironment
    $secret = 'hf_secret-of-alice'
    $emulator = Start-HfEmulator '--speed', 0
    $class = 'HfEndpoints.Commands.Network'
    $gpt2 = @{ Repository = 'gpt2'; Framework = 'pytorch'; Accelerator = 'cpu'; InstanceSize = 'x2'; InstanceType = 'intel-icl'; Region = 'us-east-1'; Vendor = 'aws' }

    function Get-SentBody {
        (Get-HfEmulatorRequest -Method POST).body | ForEach-Object { $_ | ConvertTo-Json -Depth 20 -Compress }
    }

    function Get-Table($Items, [int] $Width = 100) {
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
        ($Items | Out-String -Width $Width) -split '\r?\n' | ForEach-Object TrimEnd
        $PSStyle.OutputRendering = $rendering
    }

    function Get-Coloured($Items) {
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'Ansi'
        $Items | Out-String
        $PSStyle.OutputRendering = $rendering
    }
}

AfterAll {
    Disconnect-HfAccount
    Stop-HfEmulator
}

Describe 'Address lists' {
    BeforeEach {
        Reset-HfEmulator
        $null = Connect-HfAccount $secret -EmulatorUri $emulator.Uri
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
        Get-SentBody | Should -BeExactly '{"name":"home","cidrList":["192.0.2.0/24","2001:DB8:1::/48"]}'
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

    It 'are one error where one is missing, beside those that are there' {
        (Get-HfCidrList missing, vpn -ErrorVariable failure -ErrorAction SilentlyContinue).Name | Should -BeExactly vpn
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "NotFound,$class.GetHfCidrListCommand"
        $failure[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $failure[0].TargetObject | Should -BeExactly missing
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

    It 'are one error where one is missing, and the others are deleted' {
        Remove-HfCidrList missing, $vpn.Id -Confirm:$false -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "NotFound,$class.RemoveHfCidrListCommand"
        $failure[0].TargetObject | Should -BeExactly missing
        (Get-HfCidrList).Name | Should -BeExactly office
    }

    It 'stay as they are with -WhatIf' {
        New-HfCidrList home 10.0.0.0/8 -WhatIf | Should -BeNullOrEmpty
        Set-HfCidrList $office.Id -Name hq -WhatIf | Should -BeNullOrEmpty
        Get-HfCidrList | Remove-HfCidrList -WhatIf
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
        $lines = Get-Table (Get-HfCidrList)
        $lines | Where-Object { $_ -match '^\s*Namespace: alice$' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match '^Name +Id +Range$' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match "^office +$($office.Id) +203\.0\.113\.0/24, 198\.51\.100\.7/32$" } | Should -HaveCount 1
    }
}

Describe 'Domains' {
    BeforeEach {
        Reset-HfEmulator
        $null = Connect-HfAccount $secret -EmulatorUri $emulator.Uri
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
        Get-SentBody | Should -BeExactly '{"domain":"chat.example.org"}'
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

    It 'are one error where one is missing, beside those that are there' {
        (Get-HfDomain x.example.org, models.example.org -ErrorVariable failure -ErrorAction SilentlyContinue).Domain | Should -BeExactly models.example.org
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "NotFound,$class.GetHfDomainCommand"
        $failure[0].TargetObject | Should -BeExactly x.example.org
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

    It 'are one error where one is missing, and the others are deleted' {
        Remove-HfDomain x.example.org, models.example.org -Confirm:$false -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "NotFound,$class.RemoveHfDomainCommand"
        $failure[0].TargetObject | Should -BeExactly x.example.org
        (Get-HfDomain models.example.org).Stage | Should -BeExactly Deleting
    }

    It 'stay as they are with -WhatIf' {
        New-HfDomain chat.example.org -WhatIf | Should -BeNullOrEmpty
        Get-HfDomain | Remove-HfDomain -WhatIf
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'are a table, the stage in colour' {
        Move-HfEmulatorClock 61
        $null = New-HfDomain fresh.example.org
        $lines = Get-Table (Get-HfDomain) 80
        $lines | Where-Object { $_ -match '^Domain +Stage +CreatedAt$' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match '^models\.example\.org +Ready +\S' } | Should -HaveCount 1
        $text = Get-Coloured (Get-HfDomain)
        $text.Contains("$($PSStyle.Foreground.Green)Ready") | Should -BeTrue
        $text.Contains("$($PSStyle.Foreground.Red)Misconfigured") | Should -BeTrue
        $text.Contains("$($PSStyle.Foreground.Yellow)Pending") | Should -BeTrue
    }
}

Describe 'Private services' {
    BeforeEach {
        Reset-HfEmulator
        $null = Connect-HfAccount $secret -EmulatorUri $emulator.Uri
        $link = @{ accountId = '123456789012'; region = 'us-east-1' }
        $null = New-HfInferenceEndpoint inside @gpt2 -Type private -PrivateService $link
        $null = New-HfInferenceEndpoint both @gpt2 -Type private -PrivateService ($link + @{ shared = $true })
        $null = New-HfInferenceEndpoint else @gpt2 -Type private -PrivateService @{ accountId = '210987654321'; region = 'eu-west-1' }
        Clear-HfEmulatorRequest
    }

    It 'have all that the service tells' {
        Move-HfEmulatorClock 100
        $service = Get-HfPrivateService | Where-Object EndpointName -EQ inside
        $service | Should -BeOfType HfEndpoints.HfPrivateService
        $service.AccountId, $service.Region, $service.Shared, $service.Stage, $service.Namespace |
            Should -BeExactly '123456789012', us-east-1, $false, Created, alice
        $service.ServiceName | Should -BeLike com.amazonaws.vpce.us-east-1.*
        $service.LoadBalancerAddress | Should -HaveCount 2
        "$service" | Should -BeExactly $service.Id
    }

    It 'are given: <Case>' -ForEach @(
        @{ Case = 'all'; Act = { Get-HfPrivateService }; Names = 'else', 'inside', 'shared'; Query = '' }
        @{ Case = 'of an account'; Act = { Get-HfPrivateService 123456789012 }; Names = 'inside', 'shared'; Query = '?account-id=123456789012' }
        @{ Case = 'the shared ones'; Act = { Get-HfPrivateService -Shared }; Names = , 'shared'; Query = '?shared=true' }
        @{ Case = 'those that are not shared'; Act = { Get-HfPrivateService -Shared:$false }; Names = 'else', 'inside'; Query = '?shared=false' }
        @{ Case = 'of the rows of a table'; Act = { 'AccountId,Namespace', '210987654321,alice' | ConvertFrom-Csv | Get-HfPrivateService }; Names = , 'else'; Query = '?account-id=210987654321' }
        @{ Case = 'of an account that has none'; Act = { Get-HfPrivateService 0 -ErrorAction Stop }; Names = @(); Query = '?account-id=0' }
        @{ Case = 'of a namespace'; Act = { Get-HfPrivateService -Namespace acme }; Names = @(); Owner = 'acme'; Query = '' }
    ) {
        @(& $Act | ForEach-Object { $_.EndpointName ?? 'shared' } | Sort-Object) | Should -BeExactly $Names
        Get-HfEmulatorCall | Should -BeExactly "GET /v2/network/private-service/$($Owner ?? 'alice')$Query"
    }

    It 'are deleted by <Case>' -ForEach @(
        @{ Case = 'id'; Act = { Remove-HfPrivateService $service.Id -Confirm:$false } }
        @{ Case = 'property'; Act = { $service | Remove-HfPrivateService -Confirm:$false } }
    ) {
        $service = Get-HfPrivateService -Shared
        & $Act | Should -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeExactly "DELETE /v2/network/private-service/alice/$($service.Id)"
        (Get-HfPrivateService -Shared).Stage | Should -BeExactly Deleting
    }

    It 'are one error where one is missing, and the others are deleted' {
        $service = Get-HfPrivateService -Shared
        Remove-HfPrivateService missing, $service.Id -Confirm:$false -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "NotFound,$class.RemoveHfPrivateServiceCommand"
        $failure[0].TargetObject | Should -BeExactly missing
        (Get-HfPrivateService -Shared).Stage | Should -BeExactly Deleting
    }

    It 'stay as they are with -WhatIf' {
        Get-HfPrivateService | Remove-HfPrivateService -WhatIf
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'are a table at a width of 80, the stage in colour' {
        Move-HfEmulatorClock 100
        $lines = Get-Table (Get-HfPrivateService) 80
        $lines | Where-Object { $_ -match '^Id +Endpoint +AccountId +Region +Stage$' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match '^\w+ +inside +123456789012 +us-east-1 +Created$' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match '^\w+ +\(shared\) +123456789012 +us-east-1 +Created$' } | Should -HaveCount 1
        (Get-Coloured (Get-HfPrivateService)).Contains("$($PSStyle.Foreground.Green)Created") | Should -BeTrue
    }
}

Describe 'The network cmdlets' {
    BeforeEach {
        Reset-HfEmulator
        $null = Connect-HfAccount $secret -EmulatorUri $emulator.Uri
        Clear-HfEmulatorRequest
    }

    It 'tell that the namespace is not yours: <Name>' -ForEach @(
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

    It 'tell no token in any stream' {
        $said = Get-HfSpokenText {
            New-HfCidrList office 203.0.113.0/24 -Token $secret -Verbose -Debug
            New-HfDomain x -Token $secret -Verbose -Debug
            Get-HfCidrList missing, office -Token $secret -Verbose -Debug
            Remove-HfPrivateService missing -Confirm:$false -Token $secret -Verbose -Debug
        }
        $said | Should -BeLike '*office*missing*'
        $said | Should -Not -BeLike "*$secret*"
    }
}
