BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest

    function New-Compute([string] $Type, [string] $Size, [int] $Min, [int] $Max) {
        @{ accelerator = $Type -like 'intel-*' ? 'cpu' : 'gpu'; instanceType = $Type; instanceSize = $Size; scaling = @{ minReplica = $Min; maxReplica = $Max } }
    }
}

AfterAll { Stop-HfTest }

Describe 'Measure-HfInferenceEndpointCost' {
    BeforeEach {
        Reset-HfEmulator
        $null = Set-HfEmulatorEndpoint big @{ compute = New-Compute nvidia-l4 x1 1 4; replicas = 2 }
        $null = Set-HfEmulatorEndpoint small @{ compute = New-Compute intel-spr x1 0 2 }
    }

    It 'says what an endpoint costs' {
        $cost = Measure-HfInferenceEndpointCost big
        $cost | Should -BeOfType HfEndpoints.HfEndpointCost
        $cost | Select-Object * -ExcludeProperty UsdPer* | ConvertTo-Json -Compress | Should -BeExactly (
            '{"Name":"big","Namespace":"alice","Instance":"aws us-east-1 nvidia-l4 x1","PricePerHour":0.8}')
        $cost.UsdPerHour | Should -Be 1.6
        $cost.UsdPerMonth | Should -Be 1168
        $cost.UsdPerHourAtMin | Should -Be 0.8
        $cost.UsdPerHourAtMax | Should -Be 3.2
    }

    It 'takes endpoints piped in, which it does not ask for again' {
        $endpoints = Get-HfInferenceEndpoint -SortBy name
        Clear-HfEmulatorRequest
        $costs = $endpoints | Measure-HfInferenceEndpointCost
        $costs.Name | Should -BeExactly big, small
        $costs.UsdPerHour | Should -Be 1.6, 0.033
        Get-HfEmulatorCall | Should -BeExactly 'GET /v2/provider/alice'
    }

    It 'emits endpoints alone, so that a sum of them is the sum' {
        (Measure-HfInferenceEndpointCost * | Measure-Object UsdPerHour -Sum).Sum | Should -Be 1.633
    }

    It 'emits the total alone with -Total' {
        $total = Get-HfInferenceEndpoint | Measure-HfInferenceEndpointCost -Total
        $total | Should -HaveCount 1
        $total.Name, $total.Namespace, $total.Instance, $total.PricePerHour | Should -BeExactly Total, $null, $null, $null
        $total.UsdPerHour, $total.UsdPerMonth | Should -Be 1.633, 1192.09
        $total.UsdPerHourAtMin, $total.UsdPerHourAtMax | Should -Be 0.8, 3.266
        (Measure-HfInferenceEndpointCost nothing* -Total).UsdPerHour | Should -Be 0
    }

    It 'shows the total above the table' {
        $text = Measure-HfInferenceEndpointCost * | Out-String -Width 80
        $text | Should -MatchExactly 'Total: USD 1\.633 per hour, USD 1,192\.09 per month'
    }

    It 'asks for the hardware once for each namespace' {
        $null = Set-HfEmulatorEndpoint theirs -Namespace acme
        $costs = Get-HfInferenceEndpoint -Namespace '*' | Measure-HfInferenceEndpointCost
        $costs.Count | Should -Be 3
        (Get-HfEmulatorRequest /v2/provider*).path | Sort-Object | Should -BeExactly /v2/provider/acme, /v2/provider/alice
    }

    It 'costs nothing in state <_>' -ForEach paused, scaledToZero, failed {
        $null = Set-HfEmulatorEndpoint big @{ state = $_ }
        $cost = Measure-HfInferenceEndpointCost big
        $cost.UsdPerHour, $cost.UsdPerMonth, $cost.PricePerHour | Should -Be 0, 0, 0.8
    }

    It 'counts replicas that start' {
        $null = Set-HfEmulatorEndpoint big @{ state = 'initializing' }
        (Measure-HfInferenceEndpointCost big).UsdPerHour | Should -Be 0.8
    }

    It 'is of the whole namespace without a name, but not where nothing is piped in' {
        (Measure-HfInferenceEndpointCost).Name | Sort-Object | Should -BeExactly ((Measure-HfInferenceEndpointCost *).Name | Sort-Object)
        @() | Measure-HfInferenceEndpointCost | Should -BeNullOrEmpty
        Get-HfInferenceEndpoint nothing* | Measure-HfInferenceEndpointCost | Should -BeNullOrEmpty
    }

    It 'takes wildcards with one look at the list' {
        (Measure-HfInferenceEndpointCost *).Name | Sort-Object | Should -BeExactly big, small
        Get-HfEmulatorRequest /v2/endpoint/alice/* | Should -BeNullOrEmpty
    }

    It 'warns of an instance that is no longer listed, and continues' {
        $vendors = Invoke-RestMethod "$($emulator.Uri)v2/provider"
        $vendors.vendors[0].regions | ForEach-Object { $_.computes = @($_.computes | Where-Object instanceType -NE nvidia-l4) }
        Set-HfEmulatorFault @{ path = '/v2/provider/alice'; status = 200; body = $vendors }
        $costs = Get-HfInferenceEndpoint -SortBy name | Measure-HfInferenceEndpointCost -WarningVariable warnings -WarningAction SilentlyContinue
        $costs.Name | Should -BeExactly big, small
        $costs[0].PricePerHour, $costs[0].UsdPerHour, $costs[0].UsdPerHourAtMax | Should -BeExactly $null, $null, $null
        ($costs | Measure-Object UsdPerHour -Sum).Sum | Should -Be 0.033
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -BeLike "*'big'*'aws us-east-1 nvidia-l4 x1'*"
    }

    It 'emits nothing where there is nothing to measure' {
        Measure-HfInferenceEndpointCost nothing* -ErrorAction Stop | Should -BeNullOrEmpty
        Get-HfInferenceEndpoint nothing* | Measure-HfInferenceEndpointCost | Should -BeNullOrEmpty
    }

    It 'shows a table' {
        Measure-HfInferenceEndpointCost small | Format-Table | Out-String -Width 120 | Should -MatchExactly 'small +intel-spr x1 +0\.033 +0\.033 +24\.09 +0\.000 +0\.066'
        Measure-HfInferenceEndpointCost small | Format-Table | Out-String -Width 80 | Should -MatchExactly 'small +intel-spr x1 +0\.033 +0\.033 +24\.09'
    }
}
