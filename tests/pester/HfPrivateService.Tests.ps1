BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
    $gpt2 = Get-HfGpt2Setting
}

AfterAll { Stop-HfTest }

Describe 'Private services' {
    BeforeEach {
        Reset-HfTest
        $link = @{ accountId = '123456789012'; region = 'us-east-1' }
        $null = New-HfInferenceEndpoint inside @gpt2 -Type private -PrivateService $link
        $null = New-HfInferenceEndpoint both @gpt2 -Type private -PrivateService ($link + @{ shared = $true })
        $null = New-HfInferenceEndpoint else @gpt2 -Type private -PrivateService @{ accountId = '210987654321'; region = 'eu-west-1' }
        Clear-HfEmulatorRequest
    }

    It 'have all that the service says' {
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

    It 'are a table at a width of 80, the stage in colour' {
        Move-HfEmulatorClock 100
        $lines = Get-HfTable (Get-HfPrivateService) 80
        $lines | Where-Object { $_ -match '^Id +Endpoint +Region +Stage *$' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match '^\w+ +inside +us-east-1 +Created *$' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match '^\w+ +\(shared\) +us-east-1 +Created *$' } | Should -HaveCount 1
        (Get-HfColouredText (Get-HfPrivateService)).Contains("$($PSStyle.Foreground.Green)Created") | Should -BeTrue
    }
}
