BeforeDiscovery {
    # The tables are the same wherever the module is built.
    $folder = Split-Path $env:HFENDPOINTS_MODULE
    $views = foreach ($view in Get-ChildItem $folder -Filter *.Format.ps1xml | ForEach-Object { ([xml](Get-Content -Raw $_)).SelectNodes('//View[TableControl]') }) {
        @{ Name = $view.Name; Type = $view.ViewSelectedBy.TypeName; Columns = @($view.SelectNodes('.//TableColumnHeader/Label').ForEach('InnerText')) }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
    $null = Set-HfEmulatorEndpoint demo @{ tags = @('nightly', 'team') }
    $null = Set-HfEmulatorEndpoint idle
}

AfterAll { Stop-HfTest }

Describe 'A column' {
    It 'of <Name> is named as a property, by which it can be sorted and filtered' -ForEach $views {
        $class = $Type -replace '#.*'
        $known = @(($class -as [type]).GetProperties().Name) + @((Get-TypeData $class).Members.Keys)
        # What Watch-HfInferenceEndpoint adds.
        $known += $Type -like '*#Watched' ? 'Time' : @()
        $Columns | Where-Object { $_ -notin $known } | Should -BeNullOrEmpty
    }
}

Describe 'An object' {
    It 'is filtered and sorted by the columns of its table' {
        (Get-HfInferenceEndpoint | Where-Object State -EQ running | Sort-Object Model, Name).Name | Should -BeExactly demo, idle
        (Get-HfInferenceEndpoint demo).Accel | Should -BeExactly cpu
        (Get-HfInferenceHardware | Sort-Object Price -Top 1).Accel | Should -BeExactly cpu
        (Measure-HfInferenceEndpointCost demo).Price | Should -BeExactly (Measure-HfInferenceEndpointCost demo).PricePerHour
    }

    It 'has an age that is sorted and filtered as a time' {
        $ages = '90s', '2h', '45s', '3d' | ForEach-Object { [HfEndpoints.HfAge]$_ }
        "$($ages | Sort-Object)" | Should -BeExactly '45s 1m 2h 3d'
        (Get-HfInferenceEndpoint | Where-Object Age -LT 2h).Name | Should -Contain demo
        Get-HfInferenceEndpoint | Where-Object Age -GT 2h | Should -BeNullOrEmpty
        (Get-HfInferenceEndpoint demo).Age -lt [timespan]'1:00' | Should -BeTrue
    }

    It 'knows when it was used, and what it costs' {
        $null = Invoke-HfTextGeneration demo hi -MaxNewTokens 1
        $endpoints = Get-HfInferenceEndpoint
        ($endpoints | Where-Object LastUsedAt -LT (Get-Date).AddDays(1)).Name | Should -Contain demo
        ($endpoints | Where-Object LastUsedAt -LT (Get-Date).AddDays(-1)).Name | Should -Not -Contain demo
        $demo = $endpoints | Where-Object Name -EQ demo
        $demo.LastUsedAt.Offset | Should -Be ([timespan]::Zero)
        $price = (Measure-HfInferenceEndpointCost demo).PricePerHour
        $demo.PricePerHour | Should -Be $price
        $demo | Format-List | Out-String | Should -Match "PricePerHour +: $price"
    }

    It 'asks once for the prices of all, and nobody where they are not looked at' {
        Reset-HfTest
        Add-HfEmulatorEndpoint 5
        $endpoints = Get-HfInferenceEndpoint
        $endpoints | ConvertTo-Json | Should -Not -Match PricePerHour
        Clear-HfEmulatorRequest
        ($endpoints | Sort-Object PricePerHour).PricePerHour | Should -HaveCount 5
        Get-HfEmulatorCall | Should -HaveCount 1
    }

    It 'has no price where the service does not answer, and makes no error' {
        Reset-HfTest
        $endpoint = Set-HfEmulatorEndpoint demo | ForEach-Object { Get-HfInferenceEndpoint demo }
        Set-HfEmulatorFault @{ path = '/v2/provider*'; status = 500 }
        $Error.Clear()
        $endpoint.PricePerHour | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
        Set-HfEmulatorFault
    }

    It 'has its lists as text in a CSV file, and as lists in JSON' {
        $null = Set-HfEmulatorEndpoint demo @{ tags = @('nightly', 'team') }
        $endpoint = Get-HfInferenceEndpoint demo
        ($endpoint | ConvertTo-Csv | ConvertFrom-Csv).Tags | Should -BeExactly 'nightly team'
        ($endpoint | ConvertTo-Json | ConvertFrom-Json).Tags | Should -BeExactly nightly, team
        $endpoint.Tags -contains 'team' | Should -BeTrue
        $endpoint.Tags.Count, $endpoint.Tags[0] | Should -BeExactly 2, nightly
        $null = Set-HfInferenceEndpoint demo -Tag other
        (Get-HfInferenceAuditLog demo -First 1 | ConvertTo-Csv | ConvertFrom-Csv).Change | Should -BeLike 'Tags: *'
    }

    It 'goes to JSON without a warning, and without the whole answer: <_>' -ForEach @(
        { Get-HfInferenceEndpoint demo }
        { Get-HfInferenceAuditLog idle -First 1 }
        { Invoke-HfChatCompletion talker Hello -MaxTokens 3 }
        { Get-HfInferenceServerInfo talker }
        { Get-HfContext }
    ) {
        $null = Set-HfEmulatorEndpoint talker @{ model = Get-HfEngineModel tgi @{ repository = 'HuggingFaceH4/zephyr-7b-beta' } }
        $null = Set-HfEmulatorEndpoint idle
        $null = Set-HfInferenceEndpoint idle -MaxReplica 3 -Tag one, two
        $object = & $_
        $object | Should -Not -BeNullOrEmpty
        $json = $object | ConvertTo-Json -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -BeNullOrEmpty
        $json, ($object | Format-List * | Out-String), ($object | ConvertTo-Csv | Out-String) | Should -Not -Match '\bRaw\b'
    }

    It 'offers its own members at Tab, and none of a string' {
        $offered = Get-HfCompletion '(Get-HfInferenceEndpoint demo).'
        $offered | Should -Contain State
        $offered | Should -Not -Contain 'PadLeft('
    }
}

Describe 'A table' {
    It 'of <Case> wraps nothing at a width of 80' -ForEach @(
        @{ Case = 'endpoints'; Act = { Get-HfInferenceEndpoint } }
        @{ Case = 'costs'; Act = { Measure-HfInferenceEndpointCost * } }
        @{ Case = 'the audit log'; Act = { Get-HfInferenceAuditLog } }
        @{ Case = 'hardware'; Act = { Get-HfInferenceHardware } }
        @{ Case = 'quotas'; Act = { Get-HfInferenceQuota } }
        @{ Case = 'changes'; Act = { Watch-HfInferenceEndpoint * | Select-Object -First 2 } }
        @{ Case = 'a load test'; Act = { Measure-HfInferenceEndpointPerformance demo -Concurrency 1, 2 -Count 4 } }
        @{ Case = 'replicas'; Act = { Get-HfInferenceEndpointReplica demo } }
    ) {
        $null = Set-HfEmulatorEndpoint ('x' * 32) @{ compute = @{ accelerator = 'gpu'; instanceType = 'nvidia-a10g'; instanceSize = 'x4' } }
        $null = Set-HfInferenceEndpoint ('x' * 32) -MaxReplica 3 -Tag one, two, three
        $objects = @(& $Act)
        $lines = @(Get-HfTable $objects 80 | Where-Object { $_ -and $_ -notmatch '^ {3}\w+: ' })
        $lines | Should -HaveCount (2 + $objects.Count)
        $lines | Where-Object Length -GT 80 | Should -BeNullOrEmpty
        $lines[0] | Should -Not -Match '…'
    }

    It 'of amounts has them aligned, and in one culture' {
        $before = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = 'de-DE'
        try {
            $lines = @(Get-HfTable (Measure-HfInferenceEndpointCost *) 80) -match ' x\d+ '
        } finally {
            [cultureinfo]::CurrentCulture = $before
        }

        $lines.Count | Should -BeGreaterThan 1
        $lines | Where-Object { $_ -notmatch '^\S+ +\S+ x\d+ +(\d+\.\d{3} +){2}[\d,]+\.\d{2}( |$)' } | Should -BeNullOrEmpty
    }

    It 'of what Debug-HfInferenceEndpoint gives is the diagnosis' {
        $null = Set-HfEmulatorEndpoint broken @{ state = 'failed' }
        $text = Debug-HfInferenceEndpoint broken | Out-String
        $text | Should -Match 'AgentMessage'
        $text | Should -Match 'Endpoint +: alice/broken'
    }

    It 'of what Watch-HfInferenceEndpoint gives has the time, and so has the object' {
        $seen = Watch-HfInferenceEndpoint demo | Select-Object -First 1
        $seen.Time | Should -BeOfType DateTimeOffset
        $seen | Should -BeOfType HfEndpoints.HfInferenceEndpoint
        @(Get-HfTable $seen 80) -match '^\d\d:\d\d:\d\d demo +\w+ +\d/\d ' | Should -HaveCount 1
    }
}
