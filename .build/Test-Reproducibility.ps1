<#
.SYNOPSIS
Builds the module of the current commit twice, in clones of different paths, and compares the files: who builds a release from
its sources gets the same assemblies.
#>
#Requires -Version 7.4
[CmdletBinding()]
param()
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

$root = Split-Path $PSScriptRoot
$folder = Join-Path ([IO.Path]::GetTempPath()) "reproducibility-$([guid]::NewGuid())"

function Get-BuiltHash([string] $Clone) {
    git clone --quiet $root $Clone
    dotnet build (Join-Path $Clone src/HfEndpoints) -c Release -v quiet -nologo -p:ContinuousIntegrationBuild=true | Out-Host
    $output = Join-Path $Clone output/HfEndpoints
    $hashes = [ordered]@{}
    foreach ($file in Get-ChildItem $output -Recurse -File | Sort-Object FullName) {
        $hashes[[IO.Path]::GetRelativePath($output, $file.FullName)] = (Get-FileHash -LiteralPath $file.FullName).Hash
    }

    $hashes
}

try {
    $first = Get-BuiltHash (Join-Path $folder one)
    $second = Get-BuiltHash (Join-Path $folder another/of/them)
    $different = @(@($first.Keys) + @($second.Keys) | Sort-Object -Unique | Where-Object { $first[$_] -ne $second[$_] })
    if ($different) {
        throw "These files differ between two builds of the same commit: $($different -join ', ')."
    }

    "$($first.Count) files of the module are the same in two builds of the same commit."
} finally {
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
}
