# The table of calls in CmdletCalls.ps1, for every cmdlet of the module: a plain one, the same by the pipeline and by wildcards, and
# one of which a part fails. What a cmdlet must have in it follows from its parameters, so that a new one can't be forgotten.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-HfModule

    Import-Module (Join-Path $PSScriptRoot Prompt.psm1) -Force
    $calls = & (Join-Path $PSScriptRoot CmdletCalls.ps1)
    $hasTerminal = Test-HfTerminal
    # Enter-HfChat needs a terminal.
    $cmdlets = foreach ($command in Get-Command -Module HfEndpoints | Where-Object { $_.Name -ne 'Enter-HfChat' -or $hasTerminal }) {
        $parameters = $command.Parameters.Values
        $sets = $parameters.ParameterSets.Values
        @{
            Name      = $command.Name
            Noun      = $command.Noun
            Calls     = $calls[$command.Name] ?? @{}
            TakesPipe = @($sets | Where-Object { $_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName }).Count -gt 0
            TakesWild = @($parameters.Attributes | Where-Object { $_ -is [SupportsWildcards] }).Count -gt 0
            HasWhatIf = $command.Parameters.ContainsKey('WhatIf')
        }
    }
    $ways = foreach ($cmdlet in $cmdlets) {
        foreach ($way in 'Pipe', 'Wild', 'Fail' | Where-Object { $cmdlet.Calls[$_] }) {
            @{ Name = $cmdlet.Name; Way = $way; Act = $cmdlet.Calls[$way]; Same = $cmdlet.Calls["Like$way"] ?? $cmdlet.Calls.Call; Id = $way -eq 'Fail' ? $cmdlet.Calls.Id : $null }
        }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot Prompt.psm1) -Force
    # Fast: Use-HfInferenceEndpoint waits until the endpoint is up.
    $emulator = Start-HfTest --speed, 600
    $gpt2 = Get-HfGpt2Setting
    $program = Get-HfBuiltAssembly HfEndpoints.Emulator
    Push-Location $TestDrive
    1..2 | ForEach-Object { ConvertTo-Json @{ Endpoints = @(@{ Name = ('demo', 'other')[$_ - 1]; MaxReplica = 4 }) } -Depth 3 | Set-Content "plan-$_.json" }
    ConvertTo-Json @{ Endpoints = @(@{ Name = 'gone'; MaxReplica = 4 }) } -Depth 3 | Set-Content other.json
    $null = Set-HfEmulatorEndpoint painter @{ model = @{ task = 'text-to-image' } }
    $null = Invoke-HfInference painter a, b -Width 16 -Height 16 -OutFile 'seen-{0}.png'
    Rename-Item seen-0.png seen-2.png
    $null = New-Item logs -ItemType Directory
    '"a"', '"b"' | Set-Content batch.txt
    1..2 | ForEach-Object { "{`"id`":$_,`"line`":$_,`"job`":`"00000001`",`"output`":`"x`"}" | Set-Content "tested-$_.jsonl" }
    $kept = (Get-ChildItem).Name
    $passing = 'Time = [^,]*|(cidr-)?[0-9a-f]{16,}'

    function Initialize-Service([string] $Name) {
        Reset-HfTest
        $chat = @{ state = $Name -like 'Resume-*' ? 'paused' : 'running'; model = Get-HfEngineModel tgi @{ repository = 'HuggingFaceH4/zephyr-7b-beta' } }
        'demo', 'other' | ForEach-Object { $null = Set-HfEmulatorEndpoint $_ $chat }
        $null = Set-HfEmulatorEndpoint embedder @{ model = Get-HfEngineModel tei @{ repository = 'BAAI/bge-small-en-v1.5'; task = 'sentence-embeddings' } }
        $null = Set-HfEmulatorEndpoint ranker @{ model = Get-HfEngineModel tei @{ repository = 'BAAI/bge-reranker-base'; task = 'text-ranking' } }
        $null = Set-HfEmulatorEndpoint painter @{ model = @{ task = 'text-to-image' } }
        $null = Set-HfEmulatorEndpoint sorter @{ model = @{ task = 'image-classification' } }
        $null = Set-HfInferenceEndpoint demo, other -Tag y
        $script:lists = @(New-HfCidrList office 203.0.113.0/24) + (New-HfCidrList vpn 2001:db8::/32)
        $null = 'a.example.org', 'b.example.org' | New-HfDomain
        foreach ($account in '123456789012', '210987654321') {
            $null = New-HfInferenceEndpoint "private-$account" @gpt2 -Type private -PrivateService @{ accountId = $account; region = 'us-east-1' }
        }

        $script:services = Get-HfPrivateService
        Clear-HfEmulatorRequest
    }

    function Invoke-Talk([string] $Line) {
        # A conversation at a prompt, which has this session only in its environment.
        Set-HfEnvironment hf_test
        $terminal = Start-HfTerminal $Line
        try {
            $null = Wait-HfScreen $terminal '/exit ends\.\s+>>> '
            Send-HfKey $terminal "Hello`r"
            $null = Wait-HfScreen $terminal '>>> Hello\s+\S[\s\S]+>>> $'
            (Get-HfServedPost)[-1].body.messages.content
        } finally {
            Stop-HfTerminal $terminal
            Clear-HfEnvironment
        }
    }

    function Get-Outcome([scriptblock] $Act, [string] $Name) {
        # What a call does to a new service: what it gives, asks to change and writes, without ids and times, and its errors.
        Initialize-Service $Name
        $failures, $output = (& $Act 2>&1).Where({ $_ -is [Management.Automation.ErrorRecord] }, 'Split')
        $files = Get-ChildItem -Recurse -File | Where-Object Name -NotIn $kept
        $files | Remove-Item
        [pscustomobject]@{
            Errors  = @($failures)
            Output  = @($output | ForEach-Object { "$($_.GetType().Name) $_" -replace $passing } | Sort-Object)
            Changes = @(@(Get-HfEmulatorCall -Change) -notmatch '/missing' -replace $passing | Sort-Object)
            Files   = @($files.Name | Sort-Object)
        }
    }
}

AfterAll {
    Pop-Location
    Stop-HfTest
}

Describe 'The table of calls' {
    It 'has <Name>, which has a file of tests' -ForEach $cmdlets {
        $Calls.Call | Should -Not -BeNullOrEmpty
        "$Name*.Tests.ps1", "$Noun*.Tests.ps1" | ForEach-Object { Get-ChildItem (Join-Path $PSScriptRoot $_) } | Should -Not -BeNullOrEmpty
    }

    It 'has for <Name> what its parameters take, and an error' -ForEach $cmdlets {
        [bool]$Calls.Pipe | Should -Be $TakesPipe
        [bool]$Calls.Wild | Should -Be $TakesWild
        # Nothing can go wrong in what asks nobody.
        [bool]$Calls.Fail | Should -Be ($Name -notin 'Disconnect-HfAccount', 'Stop-HfEmulator')
    }

    It 'has no cmdlet that is gone' -ForEach @{ Names = $calls.Keys; Exported = (Get-Command -Module HfEndpoints).Name } {
        $Names | Where-Object { $_ -notin $Exported } | Should -BeNullOrEmpty
    }
}

Describe 'A call' {
    It 'of <Name> gives something, and no error' -ForEach $cmdlets {
        $outcome = Get-Outcome $Calls.Call $Name
        $outcome.Errors | Should -BeNullOrEmpty
        @($outcome.Output + $outcome.Changes).Count -gt 0 | Should -Be ($Name -notin 'Disconnect-HfAccount', 'Reset-HfEmulator', 'Stop-HfEmulator')
    }

    It 'of <Name> does the same by <Way>, with the errors <Id>' -ForEach $ways {
        $expected = Get-Outcome $Same $Name
        $outcome = Get-Outcome $Act $Name
        if ($Way -eq 'Fail') {
            # What the service refuses may have been sent.
            $outcome, $expected | ForEach-Object { $_.Changes = @($_.Changes | Select-Object -Unique) }
        }

        foreach ($part in 'Output', 'Changes', 'Files') {
            $outcome.$part | Should -BeExactly $expected.$part -Because $part
        }

        $outcome.Errors.FullyQualifiedErrorId | Should -BeExactly ($Id ? "$Id,HfEndpoints.Commands.$($Name -replace '-')Command" : $null)
        if ("$Act" -match '\bmissing\b' -and $Id -like '*NotFound') {
            $outcome.Errors.TargetObject | Should -BeExactly missing
            $outcome.Errors.CategoryInfo.Category | Should -Be ObjectNotFound
        }
    }

    It 'of <Name> changes and writes nothing with -WhatIf' -ForEach ($cmdlets | Where-Object HasWhatIf) {
        $outcome = Get-Outcome ([scriptblock]::Create("`$WhatIfPreference = `$true; $($Calls.Call)")) $Name
        $outcome.Errors, $outcome.Changes, $outcome.Files | ForEach-Object { $_ } | Should -BeNullOrEmpty
    }
}
