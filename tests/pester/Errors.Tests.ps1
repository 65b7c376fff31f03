BeforeDiscovery {
    # Commands that talk to the service about the endpoint demo; Method is that of one which changes something.
    $commands = @(
        @{ Command = { Get-HfInferenceEndpoint demo } }
        @{ Command = { Get-HfInferenceEndpoint -Search demo } }
        @{ Command = { New-HfInferenceEndpoint demo @gpt2 }; Method = 'POST' }
        @{ Command = { Set-HfInferenceEndpoint demo -MaxReplica 2 }; Method = 'PUT' }
        @{ Command = { Suspend-HfInferenceEndpoint demo }; Method = 'POST' }
        @{ Command = { Resume-HfInferenceEndpoint demo }; Method = 'POST' }
        @{ Command = { Remove-HfInferenceEndpoint demo -Force }; Method = 'DELETE' }
        @{ Command = { $endpoint | Invoke-HfTextGeneration -Prompt 'I am' }; Method = 'POST' }
    )
    # What every server and proxy does at times; Tries is how often a request is then sent.
    $faults = @(
        @{ Trouble = 'an HTML page'; Fault = @{ garbage = 'html' }; Id = 'InvalidResponse'; Category = 'InvalidData'; Tries = 1 }
        @{ Trouble = 'HTTP 500'; Fault = @{ status = 500; headers = @{ 'Retry-After' = '0' } }; Id = 'ServiceUnavailable'; Category = 'ResourceUnavailable'; Tries = 4 }
        @{ Trouble = 'HTTP 403'; Fault = @{ status = 403 }; Id = 'Forbidden'; Category = 'PermissionDenied'; Tries = 1 }
        @{ Trouble = 'HTTP 429 again and again'; Fault = @{ status = 429; headers = @{ 'Retry-After' = '0' } }; Id = 'RateLimited'; Category = 'LimitsExceeded'; Tries = 4 }
        @{ Trouble = 'HTTP 429 for an hour'; Fault = @{ status = 429; headers = @{ 'Retry-After' = '3600' } }; Id = 'RateLimited'; Category = 'LimitsExceeded'; Tries = 1 }
        @{ Trouble = 'half a JSON document'; Fault = @{ garbage = 'json' }; Id = 'InvalidResponse'; Category = 'InvalidData'; Tries = 1; ButNot = 'Remove-*' }
    )
    $troubles = foreach ($fault in $faults) {
        $commands | Where-Object { -not $fault.ButNot -or "$($_.Command)".Trim() -notlike $fault.ButNot } |
            ForEach-Object { $_ + $fault + @{ Name = "$($_.Command)".Trim() -replace '\$endpoint \| ' -replace ' .*' } }
    }
    $unknown = 'Get', 'Set', 'Suspend', 'Resume', 'Remove', 'Wait' | ForEach-Object { @{ Verb = $_; Extra = $_ -eq 'Remove' ? @{ Force = $true } : $_ -eq 'Set' ? @{ MaxReplica = 2 } : @{} } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $secret = "hf_$((New-Guid).ToString('N'))"
    $emulator = Start-HfTest --token, $secret -Token $secret
    $dead = Start-TestEmulator
    Stop-TestEmulator $dead
    $gpt2 = Get-HfGpt2Setting

    function Get-Record([scriptblock] $Command) {
        # Runs a command that must emit nothing but one error, and must not show the token anywhere.
        $global:Error.Clear()
        $records = & {
            $VerbosePreference = $DebugPreference = $InformationPreference = $WarningPreference = 'Continue'
            & $Command
        } *>&1
        $told = @($records) + $global:Error + $global:Error.Exception + $global:Error.InvocationInfo | Format-List * -Force | Out-String -Width 1000
        $told += "$($global:Error.ForEach({ $_.Exception.ToString() }))"
        $told.Contains($secret) | Should -BeFalse -Because 'the token is shown to nobody'
        $failures, $others = $records.Where({ $_ -is [System.Management.Automation.ErrorRecord] }, 'Split')
        $others.Where({ $_ -isnot [System.Management.Automation.VerboseRecord] -and $_ -isnot [System.Management.Automation.DebugRecord] }) | Should -BeNullOrEmpty
        $failures | Should -HaveCount 1
        $failures[0]
    }

    function Assert-Record($Record, [string] $Id, [string] $Category) {
        $Record.FullyQualifiedErrorId | Should -BeLike "$Id,HfEndpoints.Commands.*"
        $Record.CategoryInfo.Category | Should -BeExactly $Category
        "$Record" | Should -Not -BeNullOrEmpty
    }
}

AfterAll { Stop-HfTest }

Describe 'One error record' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo
        $endpoint = Get-HfInferenceEndpoint demo
        Clear-HfEmulatorRequest
    }

    It 'is what <Name> gives when the server answers <Trouble>' -ForEach $troubles {
        # A server may echo what it was sent.
        $echo = $Fault.status ? @{ body = @{ error = "refused: Authorization: Bearer $secret" } } : @{}
        Set-HfEmulatorFault ($Fault + $echo)
        $record = Get-Record $Command
        Assert-Record $record $Id $Category
        if ($echo.Count) {
            "$record" | Should -BeLike '*refused*Bearer*' -Because 'the server''s text is shown'
        }

        if ($Method) {
            # What was refused with 429 was not done; of a create, nobody knows what a 500 means.
            $isUnsure = $Name -like 'New-*' -and $Id -eq 'ServiceUnavailable'
            Get-HfEmulatorRequest -Method $Method | Should -HaveCount ($isUnsure ? 1 : $Tries)
        }
    }

    It 'is what <Verb>-HfInferenceEndpoint gives for an endpoint that is not there' -ForEach $unknown {
        $record = Get-Record { & "$Verb-HfInferenceEndpoint" nowhere @Extra }
        Assert-Record $record EndpointNotFound ObjectNotFound
        $record.TargetObject | Should -BeExactly nowhere
    }

    It 'is given before any request for <Name>' -ForEach @(
        @{ Name = 'a bad name'; Command = { New-HfInferenceEndpoint Bad_Name @gpt2 } }
        @{ Name = 'a name of 33 characters'; Command = { New-HfInferenceEndpoint ('a' * 33) @gpt2 } }
        @{ Name = 'a minimum above the maximum on New-'; Command = { New-HfInferenceEndpoint fine @gpt2 -MinReplica 3 -MaxReplica 2 } }
        @{ Name = 'a minimum above the maximum on Set-'; Command = { Set-HfInferenceEndpoint demo -MinReplica 3 -MaxReplica 2 } }
        @{ Name = 'a time-out below one minute'; Command = { Set-HfInferenceEndpoint demo -ScaleToZeroTimeout 0 } }
        @{ Name = 'nothing to change'; Command = { Set-HfInferenceEndpoint demo } }
        @{ Name = 'a name that is a way up'; Command = { Remove-HfInferenceEndpoint .. -Force } }
        @{ Name = 'a namespace that is a way up'; Command = { Get-HfInferenceEndpoint demo -Namespace .. } }
        @{ Name = 'an address that is not valid'; Command = { Invoke-HfTextGeneration -Uri serve/alice/demo -Prompt 'I am' } }
    ) {
        Assert-Record (Get-Record $Command) InvalidRequest InvalidArgument
        Get-HfEmulatorRequest | Should -BeNullOrEmpty
    }

    It 'is of an exception that scripts can catch by its type, and that says which endpoint it was' {
        try {
            Suspend-HfInferenceEndpoint acme/missing -ErrorAction Stop
        } catch [HfEndpoints.HfException] {
            $_.Exception.Kind, $_.Exception.Endpoint, $_.Exception.Namespace | Should -Be EndpointNotFound, missing, acme
            $_.Exception.StatusCode | Should -Be NotFound
            $_.TargetObject | Should -BeExactly acme/missing
            $caught = $true
        }

        $caught | Should -BeTrue
    }

    It 'names the endpoint of <Case>' -ForEach @(
        @{ Case = 'a create'; Act = { New-HfInferenceEndpoint demo @gpt2 -Namespace alice } }
        @{ Case = 'a wait'; Act = { Set-HfEmulatorEndpoint demo @{ state = 'failed' }; Get-HfInferenceEndpoint demo | Wait-HfInferenceEndpoint } }
        @{ Case = 'one found by a wildcard'; Act = { Set-HfEmulatorFault @{ path = '*/demo/pause'; status = 400 }; Suspend-HfInferenceEndpoint d* } }
    ) {
        $failure = & $Act 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }
        $failure.Exception.Endpoint, $failure.Exception.Namespace | Should -BeExactly demo, alice
        "$($failure.TargetObject)" | Should -Match '^(alice/)?demo$'
    }

    It 'is given for a name that would reach another route' {
        Assert-Record (Get-Record { Remove-HfInferenceEndpoint '../acme/demo' -Force }) InvalidRequest InvalidArgument
        Get-HfEmulatorRequest | Should -BeNullOrEmpty
    }

    It 'is given for a namespace of somebody else' {
        Assert-Record (Get-Record { Get-HfInferenceEndpoint -Namespace somebody }) Forbidden PermissionDenied
    }

    It 'is given for a name that is taken' {
        Assert-Record (Get-Record { New-HfInferenceEndpoint demo @gpt2 }) EndpointAlreadyExists ResourceExists
    }

    It 'is given without a token, for all endpoints together and without a request' {
        $null = Disconnect-HfAccount
        $env:HF_HUB_DISABLE_IMPLICIT_TOKEN = '1'
        try {
            $record = Get-Record { 'one', 'two' | Get-HfInferenceEndpoint -Namespace alice }
        } finally {
            $env:HF_HUB_DISABLE_IMPLICIT_TOKEN = $null
        }
        Assert-Record $record TokenNotSet AuthenticationError
    }

    It 'is given for a wrong token, for all endpoints together' {
        $secret = 'hf_wrongwrongwrongwrong'
        Assert-Record (Get-Record { Connect-HfAccount -EmulatorUri $emulator.Uri -Token $secret }) Unauthorized AuthenticationError
        Assert-Record (Get-Record { Suspend-HfInferenceEndpoint one, two -Namespace alice -Token $secret }) Unauthorized AuthenticationError
    }

    It 'is given where no server is, after some tries' {
        $record = Get-Record { Connect-HfAccount -EmulatorUri $dead.Uri -Token $secret }
        Assert-Record $record ConnectionFailed ConnectionError
    }

    It 'is given by Connect-HfAccount where the hub answers <Trouble>' -ForEach @(
        @{ Trouble = 'an HTML page'; Fault = @{ garbage = 'html' } }
        @{ Trouble = 'half a JSON document'; Fault = @{ garbage = 'json' } }
        @{ Trouble = 'JSON that names no one'; Fault = @{ status = 200; body = @{} } }
    ) {
        Set-HfEmulatorFault $Fault
        Assert-Record (Get-Record { Connect-HfAccount -EmulatorUri $emulator.Uri -Token $secret }) InvalidResponse InvalidData
    }
}

Describe 'The token' {
    BeforeEach {
        Reset-HfEmulator
    }

    It 'is in nothing that a session shows: output, streams, history' {
        $null = Set-HfEmulatorEndpoint demo
        $shell = [powershell]::Create()
        try {
            $shell.Runspace.SessionStateProxy.SetVariable('secret', $secret)
            $shell.Runspace.SessionStateProxy.SetVariable('uri', $emulator.Uri)
            $null = $shell.AddScript({
                Import-Module $env:HFENDPOINTS_MODULE
                $VerbosePreference = $DebugPreference = 'Continue'
                Connect-HfAccount -EmulatorUri $uri -Token $secret
                Get-HfContext
                Get-HfInferenceEndpoint demo -OutVariable endpoint
                $endpoint.Raw
                $endpoint | ConvertTo-Json -Depth 9 -WarningAction Ignore
                $endpoint | Invoke-HfTextGeneration -Prompt 'I am' -Details -Token $secret
            })
            $output = $shell.Invoke($null, [System.Management.Automation.PSInvocationSettings]@{ AddToHistory = $true })
            $shell.HadErrors | Should -BeFalse
            $shell.Commands.Clear()
            $history = $shell.AddScript('Get-History').Invoke()
            $history | Should -HaveCount 1
            $told = @($output) + $history + @($shell.Streams.Verbose) + @($shell.Streams.Debug) + @($shell.Streams.Progress) |
                ForEach-Object { $_ | Format-List * -Force | Out-String -Width 1000 }
            "$told" | Should -BeLike '*alice*'
            "$told".Contains($secret) | Should -BeFalse
        } finally {
            $shell.Dispose()
        }
    }
}
