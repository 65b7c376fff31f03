# How long the prompt takes to come back after Ctrl+C. Each round ends when the emulator has no request left in flight.
#Requires -Version 7.4
param([int] $Rounds = 20)
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../tests/pester/Common.psm1" -Force
Import-HfModule

$scenarios = @(
    @{
        Name      = 'Wait-HfInferenceEndpoint'
        Emulator  = @()
        Script    = { param($uri) $null = Connect-HfAccount -EmulatorUri $uri; Wait-HfInferenceEndpoint slow }
        Condition = { @(Get-HfEmulatorRequest -Path '/v2/endpoint/alice/slow').Count -gt 0 }
    }
    @{
        Name      = 'Invoke-HfTextGeneration -Stream'
        Emulator  = @('--token-ms', '50')
        Script    = { param($uri) $null = Connect-HfAccount -EmulatorUri $uri; Invoke-HfTextGeneration ready x -Stream -MaxNewTokens 400 }
        Condition = { param($output) $output.Count -gt 2 }
    }
    @{
        Name      = 'Invoke-HfTextGeneration, 64 at once'
        Emulator  = @('--generate-ms', '20000')
        Script    = { param($uri) $null = Connect-HfAccount -EmulatorUri $uri; 1..64 | ForEach-Object { "p$_" } | Invoke-HfTextGeneration ready -ThrottleLimit 64 }
        Condition = { @(Get-HfEmulatorRequest -Path '/serve/*' -Method POST).Count -ge 64 }
    }
)

foreach ($scenario in $scenarios) {
    $emulator = Start-HfEmulator -Arguments $scenario.Emulator
    try {
        $null = Set-HfEmulatorEndpoint ready @{ state = 'running' }
        $null = Set-HfEmulatorEndpoint slow @{ state = 'pending'; tags = @('emulator:stay-pending') }
        $milliseconds = foreach ($round in 1..$Rounds) {
            Clear-HfEmulatorRequest
            (Invoke-WithStop $scenario.Script $scenario.Condition -ArgumentList $emulator.Uri).StopMilliseconds
            Wait-Until { -not (Get-HfEmulatorRequest | Where-Object inFlight) }
        }

        $sorted = @($milliseconds | Sort-Object)
        [pscustomobject]@{
            Stopped  = $scenario.Name
            Rounds   = $Rounds
            MedianMs = $sorted[[int][Math]::Floor($sorted.Count / 2)]
            MaxMs    = $sorted[-1]
        }
    } finally {
        Stop-HfEmulator $emulator
    }
}
