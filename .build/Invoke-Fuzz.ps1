<#
.SYNOPSIS
Runs AFL++ on the targets of tests/HfEndpoints.Fuzz, and fails if it finds an input that breaks a promise.

.DESCRIPTION
A copy of the client is instrumented by SharpFuzz, so that the fuzzer sees which branches an input takes. What it learned is kept
in output/fuzz, and the next run begins with it. An input that breaks something belongs into tests/data/found/<target>, where the
tests try it for ever.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Project,
    [Parameter(Mandatory)] [string] $Configuration,
    [string[]] $Target = '*',
    [int] $Minutes = 30
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

if (-not (Get-Command afl-fuzz -ErrorAction Ignore)) {
    throw "There is no afl-fuzz on PATH. Install AFL++: 'apt-get install afl++' on Debian and Ubuntu, 'brew install afl++' on macOS; " +
        'on Windows, use WSL. The tests of tests/HfEndpoints.Fuzz run without it.'
}

$output = Join-Path $PSScriptRoot ../output/fuzz
$bin, $seeds = (Join-Path $output bin), (Join-Path $output seeds)
Remove-Item $bin, $seeds -Recurse -Force -ErrorAction Ignore
$null = New-Item $output -ItemType Directory -Force
Copy-Item (Join-Path $Project bin/$Configuration/net10.0) $bin -Recurse
$program = Join-Path $bin HfEndpoints.Fuzz.dll
dotnet $program seeds $seeds
dotnet tool exec SharpFuzz.CommandLine@2.3.0 --yes -- (Join-Path $bin HfEndpoints.Client.dll)

# The program is not compiled by AFL++, crashes are not the kernel's to report, and it may share its processors.
foreach ($name in 'SKIP_BIN_CHECK', 'I_DONT_CARE_ABOUT_MISSING_CRASHES', 'SKIP_CPUFREQ', 'NO_AFFINITY', 'NO_UI', 'AUTORESUME') {
    Set-Item "env:AFL_$name" 1
}

$targets = @(Get-ChildItem $seeds -Directory | Where-Object { $one = $_.Name; $Target.Where({ $one -like $_ }) })
$seconds = [Math]::Max(10, [int](60 * $Minutes / $targets.Count))
$found = foreach ($one in $targets) {
    $folder = Join-Path $output "found/$($one.Name)"
    $null = New-Item $folder -ItemType Directory -Force
    afl-fuzz -i $one.FullName -o $folder -x (Join-Path $seeds words.dict) -t 5000 -m none -V $seconds `
        -- dotnet $program $one.Name *> "$folder.log"
    $stats = @{}
    Get-Content (Join-Path $folder default/fuzzer_stats) | ForEach-Object {
        $name, $value = $_ -split ':', 2
        $stats[$name.Trim()] = $value.Trim()
    }

    Write-Host ('{0}: {1} inputs in {2} s, {3} of them new paths, {4} crashes, {5} hangs' -f
        $one.Name, $stats.execs_done, $stats.run_time, $stats.corpus_found, $stats.saved_crashes, $stats.saved_hangs)
    Get-ChildItem (Join-Path $folder default/crashes), (Join-Path $folder default/hangs) -File | Where-Object Name -ne README.txt
}

foreach ($file in $found) {
    Write-Host "FOUND: $file"
}

if ($found) {
    exit 1
}
