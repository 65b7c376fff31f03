# Runs the guide as its reader would: every PowerShell block of docs/guide.md, in order, in one session, on the emulator that the
# first block connects to. Nothing else is done to the emulator. A comment before a block says what it gives:
#   <!-- expect: TypeName [status] -->       the last object is of this type, and in this state
#   <!-- expect: error Id -->                the errors have this id; without it no error is allowed
#   <!-- expect: nothing -->                 nothing is emitted

BeforeDiscovery {
    $guide = Join-Path (Split-Path (Split-Path $PSScriptRoot)) docs/guide.md
    $pattern = '(?m)^#+ (?<heading>.+)$|(?<comments>(?:^<!-- .+ -->\r?\n)*)^```powershell\r?\n(?<code>[\s\S]*?)^```'
    $heading = ''
    $number = 0
    $blocks = foreach ($match in [regex]::Matches((Get-Content -Raw -LiteralPath $guide), $pattern)) {
        if ($match.Groups['heading'].Success) {
            $heading = $match.Groups['heading'].Value.Trim()
            continue
        }

        $comments = $match.Groups['comments'].Value
        @{
            Number  = ++$number
            Heading = $heading
            Code    = $match.Groups['code'].Value
            Expect  = [regex]::Match($comments, 'expect: (.+?) -->').Groups[1].Value
        }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-HfModule
}

Describe 'The guide' {
    BeforeAll {
        $emulator = Start-TestEmulator '--speed', '50'

        Clear-HfEnvironment

        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule((Get-HfModulePath))
        $runspace = [runspacefactory]::CreateRunspace($state)
        $runspace.Open()

        function Invoke-Block([string] $Code) {
            $shell = [powershell]::Create($runspace)
            try {
                $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
                $shell.AddScript($Code).Invoke($null, $output)
                [pscustomobject]@{ Output = @($output); Errors = @($shell.Streams.Error) }
            } finally {
                $shell.Dispose()
            }
        }

        $null = Invoke-Block "Set-Location -LiteralPath '$TestDrive'"
    }

    AfterAll {
        $runspace.Dispose()
        Stop-HfTest
    }

    It 'has no hidden help for its blocks' {
        $guide = Join-Path (Split-Path (Split-Path $PSScriptRoot)) docs/guide.md
        [regex]::Matches((Get-Content -Raw $guide), '<!-- (?!expect: )').Count | Should -Be 0
    }

    It 'has blocks to run' -ForEach @{ Count = $blocks.Count } {
        $Count | Should -BeGreaterThan 20
    }

    It 'block <Number>, of "<Heading>", gives <Expect>' -ForEach $blocks {
        # The port is taken where it is free.
        $result = Invoke-Block $Code.Replace('http://127.0.0.1:8765', $emulator.Uri.AbsoluteUri.TrimEnd('/'))

        $word, $more = -split $Expect
        if ($word -eq 'error') {
            $result.Errors.Count | Should -BeGreaterThan 0 -Because $Code
            $result.Errors.FullyQualifiedErrorId | Should -BeLike "$more,*" -Because $Code
            return
        }

        $result.Errors | Should -BeNullOrEmpty -Because $Code
        if ($word -eq 'nothing') {
            $result.Output | Should -BeNullOrEmpty -Because $Code
        } elseif ($word) {
            $last = $result.Output[-1]
            $last.GetType().Name | Should -BeExactly $word -Because $Code
            if ($more) {
                $last.Status | Should -BeExactly $more -Because $Code
            }
        }
    }

    It 'leaves the answers of the batch in a file' {
        $answers = Import-Csv (Join-Path $TestDrive results.csv)
        $answers.Count | Should -BeExactly 100
        $answers[41].Prompt | Should -BeExactly 'Write a line about the number 42.'
        $answers.Text | Should -Not -Contain ''
    }

    It 'leaves nothing running that its batch started' {
        (Invoke-Block '(Get-HfInferenceEndpoint batch-endpoint).Status').Output | Should -Be paused
    }
}

Describe 'about_HfErrors' {
    BeforeAll {
        $page = Get-Content -Raw (Join-Path (Split-Path (Split-Path $PSScriptRoot)) docs/en-US/about_HfErrors.md)
        $documented = @{}
        foreach ($match in [regex]::Matches($page, '(?m)^### (\w+)\r?\nCategory (\w+)\. ')) {
            $documented[$match.Groups[1].Value] = $match.Groups[2].Value
        }

        $records = (Get-Command Get-HfContext).ImplementingType.Assembly.GetType('HfEndpoints.Commands.ErrorRecords')
        $table = $records.GetField('s_kinds', 'NonPublic, Static').GetValue($null)
    }

    It 'lists every id, with its category, and no other' {
        $actual = $table.Keys | ForEach-Object { "$_ $($table[$_].Item1)" } | Sort-Object
        $documented.Keys | ForEach-Object { "$_ $($documented[$_])" } | Sort-Object | Should -BeExactly $actual
    }
}
