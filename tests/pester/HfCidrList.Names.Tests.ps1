BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest --speed, 0
    $class = 'HfEndpoints.Commands'
}

AfterAll { Stop-HfTest }

Describe 'The names and ids of address lists' {
    BeforeEach {
        Reset-HfTest
        $office = New-HfCidrList office 203.0.113.0/24
        $vpn = New-HfCidrList vpn 2001:db8::/32
        $twins = 1..2 | ForEach-Object { New-HfCidrList twin "10.$_.0.0/16" }
        $team = New-HfCidrList team 192.0.2.0/24 -Namespace acme
        Clear-HfEmulatorRequest
    }

    It 'are given: <Case>' -ForEach @(
        @{ Case = 'by id'; Act = { Get-HfCidrList -Id $vpn.Id, $office.Id }; Expected = 'vpn', 'office' }
        @{ Case = 'by id in the place of the name'; Act = { Get-HfCidrList $vpn.Id }; Expected = , 'vpn' }
        @{ Case = 'by a name that two have'; Act = { Get-HfCidrList twin }; Expected = 'twin', 'twin' }
        @{ Case = 'by lists, though two have one name'; Act = { $twins[1] | Get-HfCidrList }; Expected = , 'twin' }
        @{ Case = 'by the rows of a table'; Act = { $team | Select-Object Id, Namespace | Get-HfCidrList }; Expected = , 'team' }
    ) {
        (& $Act).Name | Should -BeExactly $Expected
    }

    It 'give an error for an id that no list has, and those that are there' {
        (Get-HfCidrList -Id missing, $vpn.Id -ErrorVariable failure -ErrorAction SilentlyContinue).Name | Should -BeExactly vpn
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "NotFound,$class.GetHfCidrListCommand"
        $failure[0].TargetObject | Should -BeExactly missing
        "$($failure[0])" | Should -BeLike "*id 'missing'*"
    }

    It 'are deleted: <Case>' -ForEach @(
        @{ Case = 'by name'; Act = { Remove-HfCidrList Office -Force }; Gone = { $office } }
        @{ Case = 'by names from the pipeline'; Act = { 'vpn', 'office' | Remove-HfCidrList -Force }; Gone = { $vpn, $office } }
        @{ Case = 'by rows of names'; Act = { 'Name', 'vpn' | ConvertFrom-Csv | Remove-HfCidrList -Force }; Gone = { $vpn } }
        @{ Case = 'by wildcards'; Act = { Remove-HfCidrList tw*, o* -Force }; Gone = { @($twins) + $office } }
        @{ Case = 'by wildcards that match none'; Act = { Remove-HfCidrList none* -Force -ErrorAction Stop }; Gone = {} }
        @{ Case = 'by id in the place of the name'; Act = { Remove-HfCidrList $vpn.Id -Force }; Gone = { $vpn } }
        @{ Case = 'by id'; Act = { Remove-HfCidrList -Id $vpn.Id -Force }; Gone = { $vpn }; Looks = 0 }
        @{ Case = 'by lists, though two have one name'; Act = { $twins[1] | Remove-HfCidrList -Force }; Gone = { $twins[1] }; Looks = 0 }
    ) {
        & $Act | Should -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeExactly @(& $Gone | ForEach-Object { "DELETE /v2/network/cidr-list/$($_.Namespace)/$($_.Id)" })
        if ($Looks -eq 0) {
            Get-HfEmulatorCall | Where-Object { $_ -like 'GET */cidr-list/*' } | Should -BeNullOrEmpty
        }
    }

    It 'delete nothing where two lists have the name, and continue' {
        Remove-HfCidrList twin, missing, vpn -Force -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.FullyQualifiedErrorId |
            Should -BeExactly "InvalidRequest,$class.RemoveHfCidrListCommand", "NotFound,$class.RemoveHfCidrListCommand"
        $failure.TargetObject | Should -BeExactly twin, missing
        "$($failure[0])" | Should -BeLike "*$($twins[0].Id), $($twins[1].Id)*"
        Get-HfEmulatorCall -Change | Should -BeExactly "DELETE /v2/network/cidr-list/alice/$($vpn.Id)"
    }

    It 'stand in the question of a deletion by name' {
        $file = Join-Path $TestDrive said.txt
        $null = Start-Transcript $file -UseMinimalHeader
        try {
            Remove-HfCidrList office -WhatIf
        } finally {
            $null = Stop-Transcript
        }

        Get-Content $file | Should -Contain 'What if: Performing the operation "delete" on target "address list ''office'' of ''alice''".'
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'are changed by name: <Case>' -ForEach @(
        @{ Case = 'ranges'; Act = { Set-HfCidrList office -Range 192.0.2.0/24 }; Name = 'office'; Range = '192.0.2.0/24' }
        @{ Case = 'the name'; Act = { Set-HfCidrList OFFICE -NewName hq }; Name = 'hq'; Range = '203.0.113.0/24' }
    ) {
        $changed = & $Act
        $changed.Id, $changed.Name, $changed.Range | Should -BeExactly $office.Id, $Name, $Range
        Get-HfEmulatorCall -Change | Should -BeExactly "POST /v2/network/cidr-list/alice/$($office.Id)"
    }

    It 'change nothing where two lists have the name' {
        { Set-HfCidrList twin -NewName x -ErrorAction Stop } | Should -Throw -ErrorId "InvalidRequest,$class.SetHfCidrListCommand"
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'are completed: "<Line>"' -ForEach @(
        @{ Line = 'Get-HfCidrList '; Expected = { 'office', 'vpn', 'twin', 'twin' } }
        @{ Line = 'Remove-HfCidrList v'; Expected = { 'vpn' } }
        @{ Line = 'Set-HfCidrList o'; Expected = { 'office' } }
        @{ Line = 'Get-HfCidrList -Namespace acme '; Expected = { 'team' } }
        @{ Line = 'Remove-HfCidrList -Id '; Expected = { $office.Id, $vpn.Id, $twins[0].Id, $twins[1].Id } }
    ) {
        # The lists are new in each test, and what is completed is kept for a moment.
        $null = Connect-HfAccount "hf_$([guid]::NewGuid())" -EmulatorUri $emulator.Uri
        Get-HfCompletion $Line | Should -BeExactly @(& $Expected)
    }
}
