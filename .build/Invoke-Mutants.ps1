<#
.SYNOPSIS
Changes the client in hundreds of places, one at a time, and tells which changes no test notices.

.DESCRIPTION
Stryker.NET works on a clone of the current commit in output/mutants, because what it builds must not be taken for the client. The
tests of a group are those that are about it: a change that only others notice counts as one that survived. Messages, logs and
ConfigureAwait are left alone. The report of each group is output/mutants/<group>/reports/mutation-report.json.
#>
#Requires -Version 7.4
[CmdletBinding()]
param(
    # The groups, such as 'http*'. Commas between names are allowed.
    [string[]] $Group = '*'
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

$root = Split-Path $PSScriptRoot
$output = Join-Path $root output/mutants
$source = Join-Path $output source
$tests = Join-Path $source tests/HfEndpoints.Client.Tests

# What is changed, and the tests of it: all of a class, or those that begin like this.
$groups = [ordered]@{
    http = @(
        '**/Http/RetryAfter.cs', '**/Http/RetryRule.cs', '**/Http/RetryPipeline.cs', '**/Http/Backoff.cs', '**/Http/FailureJudgement.cs',
        '**/Http/ErrorKinds.cs', '**/Http/RequestFaults.cs', '**/Http/ServerErrorReader.cs', '**/Http/TokenPolicy.cs',
        '**/Http/SecretMask.cs', '**/Http/UriPath.cs'
    ), @(
        'RetryTests', 'RetryAfterTests', 'TimeoutTests', 'RedirectTests', 'TokenPolicyTests', 'TokenRulesTests', 'ProxyTests',
        'CertificateTests', 'SecretMaskTests', 'EchoTests', 'ErrorKindTests', 'ServerErrorTests', 'PathTests', 'LostCreateTests',
        'LostCreateOwnerTests', 'LostLookUpTests', 'LifecycleTests', 'SplitRequestTests', 'HealthProbeTests', 'ListTests',
        'LogReadingTests', 'AuditTests'
    )
    'batches-input' = @('**/Batches/Input/*.cs', '**/Batches/Jobs/*.cs'), @(
        'BatchEncodingTests', 'BatchInputFormatTests', 'BatchShardTests', 'BatchFileTests', 'BatchRunTests', 'BatchAttackTests',
        'BatchOutputTestTests', 'BatchOutputTests.AJobThatIsTooLong'
    )
    'batches-output' = @('**/Batches/BatchOutput.cs', '**/Batches/Output/*.cs'), @(
        'BatchAttackTests.An', 'BatchFileTests.AF', 'BatchFileTests.AL', 'BatchFileTests.An', 'BatchFileTests.Failed',
        'BatchFileTests.Half', 'BatchFileTests.More', 'BatchFileTests.Other', 'BatchOutputTests.AnO', 'BatchOutputTests.APipe',
        'BatchOutputTests.Each', 'BatchOutputTestTests', 'BatchShardTests', 'LineTableTests'
    )
    'batches-client' = @('**/Batches/BatchClient.cs', '**/Batches/BatchProgress.cs', '**/Running/JobFeed.cs'), @(
        'BatchFileTests.AF', 'BatchFileTests.An', 'BatchFileTests.Failed', 'BatchFileTests.More', 'BatchFileTests.Other',
        'BatchOutputTests.AnO', 'BatchShardTests', 'BatchRunTests.S', 'BatchRunTests.B', 'BatchEndpointsTests.AServerIs'
    )
    'batches-health' = @(
        '**/Running/EndpointHealth.cs', '**/Running/FailureRule.cs', '**/Running/JobRoom.cs', '**/Running/UnsureJobs.cs',
        '**/Running/WaitingJobs.cs'
    ), @('EndpointHealthTests', 'KeptJobsTests')
    'batches-lanes' = @(
        '**/Running/AsyncSignal.cs', '**/Running/BatchDispatcher.cs', '**/Running/BatchMeter.cs', '**/Running/EndpointLane.cs',
        '**/Running/JobSender.cs', '**/Running/LaneFigures.cs'
    ), @(
        'BatchRunTests.E', 'BatchRunTests.S', 'BatchFailureTests.AJob', 'BatchFailureTests.AServer',
        'BatchFailureTests.AnEndpointThatIsGone', 'BatchFailureTests.FailuresThatPass', 'BatchFailureTests.Refus',
        'BatchFailureTests.What', 'BatchEndpointsTests.EachEndpointHas', 'BatchEndpointsTests.OneThatStarts',
        'BatchEndpointsTests.TheLastJobs'
    )
    'batches-throttling' = @('**/Batches/Throttling/*.cs'), @('ConcurrencyTests', 'LoadTrialTests')
    streams = @(
        '**/Inference/Streaming/*.cs', '**/TextGeneration/TokenEvent.cs', '**/Http/EventStream.cs', '**/Http/ServerEvent.cs',
        '**/Http/LimitedStream.cs'
    ), @(
        'ChatStreamEndTests', 'ChatStreamTests', 'ChatPieceTests', 'TextGenerationStreamTests', 'TextGenerationStopTests',
        'OverloadedStreamTests', 'CompletionTests', 'TokenEventTests', 'ErrorFieldStreamTests', 'BodyLimitTests', 'TimeoutTests',
        'PlainLogTests', 'AnswerTimeTests', 'LimitedStreamTests'
    )
}

$patterns = $Group.Split(',').Trim()
$chosen = @($groups.Keys.Where({ $one = $_; $patterns.Where({ $one -like $_ }) }))
if (-not $chosen) {
    throw "There is no group '$Group'. There are $($groups.Keys -join ', ')."
}

Remove-Item $source -Recurse -Force -ErrorAction Ignore
git clone --quiet $root $source
$project = Join-Path $tests HfEndpoints.Client.Tests.csproj
# One framework is enough to see what the tests notice.
(Get-Content -Raw $project).Replace('<TargetFrameworks>net10.0;net8.0</TargetFrameworks>', '<TargetFrameworks>net10.0</TargetFrameworks>') |
    Set-Content -NoNewline $project
dotnet restore $project -p:RestoreLockedMode=false --force-evaluate -v quiet

$configuration = Join-Path $output stryker-config.json
@{
    'stryker-config' = @{
        project = 'HfEndpoints.Client.csproj'
        'target-framework' = 'net10.0'
        configuration = 'Debug'
        concurrency = 1
        reporters = @('json', 'dots')
        'ignore-mutations' = @('string')
        'ignore-methods' = @('*ConfigureAwait', '*Invoke', 'ArgumentNullException.ThrowIfNull')
        'additional-timeout' = 3000
    }
} | ConvertTo-Json -Depth 4 | Set-Content $configuration

Push-Location $tests
try {
    foreach ($name in $chosen) {
        $files, $classes = $groups[$name]

        # Otherwise it changes all files, and compiles them again and again until no change is left that does not compile.
        git -C $source checkout --quiet -- src/HfEndpoints.Client
        foreach ($file in Get-ChildItem $source/src/HfEndpoints.Client -Recurse -Filter *.cs) {
            $path = $file.FullName.Replace('\', '/')
            if (-not $files.Where({ $path -like $_ })) {
                (Get-Content -Raw $file) -replace '(?m)^(?=namespace )', "// Stryker disable all`n" | Set-Content -NoNewline $file
            }
        }

        $filter = $classes.ForEach({ "FullyQualifiedName~.$_" + ($_ -match '[.]' ? '' : '.') }) -join '|'
        $folder = Join-Path $output $name
        dotnet tool exec dotnet-stryker@5.1.0 --yes -- -f $configuration --test-case-filter $filter --skip-version-check -O $folder @(
            $files.ForEach({ '-m', $_ }))

        # By file: how many there were, how many a test noticed, and the others.
        $report = Get-Content -Raw (Join-Path $folder reports/mutation-report.json) | ConvertFrom-Json -AsHashtable
        foreach ($file in $report.files.Keys | Sort-Object) {
            $mutants = @($report.files[$file].mutants.Where({ $_.status -in 'Killed', 'Timeout', 'Survived', 'NoCoverage' }))
            if ($mutants) {
                $alive = @($mutants.Where({ $_.status -in 'Survived', 'NoCoverage' }))
                '{0}: {1} of {2}' -f (Split-Path -Leaf $file), ($mutants.Count - $alive.Count), $mutants.Count
                $alive.ForEach({ '    line {0}: {1}: {2}' -f $_.location.start.line, $_.mutatorName, ($_.replacement -replace '\s+', ' ') })
            }
        }
    }
} finally {
    Pop-Location
}
