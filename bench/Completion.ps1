# How long Tab takes while the service hangs, in a fresh process, where all code is still to be loaded, and again.
#Requires -Version 7.4
param([int] $Rounds = 3)
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../tests/pester/Common.psm1" -Force
Import-HfModule

$lines = [ordered]@{
    'names'          = 'Get-HfInferenceEndpoint '
    'hardware'       = 'New-HfInferenceEndpoint -Region '
    'catalog models' = 'New-HfInferenceEndpoint -CatalogModel '
    'replicas'       = 'Get-HfInferenceEndpointMetric demo -Replica '
    'log replicas'   = 'Get-HfInferenceEndpointLog demo -Replica '
    'namespaces'     = 'Get-HfInferenceEndpoint -Namespace '
}
$emulator = Start-TestEmulator
try {
    Set-HfEmulatorFault @{ path = '*/v2/*'; delayMs = 60000 }, @{ path = '/api/*'; delayMs = 60000 }, @{ path = '/v3/*'; delayMs = 60000 }
    foreach ($what in $lines.Keys) {
        $times = foreach ($round in 1..$Rounds) {
            Invoke-InNewPowerShell {
                Import-Module $args[0]
                # No Connect-HfAccount: it would ask who it is, and hang too.
                $env:HF_TOKEN = 'hf_bench'
                $env:HF_ENDPOINT = $args[1]
                $env:HF_INFERENCE_ENDPOINTS_ENDPOINT = "$($args[1])v2"
                $env:HF_INFERENCE_CATALOG_ENDPOINT = "$($args[1])api/catalog"
                $line = $args[2]
                # What PowerShell itself needs for the first Tab of a process.
                $null = TabExpansion2 'Get-Ch' 6
                foreach ($press in 1..2) {
                    $watch = [Diagnostics.Stopwatch]::StartNew()
                    $null = TabExpansion2 $line $line.Length
                    $watch.Elapsed.TotalMilliseconds
                }
            } -ArgumentList $env:HFENDPOINTS_MODULE, "$($emulator.Uri)", $lines[$what]
        }

        [pscustomobject]@{
            Completes = $what
            FirstMs   = [Math]::Round((0..($Rounds - 1) | ForEach-Object { $times[2 * $_] } | Measure-Object -Maximum).Maximum)
            AgainMs   = [Math]::Round((0..($Rounds - 1) | ForEach-Object { $times[2 * $_ + 1] } | Measure-Object -Maximum).Maximum)
        }
    }
} finally {
    Stop-TestEmulator $emulator
}
