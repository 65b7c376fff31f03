# Compares the cmdlets with what the same work costs without them, and writes the table of docs/performance.md. Both sides
# of a row work in turn, each time in a new process of which the third work counts. -Verbose shows each round.
#Requires -Version 7.4
[CmdletBinding()]
param(
    # The rows of Rows.psd1 to measure, and 'parts' for the inner parts; wildcards are allowed, and commas between names.
    [string[]] $Row = '*',

    # How many rounds there are.
    [ValidateRange(1, 100)]
    [int] $Rounds = 5,

    # How many works a process does before the one that counts.
    [ValidateRange(0, 1000)]
    [int] $Warm = 2,

    # The PowerShell that is measured, as a command; by default the one this runs in.
    [string[]] $PowerShell = (& "$PSScriptRoot/../.build/Get-PowerShellCommand.ps1"),

    # Writes the table into docs/performance.md.
    [switch] $Save
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$env:POWERSHELL_TELEMETRY_OPTOUT = $env:HF_HUB_DISABLE_TELEMETRY = '1'
Import-Module "$PSScriptRoot/Sides.psm1" -Force -Verbose:$false

function Get-Newest([string] $Folder, [string] $Filter) {
    (Get-ChildItem $Folder -Recurse -Filter $Filter | Sort-Object LastWriteTime | Select-Object -Last 1).FullName
}

function Get-Program([string] $Name) {
    'dotnet', (Get-Newest "$PSScriptRoot/$Name/bin" "$Name.dll")
}

function Expand-Work([string] $Work) {
    $Work.Replace('{server}', $address).Replace('{bare}', $bareModule).Replace('{embeddings}', $embeddings).Replace('{module}', $manifest).Replace('{out}', "$folder/answers.jsonl") -replace
        '\{jobs:(\d+)\}', { New-JobFile "$folder/jobs-$($_.Groups[1].Value).jsonl" $_.Groups[1].Value }
}

function ConvertTo-Command([string[]] $Words) {
    $program, $argument = $Words
    $argument = Expand-Work $argument
    $program -eq 'python' ? @('python3', "$PSScriptRoot/hub.py", $argument) : ($PowerShell + '-NoProfile', '-Command', $argument)
}

function ConvertTo-Invariant([string] $Format, [object[]] $Value) {
    [string]::Format([cultureinfo]::InvariantCulture, $Format, $Value)
}

function New-Result($Row, [string] $Peer, [string] $Module, [string] $Result, [string] $Bare, [string] $Cpu, [string] $Compiler) {
    $reach = $Row['Unit'] ? "$($Row.Reach) $($Row.Unit)" : (ConvertTo-Invariant '{0:F2}' $Row.Reach)
    [pscustomobject]@{ Name = $Row.Name; What = $Row.What; Peer = $Peer; Module = $Module; Result = $Result; Bare = $Bare; Reach = "<= $reach"; Cpu = $Cpu; Compiler = $Compiler }
}

# The medians of both sides, and of the ratios of the rounds: what else the machine does touches both sides of a round.
function New-Comparison($Row, [object[]] $Pair) {
    foreach ($round in $pair) {
        $all = $round.Peer.Ms, $round.Peer.Cpu, $round.Module.Ms, $round.Module.Cpu, ($round.Bare ? $round.Bare.Ms : 0), ($round.Bare ? $round.Bare.Cpu : 0)
        Write-Verbose (ConvertTo-Invariant 'peer {0:F0} ms, {1:F0} ms CPU; module {2:F0} ms, {3:F0} ms CPU; bare cmdlet {4:F0} ms, {5:F0} ms CPU' $all)
    }

    $figure = $Row['Figure'] ?? 'Ms'
    $ratio = { param($Name, $Side = 'Module') ConvertTo-Invariant '{0:F2}' (Get-Median $pair.ForEach({ $_.$Side.$Name / $_.Peer.$Name })) }
    $bare = $pair[0].Bare ? (& $ratio $figure Bare) : ''
    $peer, $module = $pair.Peer.$figure, $pair.Module.$figure | ForEach-Object { ConvertTo-Invariant '{0:N0} ms' (Get-Median $_) }
    $compiler = $pair.Peer.Compiler, $pair.Module.Compiler | ForEach-Object { ConvertTo-Invariant '{0:N0}' (Get-Median $_) }
    New-Result $Row $peer $module (& $ratio $figure) $bare ($Row['Process'] ? '' : (& $ratio Cpu)) ($Row['Process'] ? '' : "$($compiler -join ', ') ms")
}

# A work in a process of its own, after some that are the same.
function Measure-Work([string[]] $Command, [string] $Work) {
    $side = Start-Side $Command
    try {
        for ($times = 0; $times -lt $Warm; $times++) {
            $null = Invoke-Side $side $Work
        }

        Invoke-Side $side $Work
    } finally {
        Stop-Side $side
    }
}

function Measure-Row($Row) {
    $isPython = $Row.Contains('Python') -or ($Row['Process'] -and $Row.Process.Peer[0] -eq 'python')
    if ($isPython -and -not $hasHub) {
        return New-Result $Row 'no huggingface_hub' '' 'not measured'
    }

    $count = [Math]::Min($Rounds, $Row['Rounds'] ?? $Rounds)
    if ($Row['Process']) {
        $peer, $module = (ConvertTo-Command $Row.Process.Peer), (ConvertTo-Command $Row.Process.Module)
        $bare = $Row.Process['Bare'] ? (ConvertTo-Command $Row.Process.Bare) : $null
        $null = (Measure-Process $peer), (Measure-Process $module)
        New-Comparison $Row (Measure-Pair { Measure-Process $peer } { Measure-Process $module } $count ($bare ? { Measure-Process $bare } : $null))
    } else {
        $peer = $isPython ? @('python3', "$PSScriptRoot/hub.py") + $address : @(Get-Program Floor) + $address
        $theirs, $ours = (Expand-Work ($isPython ? $Row.Python : $Row.Floor)), (Expand-Work $Row.Module)
        $bare = $isPython ? $null : { Measure-Work $bareSide $ours }
        New-Comparison $Row (Measure-Pair { Measure-Work $peer $theirs } { Measure-Work $moduleSide $ours } $count $bare)
    }
}

# The module alone, in a new process for each work.
function Measure-Alone($Row) {
    $works = foreach ($work in $Row.Alone) {
        $side = Start-Side $moduleSide
        try {
            $null = Invoke-Side $side (Expand-Work $Row.Warm)
            Invoke-Side $side (Expand-Work $work) | Add-Member Jobs ($work -match 'jobs:(\d+)' ? [int] $Matches[1] : 0) -PassThru
        } finally {
            Stop-Side $side
        }
    }

    switch ($Row.Unit) {
        'MB' {
            $details = $works.ForEach({ ConvertTo-Invariant '{0:N0}: {1:F0} MB, {2:F0} µs' $_.Jobs, $_.Mb, (1000 * $_.Ms / $_.Jobs) })
            New-Result $Row '' ($details -join '; ') (ConvertTo-Invariant '{0:F0} MB' ($works.Mb | Measure-Object -Maximum).Maximum)
        }
        '%' {
            $detail = ConvertTo-Invariant '{0:N0} ms of the processor in {1:N0} s' $works.Cpu, ($works.Ms / 1000)
            New-Result $Row '' $detail (ConvertTo-Invariant '{0:F2} %' (100 * $works.Cpu / $works.Ms))
        }
        'ms' {
            $medians = $works.ForEach({ Get-Median $_.Own })
            $worst = $works.ForEach({ ($_.Own | Measure-Object -Maximum).Maximum })
            $join = { param($Values) $Values.ForEach({ ConvertTo-Invariant '{0:F1}' $_ }) -join ', ' }
            $figure = (($Row.Figure -eq 'Worst' ? $worst : $medians) | Measure-Object -Maximum).Maximum
            New-Result $Row '' "median $(& $join $medians); worst $(& $join $worst)" (ConvertTo-Invariant '{0:F1} ms' $figure)
        }
    }
}

# Time and allocation of inner parts, by BenchmarkDotNet: the first two columns of its tables, and the last.
function Measure-Part {
    $output = "$PSScriptRoot/../output/bench"
    $program, [string[]] $arguments = Get-Program Parts
    $null = & $program @arguments --filter '*' --artifacts $output
    if ($LASTEXITCODE -ne 0) {
        throw "The parts could not be measured. See '$output'."
    }

    $lines = (Get-ChildItem "$output/results" -Filter *-report-github.md | Get-Content) -like '|*'
    $lines.Where({ $_ -notmatch '^\| Method|^\|[-: |]+$' }).ForEach({
        $cells = $_.Trim('|', ' ').Split('|').Trim()
        '| `{0}` | {1} | {2} |' -f $cells[0].Replace('Async', ''), $cells[1], $cells[-1]
    })
}

$patterns = $Row.Split(',').Trim()
$isChosen = { param($Name) $patterns.Where({ $Name -like $_ }).Count -gt 0 }
$rows = (Import-PowerShellDataFile "$PSScriptRoot/Rows.psd1").Rows.Where({ & $isChosen $_.Name })
if (-not $rows -and -not (& $isChosen parts)) {
    throw "There is no row '$Row' in Rows.psd1."
}

$hasHub = $false
if (Get-Command python3 -ErrorAction Ignore) {
    $null = python3 -c 'import huggingface_hub' 2>&1
    $hasHub = $LASTEXITCODE -eq 0
}

$manifest = $env:HFENDPOINTS_MODULE ? $env:HFENDPOINTS_MODULE : (Get-Newest "$PSScriptRoot/../output/HfEndpoints" HfEndpoints.psd1)
$folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "hfbench-$PID")).FullName
$server = Start-Side (Get-Program Server)
try {
    $address, $embeddings = $server.StandardOutput.ReadLine().Split(' ')
    $moduleSide = $PowerShell + '-NoProfile', '-File', "$PSScriptRoot/Module.ps1", $manifest, $address
    $bareModule = (Get-Program Bare)[1]
    $bareSide = $moduleSide + $bareModule
    $env:HF_ENDPOINT, $env:HF_INFERENCE_ENDPOINTS_ENDPOINT, $env:HF_TOKEN = $address, "$address/v2", 'hf_bench'
    $write = { param($Result, $Part) & "$PSScriptRoot/Save-Table.ps1" $Result $Part $Rounds $Warm $PowerShell }
    foreach ($entry in $rows) {
        $result = $entry['Alone'] ? (Measure-Alone $entry) : (Measure-Row $entry)
        $cpu = $result.Cpu ? "(CPU $($result.Cpu))" : ''
        $bare = $result.Bare ? "(bare cmdlet $($result.Bare))" : ''
        Write-Host ('{0,-15} {1,9} {2,10} {3,9} {4,10} {5} {6}' -f $result.Name, $result.Peer, $result.Module, $result.Result, $result.Reach, $cpu, $bare)
        if ($Save) {
            & $write $result @()
        }
    }

    $parts = @(if (& $isChosen parts) { Measure-Part })
    $parts | Write-Host
    if ($Save) {
        & $write @() $parts
    }
} finally {
    Stop-Side $server
    Remove-Item $folder -Recurse
}
