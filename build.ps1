#!/usr/bin/env pwsh
#Requires -Version 7.4

<#
.SYNOPSIS
Builds, tests and packages HfEndpoints.

.DESCRIPTION
Build    compiles everything and stages the module under output/HfEndpoints/<version>/
Test     Build, then the xunit projects, then Pester against the staged module
Demo     Build, then samples/batch.ps1 against the emulator
Bench    Build, then each script of bench/
Docs     Build, then writes missing pages of docs/en-US and refreshes the syntax and parameters of the others
Package  Build, then the module and the client library as packages under output/packages/

.EXAMPLE
./build.ps1 Test
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Bench', 'Docs', 'Package')]
    [string] $Task,

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # The folder or manifest of a module built elsewhere, to run the tests on instead of the one in output/.
    [string] $ModulePath
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$env:DOTNET_CLI_TELEMETRY_OPTOUT = $env:DOTNET_NOLOGO = $env:POWERSHELL_TELEMETRY_OPTOUT = '1'

$solution = Join-Path $PSScriptRoot HfEndpoints.slnx
$results = Join-Path $PSScriptRoot output/TestResults
$packages = Join-Path $PSScriptRoot output/packages
$tests = Join-Path $PSScriptRoot tests/pester
$tools = Join-Path $PSScriptRoot .build
$version = ([xml](Get-Content -Raw (Join-Path $PSScriptRoot Directory.Build.props))).Project.PropertyGroup.Version

# A loaded module stays locked until its process ends, so none is loaded into this one.
function Invoke-Child([string] $Script, [string[]] $Arguments = @()) {
    $command, $first = & (Join-Path $tools Get-PowerShellCommand.ps1)
    & $command @($first) -NoProfile -NonInteractive -File $Script @Arguments
}

function Find-Manifest([string] $Path) {
    $manifest = Get-ChildItem $Path -Recurse -Filter HfEndpoints.psd1 | Sort-Object LastWriteTime | Select-Object -Last 1
    if (-not $manifest) {
        throw "There is no HfEndpoints.psd1 in '$Path'."
    }

    $manifest.FullName
}

function Invoke-Build {
    dotnet build $solution -c $Configuration
    $env:HFENDPOINTS_MODULE = Find-Manifest ($ModulePath ? $ModulePath : (Join-Path $PSScriptRoot output/HfEndpoints))
}

function New-Total([int] $Passed, [int] $Failed, [int] $Skipped, [string[]] $Names) {
    [pscustomobject]@{ Passed = $Passed; Failed = $Failed; Skipped = $Skipped; Names = $Names }
}

function Invoke-XUnit {
    $PSNativeCommandUseErrorActionPreference = $false
    dotnet test $solution -c $Configuration --no-build --blame-hang-timeout 5m --blame-hang-dump-type none | Out-Host
    $exitCode = $LASTEXITCODE
    $runs = @(Get-ChildItem $results -Filter *.trx | ForEach-Object { ([xml](Get-Content -Raw -LiteralPath $_)).TestRun })
    $counters = $runs.ForEach({ $_.ResultSummary.Counters })
    $names = @($runs.ForEach({ Select-Xml -Xml $_ -XPath "//*[local-name()='UnitTestResult'][@outcome='Failed']" }).ForEach({ $_.Node.testName }))
    $sum = { param($Name) [int]($counters.ForEach({ [int]$_.$Name }) | Measure-Object -Sum).Sum }
    if ($exitCode -ne 0 -and $names.Count -eq 0) {
        $names = @("the xunit run, which broke off with exit code $exitCode")
    }

    New-Total (& $sum passed) $names.Count ((& $sum total) - (& $sum executed)) $names
}

function Test-Pester {
    [bool](Get-Module Pester -ListAvailable | Where-Object { $_.Version -ge '5.5' -and $_.Version -lt '6.0' })
}

function Install-Pester {
    Write-Host 'Pester 5 is not installed; installing it for the current user.'
    $command, $first = & (Join-Path $tools Get-PowerShellCommand.ps1)
    $install = "`$ProgressPreference = 'SilentlyContinue'; Install-PSResource Pester -Version '[5.5.0,6.0.0)' -Scope CurrentUser -TrustRepository"
    $process = Start-Process $command (@($first) + '-NoProfile', '-NonInteractive', '-Command', "`"$install`"" | Where-Object { $_ }) -NoNewWindow -PassThru
    if (-not $process.WaitForExit(120000)) {
        $process.Kill($true)
    }
}

function Invoke-PesterFiles {
    $files = @(Get-ChildItem $tests -Filter *.Tests.ps1)
    if (-not (Test-Pester) -and (Get-Command Install-PSResource -ErrorAction Ignore)) {
        Install-Pester
    }

    if (-not (Test-Pester)) {
        Write-Host 'Pester 5 is not installed and cannot be installed, so the Pester files are skipped.'
        return New-Total 0 0 $files.Count @()
    }

    $PSNativeCommandUseErrorActionPreference = $false
    Invoke-Child (Join-Path $tools Invoke-Pester.ps1) -Arguments '-Path', $tests, '-ResultFolder', $results | Out-Host
    $report = Join-Path $results pester.json
    if (-not (Test-Path $report)) {
        return New-Total 0 1 0 "the Pester run, which broke off with exit code $LASTEXITCODE"
    }

    $total = Get-Content -Raw $report | ConvertFrom-Json
    New-Total $total.passed $total.failed $total.skipped $total.names
}

function Invoke-Test {
    try {
        Invoke-Build | Out-Host
    } catch {
        "FAILED: the build: $_"
        '0 passed, 1 failed, 0 skipped'
        exit 1
    }

    Remove-Item $results -Recurse -Force -ErrorAction Ignore
    $null = New-Item $results -ItemType Directory -Force
    $totals = @(Invoke-XUnit) + @(Invoke-PesterFiles)
    $passed, $failed, $skipped = 'Passed', 'Failed', 'Skipped' | ForEach-Object { ($totals | Measure-Object $_ -Sum).Sum }
    $totals | ForEach-Object { $_.Names } | Where-Object { $_ } | ForEach-Object { "FAILED: $_" }
    "$passed passed, $failed failed, $skipped skipped"
    exit [int]($failed -gt 0 -or $passed -eq 0)
}

function Invoke-Docs {
    Invoke-Build
    $shape = Join-Path $PSScriptRoot output/cmdlets.json
    Invoke-Child (Join-Path $tools Export-ModuleShape.ps1) -Arguments $env:HFENDPOINTS_MODULE, $shape
    dotnet run --project (Join-Path $PSScriptRoot src/HfEndpoints.Help) -c $Configuration --no-build -- new $shape (Join-Path $PSScriptRoot docs/en-US)
}

function Invoke-Package {
    Invoke-Build
    Remove-Item $packages -Recurse -Force -ErrorAction Ignore
    $null = New-Item $packages -ItemType Directory
    # With the folder itself, so that it can be unpacked into a folder of $env:PSModulePath.
    $zip = Join-Path $packages "HfEndpoints.$version.zip"
    [IO.Compression.ZipFile]::CreateFromDirectory((Join-Path $PSScriptRoot output/HfEndpoints), $zip, 'Optimal', $true)
    if (Get-Command Compress-PSResource -ErrorAction Ignore) {
        Compress-PSResource (Split-Path $env:HFENDPOINTS_MODULE) $packages
    }

    dotnet pack (Join-Path $PSScriptRoot src/HfEndpoints.Client) -c $Configuration --no-build -o $packages
}

switch ($Task) {
    Build { Invoke-Build }
    Test { Invoke-Test }
    Demo { Invoke-Build; Invoke-Child (Join-Path $PSScriptRoot samples/batch.ps1) }
    Bench { Invoke-Build; Get-ChildItem (Join-Path $PSScriptRoot bench/*.ps1) | ForEach-Object { Invoke-Child $_.FullName } }
    Docs { Invoke-Docs }
    Package { Invoke-Package }
    default { Get-Help $PSCommandPath }
}
