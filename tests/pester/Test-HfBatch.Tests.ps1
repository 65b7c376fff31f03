BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-HfModule
    Clear-HfEnvironment
    Push-Location $TestDrive
    1..4 | ForEach-Object { "{`"id`":`"job-$_`",`"prompt`":`"I am $_`"}" } | Set-Content jobs.jsonl
    function Write-Answer([string] $Path, [int[]] $Job) {
        $Job | ForEach-Object { "{`"id`":`"job-$_`",`"line`":$_,`"job`":`"00000001`",`"output`":`"x`"}" } | Set-Content $Path
    }
}

AfterAll { Pop-Location }

Describe 'Test-HfBatch' {
    BeforeEach { Remove-Item out.* }

    It 'finds a batch complete without any account' {
        Write-Answer out.1.jsonl 1, 3
        Write-Answer out.2.jsonl 2, 4

        $test = Test-HfBatch jobs.jsonl out.*.jsonl

        $test.Total, $test.Done, $test.Failed, $test.Missing, $test.Duplicate, $test.Unknown | Should -Be 4, 4, 0, 0, 0, 0
        $test.Complete | Should -BeExactly $true
        Test-HfBatch jobs.jsonl out.1.jsonl, out.2.jsonl -Quiet | Should -BeExactly $true
        Get-ChildItem out.* | Test-HfBatch jobs.jsonl -Quiet | Should -BeExactly $true
        'out.1.jsonl', 'out.2.jsonl' | Test-HfBatch jobs.jsonl -Quiet | Should -BeExactly $true
        (Test-HfBatch jobs.jsonl out.1.jsonl, out.1.jsonl).Duplicate | Should -Be 0 -Because 'one file given twice is one file'
    }

    It 'lists what is missing, and counts what is there twice or belongs elsewhere' {
        Write-Answer out.1.jsonl 1, 2, 5
        Write-Answer out.2.jsonl 2

        $test = Test-HfBatch jobs.jsonl out.*.jsonl -WarningVariable warnings -WarningAction SilentlyContinue

        $test.Missing, $test.Duplicate, $test.Unknown | Should -Be 2, 1, 1
        $test.MissingJob.Id | Should -Be job-3, job-4
        $test.MissingJob.Line | Should -Be 3, 4
        "$warnings" | Should -BeLike '*out.1.jsonl*jobs.jsonl*'
        Test-HfBatch jobs.jsonl out.*.jsonl -Quiet -WarningVariable warnings | Should -BeExactly $false
        $warnings | Should -BeNullOrEmpty
    }

    It 'shows a table in 80 columns' {
        Write-Answer out.1.jsonl 1
        $text = Get-HfTable (Test-HfBatch jobs.jsonl out.1.jsonl)
        "$text" | Should -Match 'Total\s+Done\s+Failed\s+Missing\s+Duplicate\s+Unknown\s+Complete'
    }

    It 'reports what can''t be compared (<Id>)' -ForEach @(
        @{ Call = { Test-HfBatch jobs.jsonl none.jsonl }; Id = 'FileNotRead' }
        @{ Call = { Test-HfBatch jobs.jsonl none.*.jsonl }; Id = 'FileNotRead' }
        @{ Call = { Test-HfBatch none.jsonl jobs.jsonl }; Id = 'FileNotRead' }
        @{ Call = { Test-HfBatch jobs.jsonl jobs.jsonl }; Id = 'OutputMismatch' }
        @{ Call = { Test-HfBatch jobs.jsonl jobs.jsonl -Task nonsense }; Id = 'InvalidRequest' }
        @{ Call = { Test-HfBatch jobs.jsonl jobs.jsonl -Parameter @{ a = 1 } }; Id = 'InvalidRequest' }
    ) {
        & $Call -ErrorVariable failure -ErrorAction SilentlyContinue 2>&1 | ForEach-Object FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }
}
