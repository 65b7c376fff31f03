<#
.SYNOPSIS
Reports what the endpoints cost, by endpoint, owner or tag.

.DESCRIPTION
Takes the token of the session, or the one in HF_TOKEN. Emits one row for each group, the most expensive first, which
Export-Csv and ConvertTo-Html take. With -Budget it ends with an error if all together cost more.

.EXAMPLE
./Get-CostReport.ps1 -By Tag | Export-Csv costs.csv

.EXAMPLE
./Get-CostReport.ps1 -Namespace '*' -By CreatedBy -Budget 1000
#>
#Requires -Version 7.4
#Requires -Modules HfEndpoints
[CmdletBinding()]
param(
    # What the rows are about. An endpoint with several tags counts for its first.
    [ValidateSet('Name', 'Namespace', 'CreatedBy', 'Tag', 'InstanceType')]
    [string] $By = 'Name',

    # The user or organization that owns the endpoints; '*' means yourself and all your organizations.
    [string[]] $Namespace,

    # The most USD per month that the endpoints may cost as they run now.
    [double] $Budget = [double]::PositiveInfinity
)
$ErrorActionPreference = 'Stop'

$of = $Namespace ? @{ Namespace = $Namespace } : @{}
$endpoints = @(Get-HfInferenceEndpoint @of)
$costs = @{}
$endpoints | Measure-HfInferenceEndpointCost | ForEach-Object { $costs["$($_.Namespace)/$($_.Name)"] = $_ }

$rows = $endpoints | Group-Object { $By -eq 'Tag' ? ($_.Tags | Select-Object -First 1) : $_.$By } | ForEach-Object {
    $theirs = $_.Group.ForEach({ $costs["$($_.Namespace)/$($_.Name)"] })
    [pscustomobject]@{
        $By         = $_.Name
        Endpoints   = $_.Count
        Running     = @($_.Group | Where-Object Status -eq running).Count
        UsdPerHour  = [Math]::Round(($theirs | Measure-Object UsdPerHour -Sum).Sum, 4)
        UsdPerMonth = [Math]::Round(($theirs | Measure-Object UsdPerMonth -Sum).Sum, 2)
    }
}

$rows | Sort-Object UsdPerMonth -Descending
$sum = ($rows | Measure-Object UsdPerMonth -Sum).Sum
if ($sum -gt $Budget) {
    throw [string]::Format([cultureinfo]::InvariantCulture, 'The endpoints cost {0:N2} USD per month. The budget is {1:N2}.', $sum, $Budget)
}
