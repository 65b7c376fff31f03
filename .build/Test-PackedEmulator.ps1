<#
.SYNOPSIS
Starts an emulator from packages alone: the module unpacked, the tool installed, in an empty folder without a checkout.

.DESCRIPTION
Once by the tool on PATH, which has to be up within 2 seconds, and once by `dotnet tool exec`, which gets it from the feed. It
throws if one of them does not work. Nothing is installed for the user.
#>
#Requires -Version 7.4
[CmdletBinding()]
param(
    # The folder of the packages.
    [Parameter(Mandatory)] [string] $Path
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

$root = Join-Path ([IO.Path]::GetTempPath()) "hf-packed-$PID"
$empty, $tools, $modules = 'empty', 'tools', 'modules' | ForEach-Object { New-Item (Join-Path $root $_) -ItemType Directory -Force }
$saved = @{}
try {
    # Only this feed, and nothing that is cached of another build with the same version.
    Set-Content "$empty/nuget.config" "<configuration><packageSources><clear /><add key='local' value='$(Resolve-Path $Path)' /></packageSources></configuration>"
    $version = (Get-Item "$Path/HfEndpoints.Emulator.*.nupkg").BaseName -replace '^HfEndpoints\.Emulator\.'
    Expand-Archive "$Path/HfEndpoints.$version.zip" $modules
    $new = @{
        NUGET_PACKAGES = "$root/packages"
        HF_EMULATOR    = $null
        PATH           = "$tools$([IO.Path]::PathSeparator)$env:PATH"
    }
    foreach ($name in $new.Keys) {
        $saved[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $new[$name])
    }

    Push-Location $empty
    dotnet tool install HfEndpoints.Emulator --version $version --tool-path $tools --configfile "$empty/nuget.config" | Out-Host
    Import-Module (Get-ChildItem $modules -Recurse -Filter HfEndpoints.psd1).FullName
    foreach ($way in 'hf-emulator on PATH', 'dotnet tool exec') {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $emulator = Start-HfEmulator -Speed 600 -ErrorAction Stop
        $seconds = $watch.Elapsed.TotalSeconds
        if ($emulator.CommandLine -notmatch ($way -replace ' on PATH')) {
            throw "Expected '$way', but it was '$($emulator.CommandLine)'."
        }

        $null = $emulator | Connect-HfAccount
        $endpoint = New-HfInferenceEndpoint packed -Repository gpt2 -Vendor aws -Region us-east-1 -Accelerator cpu -InstanceType intel-icl -InstanceSize x2 -Wait
        $text = Invoke-HfTextGeneration $endpoint 'The sea' -MaxNewTokens 4
        if (-not $text.Text) {
            throw 'The endpoint did not answer.'
        }

        Stop-HfEmulator
        "Started by $way in $($seconds.ToString('0.00')) s."
        if ($way -match 'PATH' -and $seconds -gt 2) {
            throw 'That is more than 2 seconds.'
        }

        $env:PATH = $env:PATH.Replace("$tools$([IO.Path]::PathSeparator)", '')
    }
} finally {
    Pop-Location
    $saved.Keys | ForEach-Object { [Environment]::SetEnvironmentVariable($_, $saved[$_]) }
    Remove-Item $root -Recurse -Force -ErrorAction Ignore
}
