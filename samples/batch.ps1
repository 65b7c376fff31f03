<#
.SYNOPSIS
The guide's batch: create an endpoint, wait for it, send it 200 prompts, pause it.

.DESCRIPTION
Runs on an emulator of its own, which is started here and stopped at the end. Without the emulator's lines the same
script runs on the service, with the token in HF_TOKEN.

.EXAMPLE
./build.sh demo
#>
#Requires -Version 7.4
[CmdletBinding()]
param([int] $PromptCount = 200)
$ErrorActionPreference = 'Stop'

$root = Split-Path $PSScriptRoot
Import-Module (Get-Item "$root/output/HfEndpoints/*/HfEndpoints.psd1")

# The service's clock runs 20 times faster, so that nobody waits a minute for a demonstration.
$program = Get-Item "$root/src/HfEndpoints.Emulator/bin/Release/net10.0/HfEndpoints.Emulator.dll"
$start = [Diagnostics.ProcessStartInfo]::new('dotnet', "exec `"$program`" --port 0 --speed 20 --generate-ms 50")
$start.RedirectStandardOutput = $true
$emulator = [Diagnostics.Process]::Start($start)

# Shows a command as if it had been typed, then runs it. Dot-sourced, so that its variables stay.
function Show([scriptblock] $Command) {
    Write-Host "PS> $("$Command".Trim())" -ForegroundColor Cyan
    . $Command | Out-Host
}

try {
    $uri = $emulator.StandardOutput.ReadLine() -replace '^listening on '

    . Show { Connect-HfAccount -EmulatorUri $uri | Format-List Name, Namespace, TokenSource, EndpointsUri }

    $settings = @{
        Repository   = 'gpt2'
        Framework    = 'pytorch'
        Task         = 'text-generation'
        Accelerator  = 'cpu'
        Vendor       = 'aws'
        Region       = 'us-east-1'
        InstanceType = 'intel-icl'
        InstanceSize = 'x2'
    }
    . Show { New-HfInferenceEndpoint batch-endpoint @settings }

    try {
        . Show { Wait-HfInferenceEndpoint batch-endpoint -Timeout 300 -RefreshInterval 0.25 -OutVariable endpoint }

        $prompts = 1..$PromptCount | ForEach-Object { "Job ${_}: I am" }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        . Show { $results = $prompts | Invoke-HfTextGeneration $endpoint[0] -MaxNewTokens 12 -ThrottleLimit 16 }
        $watch.Stop()
        . Show { $results | Select-Object -First 3 }
        Write-Host ('{0} of {1} prompts answered in {2:0.0} s, 16 at a time' -f $results.Count, $PromptCount, $watch.Elapsed.TotalSeconds)
    } finally {
        # Whatever happened, and even after Ctrl+C: an endpoint that is not paused keeps costing money.
        . Show { Suspend-HfInferenceEndpoint batch-endpoint }
    }

    Write-Host 'The bill, by the minute:'
    (Invoke-RestMethod "$uri/_emulator/bill").endpoints |
        Format-Table name, billedSeconds, @{ Name = 'usd'; Expression = 'usd'; FormatString = '0.000000' } | Out-Host
    if ($results.Count -ne $PromptCount) {
        throw "Only $($results.Count) of $PromptCount prompts were answered."
    }
} finally {
    $emulator.Kill()
}
