# The module's side of a measurement, in a process of its own: each line of the input is the name of a work and its
# arguments, and is answered by the milliseconds it took, the processor's milliseconds, the working set in MB, the compiler's
# milliseconds, and the figures of the work itself if it has any.
#Requires -Version 7.4
param([Parameter(Mandatory)] [string] $Manifest, [Parameter(Mandatory)] [string] $Server, [string] $Bare)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
if ($Bare) {
    Import-Module $Bare
} else {
    Import-Module $Manifest
    $null = Connect-HfAccount -EmulatorUri $Server -Token hf_bench
}

# The inputs are made before the time is taken.
$texts = @{}
function Get-Text([int] $Count) {
    $texts[$Count] ??= @(foreach ($i in 0..($Count - 1)) { "Prompt ${i}: I am" })
    , $texts[$Count]
}

$work = @{
    list    = { param($owner) Get-HfInferenceEndpoint -Namespace $owner | Measure-Object }
    array   = { param($owner) $null = @(Get-HfInferenceEndpoint -Namespace $owner) }
    prompts = {
        param($route, $count, $atOnce)
        $texts[[int] $count] | Invoke-HfTextGeneration -Uri "$Server/$route" -ThrottleLimit $atOnce | Measure-Object
    }
    stream  = { param($count) Invoke-HfTextGeneration -Uri "$Server/stream/$count" 'I am' -Stream | Measure-Object }
    embed   = {
        param($uri, $count, $perRequest, $atOnce)
        $texts[[int] $count] | Invoke-HfFeatureExtraction -Uri $uri -ThrottleLimit $atOnce | Measure-Object
    }
    batch   = {
        param($route, $atOnce, $path, $outPath)
        Remove-Item $outPath -ErrorAction Ignore
        Invoke-HfBatch -Uri "$Server/$route" -Path $path -OutPath $outPath -ThrottleLimit $atOnce
    }
    wait    = {
        param($count, $seconds)
        $endpoints = foreach ($i in 0..($count - 1)) { "ep-$i" }
        Wait-HfInferenceEndpoint $endpoints -Namespace "starting-$count" -Timeout $seconds -ErrorAction SilentlyContinue
    }
}

# The same by the floor's code in a cmdlet.
if ($Bare) {
    $PSDefaultParameterValues['Invoke-Bare:Server'] = $Server
    $work = @{
        list    = { Invoke-Bare list $args | Measure-Object }
        array   = { $null = @(Invoke-Bare list $args) }
        prompts = { $texts[[int] $args[1]] | Invoke-Bare prompts $args | Measure-Object }
        stream  = { Invoke-Bare stream $args | Measure-Object }
        embed   = { $texts[[int] $args[1]] | Invoke-Bare embed $args | Measure-Object }
        batch   = { Invoke-Bare batch $args }
    }
}

# These are answered by figures of their own, in milliseconds.
$figures = @{
    firstchunk = {
        param($count)
        foreach ($i in 1..$count) {
            Invoke-HfTextGeneration -Uri "$Server/ticks/1" 'I am' -Stream |
                ForEach-Object { [Diagnostics.Stopwatch]::GetElapsedTime([long] $_.Text).TotalMilliseconds }
        }
    }
    stop       = {
        param($what, $count)
        $requests, $script = @{
            prompts = 64, '1..64 | Invoke-HfTextGeneration -Uri "$uri/never" -ThrottleLimit 64'
            stream  = 1, 'Invoke-HfTextGeneration -Uri "$uri/ticks/100000" "I am" -Stream'
            wait    = 1, 'Wait-HfInferenceEndpoint ep-1 -Namespace all-1'
        }[$what]
        foreach ($i in 1..$count) {
            Measure-Stop $script $requests
        }
    }
}

# How many requests the server works on, and how many it has got.
function Get-RequestCount {
    $client.GetStringAsync("$Server/requests").GetAwaiter().GetResult().Split(' ').ForEach({ [int] $_ })
}

# Stops a script in a runspace of its own, as Ctrl+C does, when the server has got its requests.
function Measure-Stop([string] $Script, [int] $Requests) {
    $shell = [powershell]::Create().AddScript("param(`$uri) Import-Module '$Manifest'; $Script").AddArgument($Server)
    try {
        $before = (Get-RequestCount)[1]
        $running = $shell.BeginInvoke()
        while ((Get-RequestCount)[1] -lt $before + $Requests -and -not $running.IsCompleted) {
            Start-Sleep -Milliseconds 5
        }

        if ($running.IsCompleted) {
            throw "'$Script' ended by itself: $($shell.Streams.Error)"
        }

        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        while ((Get-RequestCount)[0] -gt 0) {
            Start-Sleep -Milliseconds 1
        }

        $watch.Elapsed.TotalMilliseconds
    } finally {
        $shell.Dispose()
    }
}

$client = [Net.Http.HttpClient]::new()
$process = [Diagnostics.Process]::GetCurrentProcess()
while ($line = [Console]::In.ReadLine()) {
    $name, [string[]] $arguments = $line -split ' '
    if ($name -in 'prompts', 'embed') {
        $null = Get-Text $arguments[1]
    }

    $own = @()
    $process.Refresh()
    $before, $compiled = $process.TotalProcessorTime, [Runtime.JitInfo]::GetCompilationTime()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    if ($figures.ContainsKey($name)) {
        $own = @(& $figures[$name] @arguments)
    } else {
        $null = & $work[$name] @arguments
    }

    $watch.Stop()
    $process.Refresh()
    $cpu = ($process.TotalProcessorTime - $before).TotalMilliseconds
    $compiling = ([Runtime.JitInfo]::GetCompilationTime() - $compiled).TotalMilliseconds
    $all = @($watch.Elapsed.TotalMilliseconds, $cpu, ($process.WorkingSet64 / 1MB), $compiling) + $own
    [Console]::Out.WriteLine([string]::Join(' ', $all.ForEach({ $_.ToString('F1', [cultureinfo]::InvariantCulture) })))
}
