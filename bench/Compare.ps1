# Compares the cmdlets with what the same work costs without them, and writes the table of docs/performance.md. Both sides
# of a row work in turn, each time in a new process, where the last of three works counts; the row shows the medians.
#Requires -Version 7.4
[CmdletBinding()]
param(
    # The rows to measure; wildcards are allowed.
    [string[]] $Row = '*',

    # How many rounds there are.
    [ValidateRange(1, 100)]
    [int] $Rounds = 5,

    # How many works there are in a process, of which the last counts.
    [ValidateRange(1, 1000)]
    [int] $Times = 3,

    # The PowerShell that is measured, as a command; by default the one this runs in.
    [string[]] $PowerShell = (& "$PSScriptRoot/../.build/Get-PowerShellCommand.ps1"),

    # Writes the table into docs/performance.md.
    [switch] $Save
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$env:POWERSHELL_TELEMETRY_OPTOUT = $env:HF_HUB_DISABLE_TELEMETRY = '1'
Import-Module "$PSScriptRoot/Sides.psm1" -Force

function Get-Program([string] $Name) {
    'dotnet', (Get-ChildItem "$PSScriptRoot/$Name/bin" -Recurse -Filter "$Name.dll" | Sort-Object LastWriteTime | Select-Object -Last 1).FullName
}

function New-Result($Row, [double] $Value, [string] $Unit, [string] $Detail) {
    [pscustomobject]@{ Name = $Row.Name; What = $Row.What; Peer = ''; Module = $Detail; Result = "$($Value.ToString($Unit -eq 'MB' ? 'F0' : 'F2', [cultureinfo]::InvariantCulture)) $Unit".Trim(); Reach = "<= $($Row.Reach) $Unit".Trim() }
}

function Measure-Row($Row) {
    $python = $Row.Contains('Python')
    if ($python -and -not $script:python) {
        return [pscustomobject]@{ Name = $Row.Name; What = $Row.What; Peer = 'no huggingface_hub'; Module = ''; Result = 'not measured'; Reach = "<= $($Row.Reach)" }
    }

    $figure = $Row['Figure'] ?? 'Ms'
    if ($Row['Process']) {
        $pair = Measure-Pair { Measure-Process $Row.Process[0] } { Measure-Process $Row.Process[1] } $Rounds $figure
    } else {
        $peer = $python ? @($script:python, "$PSScriptRoot/hub.py", $address) : @(Get-Program Floor) + $address
        $theirs = $python ? $Row.Python : $Row.Floor
        $pair = Measure-Pair { Measure-Side $peer $theirs $Times } { Measure-Side $module $Row.Module $Times } $Rounds $figure
    }

    [pscustomobject]@{
        Name   = $Row.Name
        What   = $Row.What
        Peer   = '{0:N0} ms' -f $pair.Peer
        Module = '{0:N0} ms' -f $pair.Module
        Result = ($pair.Module / $pair.Peer).ToString('F2', [cultureinfo]::InvariantCulture)
        Reach  = "<= $($Row.Reach)"
    }
}

# The module alone, in a process of its own for each work: the figure that it ends with.
function Measure-Alone($Row) {
    $figures = foreach ($work in $Row.Alone) {
        Measure-Side $module $work 1
    }

    switch ($Row.Unit) {
        'MB' { New-Result $Row ($figures.Mb | Measure-Object -Maximum).Maximum MB ((@($figures.Mb).ForEach({ '{0:N0}' -f $_ }) -join ', ') + ' MB') }
        '%' { New-Result $Row (100 * $figures.Cpu / $figures.Ms) '%' ('{0:N0} ms of the processor in {1:N0} s' -f $figures.Cpu, ($figures.Ms / 1000)) }
        'ms' { New-Result $Row $figures.Ms ms '' }
    }
}

function New-JobFile([int] $Count) {
    $path = "$folder/jobs-$Count.jsonl"
    $writer = [IO.StreamWriter]::new($path)
    foreach ($i in 1..$Count) {
        $writer.WriteLine("{`"id`":`"job-$i`",`"prompt`":`"Job ${i}: I am`"}")
    }

    $writer.Close()
    $path
}

$script:python = if (Get-Command python3 -ErrorAction Ignore) {
    $null = python3 -c 'import huggingface_hub' 2>&1
    $LASTEXITCODE -eq 0 ? 'python3' : $null
}
$folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "hfbench-$PID")).FullName
$server = Start-Side (Get-Program Server)
try {
    $address, $embeddings = $server.StandardOutput.ReadLine().Split(' ')
    $module = $PowerShell + '-NoProfile', '-File', "$PSScriptRoot/Module.ps1", $env:HFENDPOINTS_MODULE, $address
    $import = "Import-Module '$env:HFENDPOINTS_MODULE'"
    $env:HF_ENDPOINT, $env:HF_INFERENCE_ENDPOINTS_ENDPOINT, $env:HF_TOKEN = $address, "$address/v2", 'hf_bench'
    $bare = $PowerShell + '-NoProfile', '-Command', '1'
    $rows = @(
        @{ Name = 'import'; What = 'Import-Module in a new process / the same process without it'; Process = $bare, ($PowerShell + '-NoProfile', '-Command', $import); Reach = 1.25 }
        @{ Name = 'list-20'; What = 'new process, import, list 20 / the same by huggingface_hub'; Python = ''; Process = @('python3', "$PSScriptRoot/hub.py", 'list-20'), ($PowerShell + '-NoProfile', '-Command', "$import; (Get-HfInferenceEndpoint -Namespace all-20).Count"); Reach = 0.65 }
        @{ Name = 'list'; What = 'list 10,000 endpoints, 100 a page, piped / HttpClient and JsonDocument'; Floor = 'list all-10000'; Module = 'list all-10000'; Reach = 1.5 }
        @{ Name = 'array'; What = 'the same, collected in an array'; Floor = 'list all-10000'; Module = 'array all-10000'; Reach = 1.4 }
        @{ Name = 'prompts-late'; What = '5,000 prompts, 64 at once, answers after 20 ms / HttpClient and Parallel.ForEachAsync'; Floor = 'prompts late 5000 64'; Module = 'prompts late 5000 64'; Reach = 1.05 }
        @{ Name = 'prompts'; What = 'the same, answers at once'; Floor = 'prompts now 5000 64'; Module = 'prompts now 5000 64'; Reach = 1.3 }
        @{ Name = 'prompts-512'; What = 'the same, 512 at once'; Floor = 'prompts now 5000 512'; Module = 'prompts now 5000 512'; Reach = 1.3 }
        @{ Name = 'prompts-python'; What = '2,000 prompts, 64 at once, 20 ms / AsyncInferenceClient with 64 tasks'; Python = 'prompts late 2000 64'; Module = 'prompts late 2000 64'; Reach = 0.2 }
        @{ Name = 'stream'; What = 'a stream of 20,000 tokens, piped / SseParser and JsonDocument'; Floor = 'stream 20000'; Module = 'stream 20000'; Reach = 1.7 }
        @{ Name = 'stream-python'; What = 'the same / huggingface_hub'; Python = 'stream 20000'; Module = 'stream 20000'; Reach = 0.15 }
        @{ Name = 'embed'; What = 'embeddings of 10,000 texts / as many full requests by HttpClient'; Floor = "embed $embeddings 10000 32 8"; Module = "embed $embeddings 10000 32 8"; Reach = 1.15 }
        @{ Name = 'batch'; What = 'Invoke-HfBatch, 30,000 jobs, 64 at once, answers at once / HttpClient that writes the same lines'; Floor = 'batch now 64 {30000} {out}'; Module = 'batch now 64 {30000} {out}'; Reach = 1.15 }
        @{ Name = 'batch-cpu'; What = 'the same, 100,000 jobs: time of the processor'; Floor = 'batch now 64 {100000} {out}'; Module = 'batch now 64 {100000} {out}'; Figure = 'Cpu'; Reach = 1.4 }
        @{ Name = 'memory'; What = 'working set after 10,000, 100,000 and 1,000,000 jobs of a batch'; Alone = 'batch now 64 {10000} {out}', 'batch now 64 {100000} {out}', 'batch now 64 {1000000} {out}'; Unit = 'MB'; Reach = 120 }
        @{ Name = 'wait'; What = 'Wait-HfInferenceEndpoint on 200 endpoints for a minute, of one core'; Alone = @('wait 200 60'); Unit = '%'; Reach = 1 }
        @{ Name = 'first-chunk'; What = 'from the server that sends a token to the pipeline that has it, the median of 50'; Alone = @('ticks 50'); Unit = 'ms'; Reach = 5 }
    ).Where({ $name = $_.Name; $Row.Where({ $name -like $_ }) })
    if (-not $rows) {
        throw "There is no row '$Row'."
    }

    $files = @{}
    $results = foreach ($entry in $rows) {
        foreach ($key in 'Floor', 'Module', 'Alone') {
            if ($entry[$key]) {
                $entry[$key] = @($entry[$key]).ForEach({
                    $_.Replace('{out}', "$folder/answers.jsonl") -replace '\{(\d+)\}', { $files[$_.Groups[1].Value] ??= New-JobFile $_.Groups[1].Value; $files[$_.Groups[1].Value] }
                })
            }
        }

        $result = $entry['Alone'] ? (Measure-Alone $entry) : (Measure-Row $entry)
        Write-Host ('{0,-16} {1,-14} {2,-14} {3,-10} {4}' -f $result.Name, $result.Peer, $result.Module, $result.Result, $result.Reach)
        $result
    }

    if ($Save) {
        & "$PSScriptRoot/Save-Table.ps1" $results $Rounds $PowerShell
    }
} finally {
    Stop-Side $server
    Remove-Item $folder -Recurse
}
