# The processes that a measurement compares. Each reads the name of a work and its arguments from a line, does it, and
# answers with a line: milliseconds, milliseconds of the processor, and the working set in MB.
#Requires -Version 7.4
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

function Start-Side([string[]] $Command) {
    $start = [Diagnostics.ProcessStartInfo]@{ FileName = $Command[0]; RedirectStandardInput = $true; RedirectStandardOutput = $true }
    $Command | Select-Object -Skip 1 | ForEach-Object { $start.ArgumentList.Add($_) }
    [Diagnostics.Process]::Start($start)
}

function Stop-Side([Diagnostics.Process] $Side) {
    if (-not $Side.HasExited) {
        $Side.StandardInput.Close()
        if (-not $Side.WaitForExit(5000)) {
            $Side.Kill()
        }
    }
}

# Does one work on a side.
function Invoke-Side([Diagnostics.Process] $Side, [string] $Work) {
    $Side.StandardInput.WriteLine($Work)
    $line = $Side.StandardOutput.ReadLine()
    if (-not $line) {
        throw "The work '$Work' failed."
    }

    $ms, $cpu, $mb = $line.Split(' ').ForEach({ [double]::Parse($_, [cultureinfo]::InvariantCulture) })
    [pscustomobject]@{ Ms = $ms; Cpu = $cpu; Mb = $mb }
}

# The milliseconds of a process from its start to its end.
function Measure-Process([string[]] $Command) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $side = Start-Side $Command
    $side.StandardInput.Close()
    $null = $side.StandardOutput.ReadToEnd()
    $side.WaitForExit()
    if ($side.ExitCode -ne 0) {
        throw "'$Command' ended with $($side.ExitCode)."
    }

    [pscustomobject]@{ Ms = $watch.Elapsed.TotalMilliseconds; Mb = 0 }
}

function Get-Median([double[]] $Value) {
    $sorted = @($Value | Sort-Object)
    ($sorted[[Math]::Floor(($sorted.Count - 1) / 2)] + $sorted[[Math]::Floor($sorted.Count / 2)]) / 2
}

# Two works in turn, after one round of each that does not count; the medians of a figure.
function Measure-Pair([scriptblock] $Peer, [scriptblock] $Module, [int] $Rounds, [string] $Figure) {
    $peers, $ours = [Collections.Generic.List[double]]::new(), [Collections.Generic.List[double]]::new()
    foreach ($round in 0..$Rounds) {
        $theirs, $own = (& $Peer).$Figure, (& $Module).$Figure
        if ($round -gt 0) {
            $peers.Add($theirs)
            $ours.Add($own)
        }
    }

    [pscustomobject]@{ Peer = Get-Median $peers; Module = Get-Median $ours }
}

Export-ModuleMember -Function Start-Side, Stop-Side, Invoke-Side, Measure-Process, Measure-Pair
