BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $secret = 'hf_secret-of-alice'
    $null = Start-HfTest --speed, 0 -Token $secret
    $suffix = 'HfEndpoints.Commands.ExportHfInferenceEndpointCommand'
    $gpt2 = Get-HfGpt2Setting
}

AfterAll { Stop-HfTest }

Describe 'Export-HfInferenceEndpoint' {
    BeforeEach {
        Reset-HfTest
        Get-ChildItem $TestDrive | Remove-Item -Force
        $null = New-HfInferenceEndpoint demo @gpt2 -Env @{ NOTE = "it's" } -Secret @{ KEY = 'hunter2' } -Tag blue, green
        $null = Set-HfEmulatorEndpoint other
        $null = Set-HfEmulatorEndpoint team -Namespace acme
        $path = Join-Path $TestDrive endpoints.json
        Clear-HfEmulatorRequest
    }

    It 'writes all endpoints of the namespace, by name, and says nothing' {
        Export-HfInferenceEndpoint $path | Should -BeNullOrEmpty
        (Get-Content $path -Raw | ConvertFrom-Json).Endpoints.Name | Should -BeExactly demo, other
        Get-HfEmulatorCall | Should -BeExactly 'GET /v2/endpoint/alice?limit=100'
    }

    It 'writes keys that New-HfInferenceEndpoint has, and a reference in the place of a secret' {
        Export-HfInferenceEndpoint $path -Name demo
        $entry = (Get-Content $path -Raw | ConvertFrom-Json -AsHashtable).Endpoints[0]
        $entry.Secret.KEY | Should -BeExactly env:KEY
        $entry.Env.NOTE | Should -BeExactly "it's"
        Get-Content $path -Raw | Should -Not -BeLike '*hunter2*'
        $entry.Keys | Should -BeIn (Get-Command New-HfInferenceEndpoint).Parameters.Keys
        $entry.Remove('Secret')
        $entry.Name = 'copy'
        (New-HfInferenceEndpoint @entry).Name | Should -BeExactly copy
    }

    It 'writes the same to a data file, which Import-PowerShellDataFile reads' {
        Export-HfInferenceEndpoint $path -Name demo
        Export-HfInferenceEndpoint (Join-Path $TestDrive endpoints.psd1) -Name demo
        $expected = (Get-Content $path -Raw | ConvertFrom-Json -AsHashtable).Endpoints[0]
        $entry = (Import-PowerShellDataFile (Join-Path $TestDrive endpoints.psd1)).Endpoints[0]
        $entry.Keys | Sort-Object | Should -BeExactly ($expected.Keys | Sort-Object)
        foreach ($key in $expected.Keys) {
            $entry[$key] | ConvertTo-Json | ConvertFrom-Json -AsHashtable | ForEach-Object { $_ -is [hashtable] ? ($_.GetEnumerator() | Sort-Object Key | Out-String) : $_ } |
                Should -BeExactly ($expected[$key] | ForEach-Object { $_ -is [hashtable] ? ($_.GetEnumerator() | Sort-Object Key | Out-String) : $_ })
        }
    }

    It 'takes <Case>' -ForEach @(
        @{ Case = 'several names'; Act = { Export-HfInferenceEndpoint $path other, demo }; Names = 'demo', 'other' }
        @{ Case = 'names from the pipeline'; Act = { 'demo', 'other' | Export-HfInferenceEndpoint $path }; Names = 'demo', 'other' }
        @{ Case = 'a wildcard'; Act = { Export-HfInferenceEndpoint $path D* }; Names = , 'demo' }
        @{ Case = 'a wildcard that matches nothing'; Act = { Export-HfInferenceEndpoint $path zz* }; Names = @() }
        @{ Case = 'a namespace'; Act = { Export-HfInferenceEndpoint $path -Namespace acme }; Names = , 'team' }
        @{ Case = 'endpoints of many namespaces'; Act = { Get-HfInferenceEndpoint -Namespace alice, acme | Export-HfInferenceEndpoint $path }; Names = 'team', 'demo', 'other' }
        @{ Case = 'a format'; Act = { Export-HfInferenceEndpoint "$path.txt" demo -Format Json; Move-Item "$path.txt" $path }; Names = , 'demo' }
        @{ Case = 'a relative path'; Act = { Push-Location $TestDrive; try { Export-HfInferenceEndpoint endpoints.json demo } finally { Pop-Location } }; Names = , 'demo' }
    ) {
        & $Act
        @((Get-Content $path -Raw | ConvertFrom-Json).Endpoints).Name | Should -BeExactly $Names
    }

    It 'asks the service nothing of endpoints piped in, and passes them on' {
        $endpoints = Get-HfInferenceEndpoint
        Clear-HfEmulatorRequest
        $passed = $endpoints | Export-HfInferenceEndpoint $path -PassThru
        $passed.Name | Should -BeExactly demo, other
        Get-HfEmulatorCall | Should -BeNullOrEmpty
    }

    It 'gives one error for a missing one, and writes the others' {
        Export-HfInferenceEndpoint $path demo, missing, other -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "EndpointNotFound,$suffix"
        $failure[0].TargetObject | Should -BeExactly missing
        (Get-Content $path -Raw | ConvertFrom-Json).Endpoints.Name | Should -BeExactly demo, other
    }

    It 'writes no file where nothing could be got' {
        { Export-HfInferenceEndpoint $path -Namespace stranger -ErrorAction Stop } | Should -Throw -ErrorId "Forbidden,$suffix"
        Export-HfInferenceEndpoint $path missing -ErrorAction SilentlyContinue
        $path | Should -Not -Exist
    }

    It 'writes nothing with -WhatIf' {
        Export-HfInferenceEndpoint $path -WhatIf
        $path | Should -Not -Exist
    }

    It 'overwrites a file, but not with -NoClobber' {
        Set-Content $path old
        { Export-HfInferenceEndpoint $path -NoClobber -ErrorAction Stop } | Should -Throw -ErrorId "AlreadyExists,$suffix"
        Get-Content $path | Should -BeExactly old
        Get-HfEmulatorCall | Should -BeNullOrEmpty
        Export-HfInferenceEndpoint $path
        Get-Content $path | Should -Not -Be old
    }

    It 'overwrites a read-only file with -Force alone' {
        Set-Content $path old
        Set-ItemProperty $path IsReadOnly $true
        { Export-HfInferenceEndpoint $path -ErrorAction Stop } | Should -Throw -ErrorId "FileNotWritten,$suffix"
        Export-HfInferenceEndpoint $path -Force
        Get-Content $path | Should -Not -Be old
    }

    It 'refuses <Case> before any request' -ForEach @(
        @{ Case = 'a name that shows no format'; File = 'endpoints.txt'; Id = 'InvalidRequest'; Message = '*.json*.psd1*' }
        @{ Case = 'a path that is not a file'; File = 'Env:x.json'; Id = 'InvalidRequest'; Message = '*Environment*' }
    ) {
        { Export-HfInferenceEndpoint $File -ErrorAction Stop } | Should -Throw $Message -ErrorId "$Id,$suffix"
        Get-HfEmulatorCall | Should -BeNullOrEmpty
    }

    # Windows has neither modes nor links that everyone may make.
    It 'writes where a link leads, for those who may read what is there' -Skip:$IsWindows {
        Set-Content (Join-Path $TestDrive target.json) old
        chmod 600 (Join-Path $TestDrive target.json)
        $null = New-Item -ItemType SymbolicLink $path -Target target.json
        Export-HfInferenceEndpoint $path -Force
        (Get-Item $path).LinkTarget | Should -BeExactly target.json
        (Get-Item (Join-Path $TestDrive target.json)).UnixMode | Should -BeExactly '-rw-------'
        (Get-Content (Join-Path $TestDrive target.json) -Raw | ConvertFrom-Json).Endpoints.Name | Should -BeExactly demo, other
    }

    It 'leaves out what contains a secret that was sent, and says so' {
        $null = Set-HfInferenceEndpoint demo -Env @{ NOTE = 'https://me:hunter2@example.org' }
        Export-HfInferenceEndpoint $path -Name demo, other -WarningVariable warning -WarningAction SilentlyContinue
        $warning | Should -HaveCount 1
        "$warning" | Should -BeLike "Env of endpoint 'alice/demo' is left out: *"
        Get-Content $path -Raw | Should -Not -Match 'hunter2|\*\*\*|"Env"'
        (Sync-HfInferenceEndpoint $path).Action | Should -BeExactly Unchanged, Unchanged
    }

    It 'names a folder that is not there' {
        { Export-HfInferenceEndpoint (Join-Path $TestDrive no/such.json) -ErrorAction Stop } | Should -Throw '*no?such.json*' -ErrorId "FileNotWritten,$suffix"
    }

    It 'stops at Ctrl+C, and leaves no file' {
        Set-HfEmulatorFault @{ path = '/v2/endpoint/*'; delayMs = 60000 }
        $stopped = Invoke-WithStop { Export-HfInferenceEndpoint $args[0] } { Get-HfEmulatorCall '/v2/*' } $path
        $stopped.StopMilliseconds | Should -BeLessThan 1000
        Get-ChildItem $TestDrive | Should -BeNullOrEmpty
    }
}
