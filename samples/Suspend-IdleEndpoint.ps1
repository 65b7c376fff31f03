<#
.SYNOPSIS
Pauses the endpoints that nobody has used for a while.

.DESCRIPTION
Takes the token of the session, or the one in HF_TOKEN. Emits a row for each endpoint that it paused, with the cost per hour
that ends. -WhatIf only says which they would be. An endpoint that was never used counts from its last change.

.EXAMPLE
./Suspend-IdleEndpoint.ps1 -IdleFor 12:00:00 -WhatIf

.EXAMPLE
./Suspend-IdleEndpoint.ps1 -Namespace my-team -ExceptTag keep
#>
#Requires -Version 7.4
#Requires -Modules HfEndpoints
[CmdletBinding(SupportsShouldProcess)]
param(
    # How long an endpoint has not been used.
    [timespan] $IdleFor = '02:00:00',

    # The user or organization that owns the endpoints; '*' means yourself and all your organizations.
    [string[]] $Namespace,

    # Endpoints with this tag are left alone.
    [string] $ExceptTag = 'keep'
)
$ErrorActionPreference = 'Stop'

$of = $Namespace ? @{ Namespace = $Namespace } : @{}
$before = (Get-Date) - $IdleFor
$idle = Get-HfInferenceEndpoint @of -State running | Where-Object {
    $_.Tags -notcontains $ExceptTag -and ($_.LastUsedAt ?? $_.UpdatedAt) -lt $before
}

# One that can't be paused is an error of its own; the others are paused anyway.
foreach ($endpoint in $idle) {
    $cost = $endpoint | Measure-HfInferenceEndpointCost
    $paused = $endpoint | Suspend-HfInferenceEndpoint -ErrorAction Continue
    if ($paused) {
        [pscustomobject]@{
            Endpoint   = "$($endpoint.Namespace)/$($endpoint.Name)"
            LastUsedAt = $endpoint.LastUsedAt ?? $endpoint.UpdatedAt
            UsdPerHour = $cost.UsdPerHour
        }
    }
}
