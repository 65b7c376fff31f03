# The processes that a measurement compares. Each reads the name of a work and its arguments from a line, does it, and
# answers with a line: milliseconds, milliseconds of the processor, the working set in MB, milliseconds of the compiler, and
# figures of the work itself.
#Requires -Version 7.4
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

function Start-Side([string[]] $Command) {
    $start = [Diagnostics.ProcessStartInfo]@{ FileName = $Command[0]; RedirectStandardInput = $true; RedirectStandardOutput = $true }
    $Command | Select-Object -Skip 1 | ForEach-Object { $start.ArgumentList.Add($_) }
    [Diagnostics.Process]::Start($start)
}

function Stop-Side([Diagnostics.Process] $Side) {
    $Side.StandardInput.Close()
    if (-not $Side.WaitForExit(5000)) {
        $Side.Kill()
    }
}

# Does one work on a side.
function Invoke-Side([Diagnostics.Process] $Side, [string] $Work) {
    $Side.StandardInput.WriteLine($Work)
    $line = $Side.StandardOutput.ReadLine()
    if (-not $line) {
        throw "The work '$Work' failed."
    }

    $ms, $cpu, $mb, $compiler, $own = $line.Split(' ').ForEach({ [double]::Parse($_, [cultureinfo]::InvariantCulture) })
    [pscustomobject]@{ Ms = $ms; Cpu = $cpu; Mb = $mb; Compiler = $compiler; Own = @($own) }
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

    [pscustomobject]@{ Ms = $watch.Elapsed.TotalMilliseconds; Cpu = [double]::NaN; Compiler = [double]::NaN }
}

# A file of small jobs, unless it is there already.
function New-JobFile([string] $Path, [int] $Count) {
    if (-not (Test-Path $Path)) {
        $writer = [IO.StreamWriter]::new($Path)
        for ($i = 1; $i -le $Count; $i++) {
            $writer.WriteLine("{`"id`":`"job-$i`",`"prompt`":`"Job ${i}: I am`"}")
        }

        $writer.Close()
    }

    $Path
}

function Get-Median([double[]] $Value) {
    $sorted = @($Value | Sort-Object)
    ($sorted[[Math]::Floor(($sorted.Count - 1) / 2)] + $sorted[[Math]::Floor($sorted.Count / 2)]) / 2
}

# The sides in turn: peer, module, peer, module. The third, if there is one, comes between them.
function Measure-Pair([scriptblock] $Peer, [scriptblock] $Module, [int] $Rounds, [scriptblock] $Bare) {
    foreach ($round in 1..$Rounds) {
        [pscustomobject]@{ Peer = & $Peer; Bare = $Bare ? (& $Bare) : $null; Module = & $Module }
    }
}

Export-ModuleMember -Function Start-Side, Stop-Side, Invoke-Side, Measure-Process, Measure-Pair, New-JobFile, Get-Median
