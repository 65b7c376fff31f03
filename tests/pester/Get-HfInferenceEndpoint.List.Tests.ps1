BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest --speed, 0
    $suffix = 'HfEndpoints.Commands.GetHfInferenceEndpointCommand'
}

AfterAll { Stop-HfTest }

Describe 'Get-HfInferenceEndpoint without a name' {
    Context 'with more endpoints than a page holds' {
        BeforeAll {
            Reset-HfEmulator
            Add-HfEmulatorEndpoint 250
        }

        BeforeEach {
            Clear-HfEmulatorRequest
            Set-HfEmulatorFault
        }

        It 'follows every page' {
            (Get-HfInferenceEndpoint).Name | Sort-Object -Unique | Should -HaveCount 250
            Get-HfEmulatorCall | Should -HaveCount 3
        }

        It 'asks for <Pages> pages when <First> are enough' -ForEach @{ First = 5; Pages = 1 }, @{ First = 100; Pages = 1 }, @{ First = 101; Pages = 2 } {
            Get-HfInferenceEndpoint | Select-Object -First $First | Should -HaveCount $First
            Get-HfEmulatorCall | Should -HaveCount $Pages
        }

        It 'stops the paging where something downstream fails' {
            { Get-HfInferenceEndpoint | ForEach-Object { throw 'enough' } } | Should -Throw 'enough'
            Get-HfEmulatorCall | Should -HaveCount 1
        }

        It 'gives the pages before one that fails, and then its error' {
            Set-HfEmulatorFault @{ path = '/v2/*'; times = 1 }, @{ path = '/v2/*'; status = 400; body = 'no second page' }
            $found = Get-HfInferenceEndpoint -ErrorVariable failure -ErrorAction SilentlyContinue
            $found | Should -HaveCount 100
            $failure.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
        }

        It 'reports a list that does not end' {
            $page = Invoke-RestMethod "$($emulator.Uri)v2/endpoint/alice?limit=1" -Headers @{ Authorization = 'Bearer hf_x' }
            Set-HfEmulatorFault @{ path = '/v2/*'; status = 200; body = @{ items = $page.items; nextCursor = 'again' } }
            Get-HfInferenceEndpoint -ErrorVariable failure -ErrorAction SilentlyContinue | Select-Object -First 10 |
                Should -HaveCount 2
            $failure.FullyQualifiedErrorId | Should -BeExactly "InvalidResponse,$suffix"
        }

        It 'stops at Ctrl+C between two pages' {
            Set-HfEmulatorFault @{ path = '/v2/*'; times = 1 }, @{ path = '/v2/*'; delayMs = 60000 }
            $stopped = Invoke-WithStop { Get-HfInferenceEndpoint } { $args[0].Count -eq 100 -and (Get-HfEmulatorRequest '/v2/*').Count -eq 2 }
            $stopped.StopMilliseconds | Should -BeLessThan 1000
            $stopped.Errors | Should -BeNullOrEmpty
            Wait-Until { (Get-HfEmulatorRequest '/v2/*')[1].aborted }
        }
    }

    Context 'in several namespaces' {
        BeforeEach {
            Reset-HfEmulator
            $null = Set-HfEmulatorEndpoint demo
            $null = Set-HfEmulatorEndpoint both
            $null = Set-HfEmulatorEndpoint both -Namespace acme
            $null = Set-HfEmulatorEndpoint team -Namespace globex
        }

        It 'asks each named one once' {
            $found = Get-HfInferenceEndpoint -Namespace acme, globex, acme
            $found | ForEach-Object { "$_" } | Sort-Object | Should -BeExactly acme/both, globex/team
            Get-HfEmulatorCall | Sort-Object |
                Should -BeExactly 'GET /v2/endpoint/acme?limit=100', 'GET /v2/endpoint/globex?limit=100'
        }

        It 'asks the own one and every organization for *' {
            $found = Get-HfInferenceEndpoint -Namespace *
            $found.Namespace | Sort-Object | Should -BeExactly acme, alice, alice, globex
            Get-HfEmulatorCall | Should -HaveCount 3
        }

        It 'asks them at the same time' {
            Set-HfEmulatorFault @{ path = '/v2/*'; delayMs = 60000 }
            $stopped = Invoke-WithStop { Get-HfInferenceEndpoint -Namespace * } { (Get-HfEmulatorRequest '/v2/*').Count -eq 3 }
            $stopped.StopMilliseconds | Should -BeLessThan 1000
        }

        It 'asks at most one page of each when few are enough' {
            'alice', 'acme', 'globex' | ForEach-Object { Add-HfEmulatorEndpoint 250 -Namespace $_ }
            Get-HfInferenceEndpoint -Namespace * | Select-Object -First 5 | Should -HaveCount 5
            Get-HfEmulatorCall '/v2/*' | Group-Object | ForEach-Object Count | Should -Be (, 1 * 3)
            Get-HfEmulatorCall '/v2/*' | Should -Not -BeLike '*cursor*'
        }

        It 'asks one page of each for all, with hundreds of endpoints in many' {
            $many = Start-TestEmulator (1..19 | ForEach-Object { '--org', "org-$_" })
            try {
                'alice', (1..19 | ForEach-Object { "org-$_" }) | ForEach-Object { $_ } | ForEach-Object { Add-HfEmulatorEndpoint 50 -Namespace $_ }
                $null = Connect-HfAccount hf_x -EmulatorUri $many.Uri
                Clear-HfEmulatorRequest
                Get-HfInferenceEndpoint -Namespace * | Should -HaveCount 1000
                Get-HfEmulatorCall | Should -HaveCount 20
            } finally {
                Stop-TestEmulator $many
                $null = Connect-HfAccount hf_x -EmulatorUri $emulator.Uri
            }
        }

        It 'warns of a forbidden one by its name, and gives the rest' {
            $found = Get-HfInferenceEndpoint -Namespace alice, stranger, globex -WarningVariable warning -WarningAction SilentlyContinue -ErrorVariable failure
            $found | Should -HaveCount 3
            $warning | Should -HaveCount 1
            $warning[0].Message | Should -BeLike "*'stranger'*"
            $failure | Should -BeNullOrEmpty
        }

        It 'gives one error where every one fails, and names the others' {
            Get-HfInferenceEndpoint -Namespace stranger, nobody -ErrorVariable failure -ErrorAction SilentlyContinue -WarningVariable warning |
                Should -BeNullOrEmpty
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeExactly "Forbidden,$suffix"
            $failure[0].CategoryInfo.Category | Should -Be PermissionDenied
            "$warning" | Should -BeLike "*'nobody'*"
        }

        It 'gives an error for the only one that is forbidden' {
            { Get-HfInferenceEndpoint -Namespace stranger -ErrorAction Stop } | Should -Throw -ErrorId "Forbidden,$suffix"
        }

        It 'finds a name in each that has it, silently' {
            (Get-HfInferenceEndpoint both -Namespace * -WarningVariable warning -ErrorVariable failure).Namespace |
                Sort-Object | Should -BeExactly acme, alice
            $warning | Should -BeNullOrEmpty
            $failure | Should -BeNullOrEmpty
        }

        It 'gives one error for a name that no endpoint has' {
            Get-HfInferenceEndpoint missing, team -Namespace * -ErrorVariable failure -ErrorAction SilentlyContinue | Should -HaveCount 1
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeExactly "EndpointNotFound,$suffix"
            $failure[0].TargetObject | Should -BeExactly missing
        }
    }

    Context 'with filters' {
        BeforeEach {
            Reset-HfEmulator
            $null = Set-HfEmulatorEndpoint alpha @{ state = 'paused'; tags = @('nightly') }
            $null = Set-HfEmulatorEndpoint beta @{ type = 'public'; tags = @('nightly', 'team-a') }
            $null = Set-HfEmulatorEndpoint gamma @{ state = 'failed'; model = @{ task = 'fill-mask' } }
        }

        It 'lets the server filter by -<Name>' -ForEach @(
            @{ Name = 'State'; Value = 'paused'; Query = 'state=paused'; Found = 'alpha' }
            @{ Name = 'State'; Value = 'paused', 'failed'; Query = 'state=paused%2Cfailed'; Found = 'alpha', 'gamma' }
            @{ Name = 'Type'; Value = 'public', 'private'; Query = 'type=public%2Cprivate'; Found = 'beta' }
            @{ Name = 'Task'; Value = 'fill-mask'; Query = 'task=fill-mask'; Found = 'gamma' }
            @{ Name = 'Tag'; Value = 'team-a'; Query = 'tags=team-a'; Found = 'beta' }
            @{ Name = 'Tags'; Value = 'team-a', 'nightly'; Query = 'tags=team-a%2Cnightly'; Found = 'alpha', 'beta' }
            @{ Name = 'Search'; Value = 'a&b=ç'; Query = 'search=a%26b%3D%C3%A7'; Found = @() }
            @{ Name = 'Search'; Value = 'amm'; Query = 'search=amm'; Found = 'gamma' }
        ) {
            $filter = @{ $Name = $Value }
            (Get-HfInferenceEndpoint @filter).Name | Sort-Object | Should -BeExactly $Found
            Get-HfEmulatorCall | Should -BeExactly "GET /v2/endpoint/alice?limit=100&$Query"
        }

        It 'lets the server sort: <Case>' -ForEach @(
            @{ Case = 'by name'; Order = @{ SortBy = 'name' }; Query = '&sortBy=name&direction=asc'; Found = 'alpha', 'beta', 'gamma' }
            @{ Case = 'backwards'; Order = @{ SortBy = 'name'; Descending = $true }; Query = '&sortBy=name&direction=desc'; Found = 'gamma', 'beta', 'alpha' }
            @{ Case = 'newest first'; Order = @{ Descending = $true }; Query = '&direction=desc'; Found = 'gamma', 'beta', 'alpha' }
            @{ Case = 'its own way'; Order = @{}; Query = ''; Found = 'gamma', 'beta', 'alpha' }
        ) {
            (Get-HfInferenceEndpoint @Order).Name | Should -BeExactly $Found
            Get-HfEmulatorCall | Should -BeExactly "GET /v2/endpoint/alice?limit=100$Query"
        }

        It 'combines filters with a wildcard' {
            (Get-HfInferenceEndpoint *a -Tag nightly -State running).Name | Should -BeExactly beta
            Get-HfEmulatorCall | Should -BeExactly 'GET /v2/endpoint/alice?limit=100&state=running&tags=nightly&search=a'
        }

        It 'keeps filters on every page' {
            Add-HfEmulatorEndpoint 150 @{ state = 'paused' }
            Get-HfInferenceEndpoint -State paused | Should -HaveCount 151
            (Get-HfEmulatorCall) -notlike '*state=paused*' | Should -BeNullOrEmpty
        }

        It 'passes on the server''s refusal of an order it does not know' {
            { Get-HfInferenceEndpoint -SortBy price -ErrorAction Stop } | Should -Throw -ErrorId "InvalidRequest,$suffix" -ExpectedMessage '*price*'
        }
    }

    Context 'with filters as PowerShell users type them' {
        BeforeAll {
            Reset-HfEmulator
            $null = Set-HfEmulatorEndpoint asleep @{ state = 'scaledToZero' }
            $null = Set-HfEmulatorEndpoint open @{ type = 'public' }
        }

        BeforeEach {
            Clear-HfEmulatorRequest
        }

        It 'takes words of the service in any case of letters, and others as they are' {
            (Get-HfInferenceEndpoint -State SCALEDTOZERO -Type Authenticated -Task Text-Generation -SortBy Name).Name | Should -Be asleep
            Get-HfInferenceEndpoint -State NewState | Should -BeNullOrEmpty
            (Get-HfEmulatorRequest).query | Should -BeExactly @(
                '?limit=100&state=scaledToZero&type=authenticated&task=text-generation&sortBy=name&direction=asc'
                '?limit=100&state=NewState'
            )
        }

        It 'takes null for no filter' {
            (Get-HfInferenceEndpoint -State $null -Type $null -Task $null -Tag $null -Search $null -SortBy $null).Name |
                Should -HaveCount 2
        }
    }
}
