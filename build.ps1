#!/usr/bin/env pwsh
#Requires -Version 7.4

<#
.SYNOPSIS
Builds, tests and packages HfEndpoints.

.DESCRIPTION
Build    compiles everything and stages the module under output/HfEndpoints/<version>/
Test     Build, then the xunit projects, then Pester against the staged module
Demo     builds the module and the emulator alone, then runs samples/batch.ps1 against the emulator
Bench    Build, then the comparisons of docs/performance.md; -Row, -Rounds, -Warm and -Save go to bench/Compare.ps1
Chaos    Build, then the chaos run of docs/reliability.md: seeded operations and faults for -Minutes, then -Stops of each
         command; -Seed repeats one. With -Soak: operations for 10 minutes, and what the process holds meanwhile
Fuzz     Build, then AFL++ on each target of tests/HfEndpoints.Fuzz for -Minutes in all; -Row chooses targets
Mutants  changes the client in many places, one at a time, and tells what no test notices; it takes hours. -Row chooses of the
         groups http, batches-input, -output, -client, -health, -lanes and -throttling, and streams
Docs     Build, then writes missing pages of docs/en-US, refreshes the syntax and parameters of the others, and writes
         docs/endpoints.schema.json
Package  Build, then the module and the libraries as packages under output/packages/, with the module's bill of materials; then an
         emulator is started from them in an empty folder
Site     Build, then the site of the documentation in output/site
Reproduce builds the current commit twice, in two folders, and compares the module's files

$env:HFENDPOINTS_PWSH names another PowerShell for the Pester part, such as one of version 7.4. (./build.sh, which has to
find a PowerShell first, runs everything in that one.)

.EXAMPLE
./build.ps1 Test
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Bench', 'Chaos', 'Fuzz', 'Mutants', 'Docs', 'Package', 'Site', 'Reproduce')]
    [string] $Task,

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # The folder or manifest of a module built elsewhere, to run the tests on instead of the one in output/.
    [string] $ModulePath,

    # The rows that Bench measures, such as 'prompts*', the targets of Fuzz, or the groups of Mutants.
    [string[]] $Row = '*',

    # How many rounds Bench measures.
    [int] $Rounds = 5,

    # How many works a process does before the one that Bench counts.
    [int] $Warm = 2,

    # How long Chaos or Fuzz runs; Chaos 10 minutes with -Soak unless given.
    [int] $Minutes = 30,

    # How often Chaos stops each command at a random moment.
    [int] $Stops = 100,

    # Chaos watches memory, handles and threads, and stops nothing.
    [switch] $Soak,

    # What Chaos draws from; a new one if omitted.
    [int] $Seed,

    # Writes what Bench measured into docs/performance.md, and what Chaos found into docs/reliability.md.
    [switch] $Save
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$env:DOTNET_CLI_TELEMETRY_OPTOUT = $env:DOTNET_NOLOGO = $env:POWERSHELL_TELEMETRY_OPTOUT = '1'

$solution = Join-Path $PSScriptRoot HfEndpoints.slnx
$results = Join-Path $PSScriptRoot output/TestResults
$packages = Join-Path $PSScriptRoot output/packages
$tests = Join-Path $PSScriptRoot tests/pester
$moduleTests = Join-Path $PSScriptRoot tests/HfEndpoints.Tests/HfEndpoints.Tests.csproj
$tools = Join-Path $PSScriptRoot .build
$version = ([xml](Get-Content -Raw (Join-Path $PSScriptRoot Directory.Build.props))).Project.PropertyGroup.Version

# A loaded module stays locked until its process ends, so none is loaded into this one.
function Invoke-Child([string] $Script, [string[]] $Arguments = @(), [string] $Command) {
    $file, $first = $Command ? $Command : (& (Join-Path $tools Get-PowerShellCommand.ps1))
    & $file @($first) -NoProfile -NonInteractive -File $Script @Arguments
}

function Find-Manifest([string] $Path) {
    $manifest = Get-ChildItem $Path -Recurse -Filter HfEndpoints.psd1 | Sort-Object LastWriteTime | Select-Object -Last 1
    if (-not $manifest) {
        throw "There is no HfEndpoints.psd1 in '$Path'."
    }

    $manifest.FullName
}

function Assert-Writable {
    try {
        $probe = Join-Path (New-Item (Join-Path $PSScriptRoot output) -ItemType Directory -Force) writable.tmp
        [IO.File]::WriteAllText($probe, '')
        [IO.File]::Delete($probe)
    } catch {
        throw "The build writes into its own folder, and '$PSScriptRoot' cannot be written to. Copy it to a folder that can. ($_)"
    }
}

function Invoke-Build([string] $What = $solution) {
    Assert-Writable
    dotnet build $What -c $Configuration
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

# The pinned Pester in NuGet's package folder, where the build's restore has put it.
function Get-PesterManifest {
    $manifest = dotnet msbuild $moduleTests -getProperty:PesterManifest
    if (-not (Test-Path -LiteralPath $manifest)) {
        throw "There is no '$manifest'. Restore the solution first: dotnet restore."
    }

    $manifest
}

function Invoke-PesterFiles {
    $PSNativeCommandUseErrorActionPreference = $false
    $arguments = '-PesterManifest', (Get-PesterManifest), '-Path', $tests, '-ResultFolder', $results
    Invoke-Child (Join-Path $tools Invoke-Pester.ps1) $arguments -Command $env:HFENDPOINTS_PWSH | Out-Host
    $report = Join-Path $results pester.json
    if (-not (Test-Path $report)) {
        return New-Total 0 1 0 "the Pester run, which broke off with exit code $LASTEXITCODE"
    }

    $total = Get-Content -Raw $report | ConvertFrom-Json
    New-Total $total.passed $total.failed $total.skipped $total.names
}

# The tests built for .NET 8 need its runtime. Where it is not installed it comes from NuGet, and where that cannot be
# had either, they count as one that is skipped.
function Initialize-DotNet8 {
    $PSNativeCommandUseErrorActionPreference = $false
    $output = dotnet build (Join-Path $PSScriptRoot tests/DotNet8) -v quiet -nologo 2>&1
    if ($LASTEXITCODE -ne 0) {
        $reason = "$output" -match 'error (?<text>[A-Z]+\d+: [^\[]+)' ? $Matches.text.Trim() : "$output"
        Write-Host "SKIPPED: the client's tests on .NET 8: it is neither installed nor to be had from NuGet ($reason)"
        New-Total 0 0 1 @()
    }
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
    $totals = @(Initialize-DotNet8) + @(Invoke-XUnit) + @(Invoke-PesterFiles)
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
    Invoke-Child (Join-Path $tools Export-EndpointSchema.ps1) -Arguments $env:HFENDPOINTS_MODULE, (Join-Path $PSScriptRoot docs/endpoints.schema.json)
}

# Compiles the isolated assemblies of the staged module for some platforms, so that less is compiled while it runs.
function Add-ReadyToRun([string[]] $Platform) {
    $PSNativeCommandUseErrorActionPreference = $false
    $project = Join-Path $tools ReadyToRun
    foreach ($one in $Platform) {
        $output = dotnet msbuild $project -restore -t:ReadyToRun -v:quiet -nologo "-p:For=$one" "-p:Module=$(Split-Path $env:HFENDPOINTS_MODULE)"
        if ($LASTEXITCODE -ne 0) {
            # The portable code is there in any case.
            Write-Warning "There is no code compiled ahead of time for ${one}: $($output | Select-Object -Last 1)"
        }
    }
}

function Get-Platform {
    ($IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux') + '-' + [Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture.ToString().ToLowerInvariant()
}

# What the module contains of others, in the format of CycloneDX, for those who search their machines for a version.
function Add-BillOfMaterials {
    $project = Join-Path $PSScriptRoot src/HfEndpoints/HfEndpoints.csproj
    # They are for the compiler alone, and not in the module.
    $tools = 'PowerShellStandard.Library,Microsoft.CodeAnalysis.PublicApiAnalyzers'
    dotnet tool exec CycloneDX@6.3.1 --yes -- $project --recursive --exclude-filter $tools --disable-package-restore `
        --no-serial-number --output-format Json --output (Split-Path $env:HFENDPOINTS_MODULE) --filename bom.cdx.json `
        --set-name HfEndpoints --set-version $version --set-type Library
}

function Invoke-Package {
    Invoke-Build
    Add-BillOfMaterials
    Add-ReadyToRun linux-x64, linux-arm64, osx-x64, osx-arm64, win-x64, win-arm64
    Remove-Item $packages -Recurse -Force -ErrorAction Ignore
    $null = New-Item $packages -ItemType Directory
    # With the folder itself, so that it can be unpacked into a folder of $env:PSModulePath.
    $zip = Join-Path $packages "HfEndpoints.$version.zip"
    [IO.Compression.ZipFile]::CreateFromDirectory((Join-Path $PSScriptRoot output/HfEndpoints), $zip, 'Optimal', $true)
    if (Get-Command Compress-PSResource -ErrorAction Ignore) {
        Compress-PSResource (Split-Path $env:HFENDPOINTS_MODULE) $packages
    }

    dotnet pack $solution -c $Configuration --no-build -o $packages
    Invoke-Child (Join-Path $tools Test-PackedEmulator.ps1) -Arguments $packages
}

switch ($Task) {
    Build { Invoke-Build }
    Test { Invoke-Test }
    Demo { Invoke-Build (Join-Path $tools Demo.slnf); Invoke-Child (Join-Path $PSScriptRoot samples/batch.ps1) }
    Bench {
        Invoke-Build
        Add-ReadyToRun (Get-Platform)
        & (Join-Path $PSScriptRoot bench/Compare.ps1) -Row $Row -Rounds $Rounds -Warm $Warm -Save:$Save | Out-Null
    }
    Chaos {
        Invoke-Build
        $length = $Soak -and -not $PSBoundParameters.ContainsKey('Minutes') ? 10 : $Minutes
        $options = @('--minutes', $length, '--stops', $Stops) + ($Soak ? '--soak' : @()) + ($PSBoundParameters.ContainsKey('Seed') ? ('--seed', $Seed) : @()) + ($Save ? '--save' : @())
        dotnet run --project (Join-Path $PSScriptRoot tests/HfEndpoints.Chaos) -c $Configuration --no-build -- @options
    }
    Fuzz {
        $project = Join-Path $PSScriptRoot tests/HfEndpoints.Fuzz
        dotnet build $project -c $Configuration
        & (Join-Path $tools Invoke-Fuzz.ps1) -Project $project -Configuration $Configuration -Target $Row -Minutes $Minutes
    }
    Mutants { & (Join-Path $tools Invoke-Mutants.ps1) -Group $Row }
    Docs { Invoke-Docs }
    Package { Invoke-Package }
    Site { Invoke-Build; & (Join-Path $tools Build-Site.ps1) }
    Reproduce { & (Join-Path $tools Test-Reproducibility.ps1) }
    default { Get-Help $PSCommandPath }
}
