# The module's side of a measurement, in a process of its own: each line of the input is the name of a work and its
# arguments, and is answered by the milliseconds it took, or the figure it gives, the processor's milliseconds, and the
# working set in MB.
#Requires -Version 7.4
param([Parameter(Mandatory)] [string] $Manifest, [Parameter(Mandatory)] [string] $Server)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $Manifest
$null = Connect-HfAccount -EmulatorUri $Server -Token hf_bench

$work = @{
    list    = { param($owner) Get-HfInferenceEndpoint -Namespace $owner | Measure-Object }
    array   = { param($owner) $null = @(Get-HfInferenceEndpoint -Namespace $owner) }
    prompts = {
        param($route, $count, $atOnce)
        @(foreach ($i in 0..($count - 1)) { "Prompt ${i}: I am" }) | Invoke-HfTextGeneration -Uri "$Server/$route" -ThrottleLimit $atOnce | Measure-Object
    }
    stream  = { param($count) Invoke-HfTextGeneration -Uri "$Server/stream/$count" 'I am' -Stream | Measure-Object }
    ticks   = {
        param($count)
        $late = Invoke-HfTextGeneration -Uri "$Server/ticks/$count" 'I am' -Stream |
            ForEach-Object { [Diagnostics.Stopwatch]::GetElapsedTime([long] $_.Text).TotalMilliseconds }
        [double] ($late | Sort-Object)[$late.Count / 2]
    }
    batch   = {
        param($route, $atOnce, $path, $outPath)
        Remove-Item $outPath -ErrorAction Ignore
        Invoke-HfBatch -Uri "$Server/$route" -Path $path -OutPath $outPath -ThrottleLimit $atOnce
    }
    embed   = {
        param($uri, $count, $perRequest, $atOnce)
        @(foreach ($i in 0..($count - 1)) { "Text ${i}: I am" }) | Invoke-HfFeatureExtraction -Uri $uri -ThrottleLimit $atOnce | Measure-Object
    }
    wait    = {
        param($count, $seconds)
        $endpoints = foreach ($i in 1..$count) { "ep-$i" }
        Wait-HfInferenceEndpoint $endpoints -Namespace "all-$count" -Timeout $seconds -ErrorAction SilentlyContinue
    }
}

$process = [Diagnostics.Process]::GetCurrentProcess()
while ($line = [Console]::In.ReadLine()) {
    $name, [string[]] $arguments = $line -split ' '
    $before = $process.TotalProcessorTime
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $result = & $work[$name] @arguments
    $watch.Stop()
    $process.Refresh()
    $elapsed = $result -is [double] ? $result : $watch.Elapsed.TotalMilliseconds
    $figures = $elapsed, ($process.TotalProcessorTime - $before).TotalMilliseconds, ($process.WorkingSet64 / 1MB)
    [Console]::Out.WriteLine([string]::Join(' ', $figures.ForEach({ $_.ToString('F1', [cultureinfo]::InvariantCulture) })))
}
