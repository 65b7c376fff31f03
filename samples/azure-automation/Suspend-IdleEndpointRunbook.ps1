<#
.SYNOPSIS
A runbook of Azure Automation that pauses idle endpoints, with a token from Key Vault.

.DESCRIPTION
The Automation account's managed identity reads the secret; it needs the role "Key Vault Secrets User". The runbook's runtime
environment is PowerShell 7.4 with the modules Az.Accounts, Az.KeyVault and HfEndpoints. Schedule it every hour.
#>
#Requires -Version 7.4
#Requires -Modules HfEndpoints
param(
    # The vault.
    [Parameter(Mandatory)]
    [string] $VaultName,

    # The secret with the token.
    [string] $SecretName = 'hf-token',

    # How many hours an endpoint has not been used.
    [double] $IdleHours = 2
)
$ErrorActionPreference = 'Stop'

$null = Connect-AzAccount -Identity
$null = Connect-HfAccount -Token (Get-AzKeyVaultSecret -VaultName $VaultName -Name $SecretName).SecretValue

$before = (Get-Date).AddHours(-$IdleHours)
$idle = @(Get-HfInferenceEndpoint -Namespace '*' -State running | Where-Object { ($_.LastUsedAt ?? $_.UpdatedAt) -lt $before })
$idle | Suspend-HfInferenceEndpoint | ForEach-Object { "Paused $($_.Namespace)/$($_.Name)." }
"$($idle.Count) endpoints were idle."
