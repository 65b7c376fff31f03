# How long all endpoints of many namespaces take, against those of one, where each answer takes the network a while.
# One of the namespaces is forbidden, which must be one warning; and who wants few gets them for few requests.
#Requires -Version 7.4
param([int] $Rounds = 15, [int] $DelayMs = 100)
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../tests/pester/Common.psm1" -Force
Import-HfModule

$organizations = @(1..19 | ForEach-Object { "org-$_" })
$emulator = Start-TestEmulator -Arguments ('--speed', 0 + ($organizations + 'forbidden-org' | ForEach-Object { '--org', $_ }))
try {
    'alice', $organizations | ForEach-Object { $_ } | ForEach-Object { Add-HfEmulatorEndpoint 50 -Namespace $_ }
    Set-HfEmulatorFault @{ path = '/v2/*'; delayMs = $DelayMs }
    $null = Connect-HfAccount hf_bench -EmulatorUri $emulator.Uri

    $one = { Get-HfInferenceEndpoint }
    $all = { Get-HfInferenceEndpoint -Namespace * -WarningVariable script:warned -WarningAction SilentlyContinue }
    # The first of each also loads code and opens connections.
    $null = (& $one), (& $all)
    $pairs = foreach ($round in 1..$Rounds) {
        # In turns, so that what else the machine does touches both.
        $times = @{}
        foreach ($name in ($round % 2 ? ('one', 'all') : ('all', 'one'))) {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $got = & (Get-Variable $name -ValueOnly)
            $times[$name] = $watch.Elapsed.TotalMilliseconds
            $times["$name count"] = @($got).Count
        }

        [pscustomobject]@{ One = $times.one; All = $times.all; Ratio = $times.all / $times.one; Count = $times['all count'] }
    }

    Clear-HfEmulatorRequest
    $null = Get-HfInferenceEndpoint -Namespace * -WarningAction SilentlyContinue | Select-Object -First 5
    $asked = @(Get-HfEmulatorCall '/v2/endpoint/*')
    $median = { param($values) $sorted = @($values | Sort-Object); $sorted[[int][Math]::Floor($sorted.Count / 2)] }
    [pscustomobject]@{
        Namespaces     = $organizations.Count + 1
        Endpoints      = $pairs[-1].Count
        OneMs          = [Math]::Round((& $median $pairs.One))
        AllMs          = [Math]::Round((& $median $pairs.All))
        MedianRatio    = [Math]::Round((& $median $pairs.Ratio), 2)
        WorstRatio     = [Math]::Round(($pairs.Ratio | Measure-Object -Maximum).Maximum, 2)
        Warnings       = $script:warned.Count
        PagesForFirst5 = ($asked | Group-Object | Measure-Object Count -Maximum).Maximum
    }
} finally {
    Stop-TestEmulator $emulator
}
