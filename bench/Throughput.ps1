# Prompts per second through one endpoint, against what PowerShell does without the module: Invoke-RestMethod in a
# ForEach-Object -Parallel. The two take turns, and the ratio of each pair is what counts.
#Requires -Version 7.4
param([int] $Prompts = 400, [int] $ThrottleLimit = 16, [int] $GenerateMs = 20, [int] $Rounds = 5)
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../tests/pester/Common.psm1" -Force
Import-HfModule

$emulator = Start-HfEmulator -Arguments '--generate-ms', $GenerateMs
try {
    $null = Connect-HfAccount -EmulatorUri $emulator.Uri
    $null = Set-HfEmulatorEndpoint ready @{ state = 'running' }
    $endpoint = Get-HfInferenceEndpoint ready
    $url = $endpoint.Url
    $texts = 1..$Prompts | ForEach-Object { "Job ${_}: I am" }

    $module = { $texts | Invoke-HfTextGeneration $endpoint -MaxNewTokens 12 -ThrottleLimit $ThrottleLimit }
    $plain = {
        $texts | ForEach-Object -ThrottleLimit $ThrottleLimit -Parallel {
            $body = @{ inputs = $_; parameters = @{ max_new_tokens = 12 } } | ConvertTo-Json
            Invoke-RestMethod $using:url -Method Post -Body $body -ContentType application/json -Headers @{ Authorization = 'Bearer x' }
        }
    }

    # Once each to warm up.
    $null = & $module
    $null = & $plain
    $ratios = foreach ($round in 1..$Rounds) {
        $ours = (Measure-Command { $answers = & $module }).TotalSeconds
        $theirs = (Measure-Command { $null = & $plain }).TotalSeconds
        if ($answers.Count -ne $Prompts) {
            throw "Only $($answers.Count) of $Prompts prompts were answered."
        }

        [pscustomobject]@{ Ours = $Prompts / $ours; Plain = $Prompts / $theirs; Ratio = $theirs / $ours }
    }

    $median = @($ratios | Sort-Object Ratio)[[int][Math]::Floor($Rounds / 2)]
    [pscustomobject]@{
        Prompts         = $Prompts
        AtOnce          = $ThrottleLimit
        'Ours/s'        = [Math]::Round($median.Ours)
        'Plain/s'       = [Math]::Round($median.Plain)
        'Ratio'         = [Math]::Round($median.Ratio, 2)
        'OfIdeal'       = [Math]::Round($median.Ours / ($ThrottleLimit * 1000 / $GenerateMs), 2)
    }
} finally {
    Stop-HfEmulator $emulator
}
