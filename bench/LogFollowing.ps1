# How soon a line of a log that is followed is there, and whether a connection that breaks loses or repeats one.
#Requires -Version 7.4
param([int] $Lines = 200)
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../tests/pester/Common.psm1" -Force
Import-HfModule

$emulator = Start-TestEmulator '--speed', 0
$client = [Net.Http.HttpClient]::new()
try {
    foreach ($case in 'steady', 'broken') {
        $null = Set-HfEmulatorEndpoint $case
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
            param($module, $uri, $name)
            Import-Module $module
            $null = Connect-HfAccount hf_bench -EmulatorUri $uri
            Get-HfInferenceEndpointLog $name -Wait -Tail 0 | ForEach-Object {
                [pscustomobject]@{ Line = $_.Line; At = [Diagnostics.Stopwatch]::GetTimestamp() }
            }
        }.ToString()).AddArgument($env:HFENDPOINTS_MODULE).AddArgument($emulator.Uri).AddArgument($case)
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        Clear-HfEmulatorRequest
        # A connection that is cut has sent half of what it had to send.
        Set-HfEmulatorFault ($case -eq 'broken' ? @(@{ path = '/v3/*/logs/sse'; times = 3; drop = 'middle' }) : @())
        $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]$null, $output)
        Wait-Until -TimeoutSeconds 30 { Get-HfEmulatorRequest -Path '*/logs/sse' }
        $written = @{}
        foreach ($number in 1..$Lines) {
            $content = [Net.Http.StringContent]::new((ConvertTo-Json @{ line = "line $number" }), [Text.Encoding]::UTF8, 'application/json')
            $written["line $number"] = [Diagnostics.Stopwatch]::GetTimestamp()
            $null = $client.PostAsync("$($emulator.Uri)_emulator/endpoints/alice/$case/logs", $content).GetAwaiter().GetResult().EnsureSuccessStatusCode()
            # As a server that is in use writes, not all at once.
            Start-Sleep -Milliseconds 20
        }

        # Where the last lines are lost, the table says so.
        try {
            Wait-Until -TimeoutSeconds 30 { $output.Count -ge $Lines }
        } catch {
            Write-Warning "Not all lines came: $($shell.Streams.Error)"
        }

        $shell.Stop()
        $got = @($output | Where-Object { $_.Line -like 'line *' })
        $latency = @($got | ForEach-Object { ($_.At - $written[$_.Line]) / [Diagnostics.Stopwatch]::Frequency * 1000 } | Sort-Object)
        [pscustomobject]@{
            Connection = $case
            Lines      = $Lines
            MedianMs   = [Math]::Round($latency[[int][Math]::Floor($latency.Count / 2)], 1)
            WorstMs    = [Math]::Round($latency[-1], 1)
            Lost       = $Lines - @($got.Line | Sort-Object -Unique).Count
            Repeated   = $got.Count - @($got.Line | Sort-Object -Unique).Count
        }
        $shell.Dispose()
    }
} finally {
    $client.Dispose()
    Stop-TestEmulator $emulator
}
