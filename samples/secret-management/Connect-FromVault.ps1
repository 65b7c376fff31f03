<#
.SYNOPSIS
Connects with a token from a vault of Microsoft.PowerShell.SecretManagement.

.DESCRIPTION
The token stays a SecureString from the vault to the session. Save it once, in any vault that is registered:

    Install-PSResource Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore
    Register-SecretVault local -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
    Set-Secret HuggingFace (Read-Host -AsSecureString)

.EXAMPLE
. ./Connect-FromVault.ps1
#>
#Requires -Version 7.4
#Requires -Modules HfEndpoints
[CmdletBinding()]
param(
    # The secret's name.
    [string] $Name = 'HuggingFace',

    # The vault; by default the default one.
    [string] $Vault
)
$ErrorActionPreference = 'Stop'

$from = $Vault ? @{ Vault = $Vault } : @{}
Connect-HfAccount -Token (Get-Secret $Name @from)
