# What the Pester files share: a file's set-up, the module under test, the emulator, other processes and runspaces, waiting.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$repository = Split-Path (Split-Path $PSScriptRoot)
# Those running, the one that functions without -Emulator talk to first.
$emulators = [Collections.Generic.List[object]]::new()
$currentEmulator = $null
$testToken = $null

# --- The set-up of a file and of a test

function Start-HfTest {
    # What a file needs first: the module, no account in the environment, an emulator with these arguments and a connection
    # to it. Emits the emulator.
    param([string[]] $Arguments = @(), [string] $Token = 'hf_test')

    Import-HfModule
    Clear-HfEnvironment
    $emulator = Start-TestEmulator $Arguments
    $script:testToken = $Token
    $null = Connect-HfAccount $Token -EmulatorUri $emulator.Uri
    $emulator
}

function Reset-HfTest {
    # What a test needs first: an emulator with nothing in it, and a new connection, which knows nothing yet.
    Reset-HfEmulator
    $null = Connect-HfAccount $testToken -EmulatorUri $currentEmulator.Uri
    Clear-HfEmulatorRequest
}

function Stop-HfTest {
    # What a file does last, whatever it has started.
    Disconnect-HfAccount
    Clear-HfEnvironment
    @($emulators) | ForEach-Object { Stop-TestEmulator $_ }
}

# --- The module under test

function Get-HfModulePath {
    # The manifest to test: $env:HFENDPOINTS_MODULE, else the newest one under output/.
    if ($env:HFENDPOINTS_MODULE) {
        return (Resolve-Path $env:HFENDPOINTS_MODULE).Path
    }

    $manifest = Get-ChildItem (Join-Path $repository output/HfEndpoints) -Recurse -Filter HfEndpoints.psd1 |
        Sort-Object LastWriteTime | Select-Object -Last 1
    if (-not $manifest) {
        throw 'There is no built module under output/. Run the Build task first.'
    }

    $manifest.FullName
}

function Import-HfModule {
    # Child processes find the same module in the variable.
    $env:HFENDPOINTS_MODULE = Get-HfModulePath
    Import-Module $env:HFENDPOINTS_MODULE -Global
}

function Get-HfBuiltAssembly {
    # The newest build of one of the repository's programs.
    param([Parameter(Mandatory)] [string] $Project)

    $pattern = Join-Path $repository "src/$Project/bin/*/net10.0/$Project.dll"
    $assembly = Get-ChildItem $pattern -ErrorAction Ignore | Sort-Object LastWriteTime | Select-Object -Last 1
    if (-not $assembly) {
        throw "$Project is not built. Run the Build task first."
    }

    $assembly.FullName
}

# --- The emulator

function Start-TestEmulator {
    # Starts an emulator on a free port, which the functions below talk to until another is started, and again once
    # that one is stopped.
    param([string[]] $Arguments = @(), [int] $TimeoutSeconds = 30)

    $start = [Diagnostics.ProcessStartInfo]@{ FileName = 'dotnet'; RedirectStandardOutput = $true; RedirectStandardInput = $true }
    foreach ($argument in @('exec', (Get-HfBuiltAssembly HfEndpoints.Emulator), '--port', '0') + $Arguments) {
        $start.ArgumentList.Add($argument)
    }

    $process = [Diagnostics.Process]::Start($start)
    $line = $process.StandardOutput.ReadLineAsync()
    if (-not $line.Wait([timespan]::FromSeconds($TimeoutSeconds)) -or $line.Result -notmatch '^listening on (http://127\.0\.0\.1:\d+)$') {
        $process.Kill()
        throw "The emulator did not start within $TimeoutSeconds seconds; it said '$($line.IsCompleted ? $line.Result : '')'."
    }

    $uri = [uri]$Matches[1]
    # Nobody reads on, and a full pipe would stop the emulator.
    $null = $process.StandardOutput.BaseStream.CopyToAsync([IO.Stream]::Null)
    $script:currentEmulator = [pscustomobject]@{ Uri = $uri; Process = $process }
    $emulators.Add($currentEmulator)
    $currentEmulator
}

function Stop-TestEmulator {
    param($Emulator = $currentEmulator)

    if ($Emulator -and $emulators.Remove($Emulator)) {
        $Emulator.Process.Kill()
        $Emulator.Process.WaitForExit()
        $Emulator.Process.Dispose()
        $script:currentEmulator = $emulators.Count ? $emulators[-1] : $null
    }
}

function Invoke-HfEmulatorControl {
    param([string] $Method, [string] $Path, $Body, $Emulator)

    $request = @{ Method = $Method; Uri = [uri]::new($Emulator.Uri, "/_emulator/$Path") }
    if ($null -ne $Body) {
        $request.Body = ConvertTo-Json -InputObject $Body -Depth 20
        $request.ContentType = 'application/json'
    }

    (Invoke-RestMethod @request) | ForEach-Object { $_ }
}

function Reset-HfEmulator {
    # No endpoints, no requests, no faults.
    param($Emulator = $currentEmulator)

    $null = Invoke-HfEmulatorControl POST reset -Emulator $Emulator
}

function Get-HfEmulatorRequest {
    # What the emulator was asked, oldest first. Path takes wildcards.
    param([string] $Path = '*', [string] $Method = '*', $Emulator = $currentEmulator)

    Invoke-HfEmulatorControl GET requests -Emulator $Emulator | Where-Object { $_.path -clike $Path -and $_.method -like $Method }
}

function Get-HfEmulatorCall {
    # The same as texts, such as 'PUT /v2/endpoint/alice/demo'. With -Change only those that could change something.
    param([string] $Path = '*', [switch] $Change, $Emulator = $currentEmulator)

    Get-HfEmulatorRequest -Path $Path -Emulator $Emulator | Where-Object { -not $Change -or $_.method -ne 'GET' } |
        ForEach-Object { "$($_.method) $($_.path)$($_.query)" }
}

function Get-HfSentBody {
    # The bodies that were posted, as JSON in one line each.
    (Get-HfEmulatorRequest -Method POST).body | ForEach-Object { $_ | ConvertTo-Json -Depth 20 -Compress }
}

function Get-HfServedPost {
    # What was posted to deployed servers.
    Get-HfEmulatorRequest -Path /serve/* -Method POST
}

function Clear-HfEmulatorRequest {
    param($Emulator = $currentEmulator)

    $null = Invoke-HfEmulatorControl DELETE requests -Emulator $Emulator
}

function Set-HfEmulatorFault {
    # Replaces all rules: Set-HfEmulatorFault @{ method = 'POST'; path = '/v2/*'; times = 1; status = 503 }
    param([AllowEmptyCollection()] [hashtable[]] $Rule = @(), $Emulator = $currentEmulator)

    $null = Invoke-HfEmulatorControl PUT faults @($Rule) $Emulator
}

function Get-HfEmulatorFault {
    # The rules, with how often each has struck.
    param($Emulator = $currentEmulator)

    Invoke-HfEmulatorControl GET faults -Emulator $Emulator
}

function Set-HfEmulatorEndpoint {
    # Creates an endpoint or forces its state: Set-HfEmulatorEndpoint demo @{ state = 'running'; replicas = 2 }
    param(
        [Parameter(Mandatory)] [string] $Name,
        [hashtable] $Property = @{},
        [string] $Namespace = 'alice',
        $Emulator = $currentEmulator
    )

    Invoke-HfEmulatorControl PUT "endpoints/$Namespace/$Name" $Property $Emulator
}

function Add-HfEmulatorEndpoint {
    # Creates many endpoints: endpoint-000, endpoint-001 ...
    param(
        [Parameter(Mandatory)] [int] $Count,
        [hashtable] $Property = @{},
        [string] $Namespace = 'alice',
        $Emulator = $currentEmulator
    )

    $null = Invoke-HfEmulatorControl POST "endpoints?count=$Count&namespace=$Namespace" $Property $Emulator
}

function Add-HfEmulatorLog {
    # Puts lines into an endpoint's log, and emits them as the service gives them.
    param(
        [Parameter(Mandatory)] [string] $Name,
        [Parameter(Mandatory)] [string[]] $Line,
        [hashtable] $Property = @{},
        [string] $Namespace = 'alice',
        $Emulator = $currentEmulator
    )

    foreach ($text in $Line) {
        Invoke-HfEmulatorControl POST "endpoints/$Namespace/$Name/logs" (@{ line = $text } + $Property) $Emulator
    }
}

function Move-HfEmulatorClock {
    param([Parameter(Mandatory)] [double] $Seconds, $Emulator = $currentEmulator)

    $number = $Seconds.ToString([cultureinfo]::InvariantCulture)
    $null = Invoke-HfEmulatorControl POST "clock/advance?seconds=$number" -Emulator $Emulator
}

function Get-HfEmulatorBill {
    # What one endpoint has cost: billedSeconds and usd.
    param([Parameter(Mandatory)] [string] $Name, $Emulator = $currentEmulator)

    (Invoke-HfEmulatorControl GET bill -Emulator $Emulator).endpoints | Where-Object name -EQ $Name
}

# --- What is deployed

function Get-HfGpt2Setting {
    # What New-HfInferenceEndpoint needs besides a name.
    @{
        Repository = 'gpt2'; Framework = 'pytorch'; Vendor = 'aws'; Region = 'us-east-1'
        Accelerator = 'cpu'; InstanceType = 'intel-icl'; InstanceSize = 'x2'
    }
}

function Get-HfEngineModel {
    # A model and the engine that serves it: Set-HfEmulatorEndpoint demo @{ model = Get-HfEngineModel tgi }
    param([Parameter(Mandatory)] [string] $Engine, [hashtable] $Property = @{})

    $image = switch ($Engine) {
        tgi { @{ tgi = @{ url = 'ghcr.io/huggingface/text-generation-inference:3.3.6' } } }
        tei { @{ tei = @{ url = 'ghcr.io/huggingface/text-embeddings-inference:cpu-1.8' } } }
        vllm { @{ vLLM = @{ url = 'vllm/vllm-openai:v0.11.0' } } }
        sglang { @{ sGLang = @{ url = 'lmsysorg/sglang:v0.5.4' } } }
        toolkit { @{ huggingface = @{} } }
        llama {
            $modes = @{ 'sentence-embeddings' = @{ mode = 'embeddings' }; 'text-ranking' = @{ mode = 'reranking' } }
            $mode = $modes["$($Property['task'])"] ?? @{}
            @{ llamacpp = @{ url = 'ghcr.io/ggml-org/llama.cpp:server'; modelPath = 'model.gguf' } + $mode }
        }
        default { throw "'$Engine' is not an engine that the tests deploy." }
    }
    $Property + @{ image = $image }
}

# --- Other processes, other runspaces, time

function Invoke-InNewPowerShell {
    # Runs a script in a process of its own, and emits the objects and errors it emits.
    param([Parameter(Mandatory)] [scriptblock] $ScriptBlock, [object[]] $ArgumentList = @())

    $command, $first = & (Join-Path $repository .build/Get-PowerShellCommand.ps1)
    & $command @($first) -NoProfile -NonInteractive -Command $ScriptBlock -args $ArgumentList
}

function Clear-HfEnvironment {
    # Forgets the variables of the account, and lets no token's file be found.
    Get-ChildItem Env: | Where-Object Name -Match '^(HF|HUGGING_?FACE)_' | Remove-Item
    $env:HF_HOME = Join-Path ([IO.Path]::GetTempPath()) hfendpoints-no-such-folder
}

function Set-HfEnvironment {
    # Lets the variables of the account name an emulator and a token.
    param([string] $Token, $Emulator = $currentEmulator)

    $env:HF_ENDPOINT = $Emulator.Uri
    $env:HF_INFERENCE_ENDPOINTS_ENDPOINT = "$($Emulator.Uri)v2"
    $env:HF_INFERENCE_CATALOG_ENDPOINT = "$($Emulator.Uri)api/catalog"
    $env:HF_TOKEN = $Token
}

function Get-HfCompletion {
    # What Tab offers at the end of a line.
    param([Parameter(Mandatory)] [string] $Line)

    (TabExpansion2 $Line $Line.Length).CompletionMatches | ForEach-Object CompletionText
}

function Get-HfTable {
    # What objects look like at a prompt without colours, line by line.
    param([Parameter(Mandatory)] $InputObject, [int] $Width = 100)

    (Out-HfText $InputObject PlainText $Width) -split '\r?\n' | ForEach-Object TrimEnd
}

function Get-HfColouredText {
    param([Parameter(Mandatory)] $InputObject)

    Out-HfText $InputObject Ansi 100
}

function Out-HfText($InputObject, [string] $Rendering, [int] $Width) {
    $before = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = $Rendering
    try {
        $InputObject | Out-String -Width $Width
    } finally {
        $PSStyle.OutputRendering = $before
    }
}

function Get-HfFailure {
    # The errors of a call that must give nothing else.
    param([string] $Command, [hashtable] $Parameter)

    & $Command @Parameter -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    $failures
}

function Get-HfSpokenText {
    # All that a script says in any stream, objects with all their properties and errors with their exceptions.
    param([Parameter(Mandatory)] [scriptblock] $ScriptBlock)

    $said = & $ScriptBlock *>&1 | ForEach-Object {
        "$_"
        $_ | Format-List * -Force | Out-String -Width 1000
        if ($_ -is [System.Management.Automation.ErrorRecord]) {
            "$($_.Exception)"
        } elseif ($_.PSObject.TypeNames[0] -like 'HfEndpoints.*') {
            $_ | Format-Table | Out-String -Width 1000
            $_ | ConvertTo-Json -Depth 10
        }
    }
    $said -join "`n"
}

function New-Shell([scriptblock] $ScriptBlock, [object[]] $ArgumentList) {
    # A script in a new runspace with the module, not yet begun.
    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule((Get-HfModulePath))
    [powershell]::Create($state).AddScript($ScriptBlock.ToString()).AddParameters([Collections.IList]$ArgumentList)
}

function Invoke-InNewRunspace {
    # Runs a script in a new runspace with the module and without a host, and brings all its streams back.
    # What is to happen while it runs gets the output so far as its argument; to enumerate it would wait for its end.
    param(
        [Parameter(Mandatory)] [scriptblock] $ScriptBlock,
        [object[]] $ArgumentList = @(),
        [scriptblock] $Meanwhile = {},
        [double] $TimeoutSeconds = 20
    )

    $shell = New-Shell $ScriptBlock $ArgumentList
    try {
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]$null, $output)
        & $Meanwhile $output
        Wait-Until -TimeoutSeconds $TimeoutSeconds { $running.IsCompleted }.GetNewClosure()
        $shell.EndInvoke($running)
        [pscustomobject]@{
            Output   = @($output)
            Errors   = @($shell.Streams.Error)
            Progress = @($shell.Streams.Progress)
            Verbose  = @($shell.Streams.Verbose)
        }
    } finally {
        $shell.Runspace.Dispose()
        $shell.Dispose()
    }
}

function Wait-Until {
    # Waits for a condition. The only way to wait in these tests.
    param([Parameter(Mandatory)] [scriptblock] $Condition, [double] $TimeoutSeconds = 10)

    $watch = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($watch.Elapsed.TotalSeconds -gt $TimeoutSeconds) {
            throw "After $TimeoutSeconds seconds this was still not so: $Condition"
        }

        Start-Sleep -Milliseconds 20
    }
}

function Invoke-WithStop {
    # Runs a script in a new runspace with the module, and stops it, as Ctrl+C does, once the condition holds.
    # The condition gets the output so far as its argument.
    param(
        [Parameter(Mandatory)] [scriptblock] $ScriptBlock,
        [Parameter(Mandatory)] [scriptblock] $Condition,
        [object[]] $ArgumentList = @(),
        [double] $TimeoutSeconds = 10
    )

    $shell = New-Shell $ScriptBlock $ArgumentList
    try {
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]$null, $output)
        # A closure, or $Condition would be Wait-Until's own.
        Wait-Until -TimeoutSeconds $TimeoutSeconds { $running.IsCompleted -or (& $Condition $output) }.GetNewClosure()
        if ($running.IsCompleted) {
            throw "The script ended by itself, before the condition held. Its errors: $($shell.Streams.Error) $($shell.InvocationStateInfo.Reason)"
        }

        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        [pscustomobject]@{
            StopMilliseconds = $watch.ElapsedMilliseconds
            State            = $shell.InvocationStateInfo.State
            Output           = @($output)
            Errors           = @($shell.Streams.Error)
            Streams          = $shell.Streams
        }
    } finally {
        $shell.Runspace.Dispose()
        $shell.Dispose()
    }
}

Export-ModuleMember -Function *-Hf*, *-Test*, Invoke-InNewPowerShell, Invoke-InNewRunspace, Wait-Until, Invoke-WithStop
