<#
.SYNOPSIS
Publishes the packages that the Package task made: the module to the PowerShell Gallery, the rest to NuGet.

.DESCRIPTION
The keys are in the environment: PSGALLERY_API_KEY and NUGET_API_KEY. -WhatIf shows what would be published, and needs no
keys. A package that is there already in this version is left alone, so that a run that broke off can be repeated.
#>
#Requires -Version 7.4
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [string] $Path,
    # The tag that is released, which has to be the packages' version.
    [string] $Tag,
    # The name or address of the NuGet source.
    [string] $Source = $env:NUGET_SOURCE
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

$version = ([xml](Get-Content -Raw (Join-Path $PSScriptRoot ../Directory.Build.props))).Project.PropertyGroup.Version | Where-Object { $_ }
if ($Tag -and $Tag -cne "v$version") {
    throw "The tag is '$Tag', but the packages have version $version. Tag the commit whose Directory.Build.props has the version."
}

$module = Get-Item (Join-Path $Path "HfEndpoints.$version.nupkg")
$libraries = Get-ChildItem $Path -Filter "*.$version.nupkg" | Where-Object Name -NE $module.Name
foreach ($library in $libraries) {
    if ($PSCmdlet.ShouldProcess('NuGet', "Publish $($library.Name)")) {
        dotnet nuget push $library.FullName --source $Source --api-key $env:NUGET_API_KEY --skip-duplicate
    }
}

# Last, as it cannot be taken back either, and people see it first.
if ($PSCmdlet.ShouldProcess('PowerShell Gallery', "Publish $($module.Name)")) {
    if (Find-PSResource HfEndpoints -Version $version -Repository PSGallery -ErrorAction Ignore) {
        Write-Host "HfEndpoints $version is in the gallery already."
    } else {
        Publish-PSResource -NupkgPath $module.FullName -Repository PSGallery -ApiKey $env:PSGALLERY_API_KEY
    }
}
