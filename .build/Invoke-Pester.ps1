<#
.SYNOPSIS
Runs the Pester files and writes the totals as JSON. Meant for a process of its own: it loads the module, which stays locked until the process ends.
#>
#Requires -Version 7.4
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $PesterManifest,
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $ResultFolder
)
$ErrorActionPreference = 'Stop'

Import-Module $PesterManifest

# No test may see the developer's own account.
Get-ChildItem Env: | Where-Object Name -Match '^(HF|HUGGING_?FACE)_' | Remove-Item
$env:HF_HOME = Join-Path $ResultFolder home

# The tests inherit it, and are written for what a prompt has.
$ErrorActionPreference = 'Continue'
$run = Invoke-Pester -Configuration @{
    Run        = @{ Path = $Path; PassThru = $true }
    Output     = @{ Verbosity = 'Normal' }
    TestResult = @{ Enabled = $true; OutputPath = Join-Path $ResultFolder pester.xml }
}
# What fails in no test: a file that does not parse, an AfterAll.
$broken = @($run.FailedContainers) + @($run.FailedBlocks | Where-Object FailedCount -EQ 0)
[ordered]@{
    passed  = $run.PassedCount
    failed  = $run.FailedCount + $broken.Count
    skipped = $run.SkippedCount + $run.NotRunCount + $run.InconclusiveCount
    names   = @($run.Failed | ForEach-Object { "$($_.Block.BlockContainer.Item.Name): $($_.ExpandedPath)" }) + @($broken | ForEach-Object { "$_" })
} | ConvertTo-Json | Set-Content -LiteralPath (Join-Path $ResultFolder pester.json)
