<#
.SYNOPSIS
Starts a batch in shards on a pool of Azure Batch, a task for each shard.

.DESCRIPTION
The nodes of the pool have PowerShell 7.4 or later and a container of a storage account mounted (MountConfiguration of the pool), with
jobs.jsonl in it. A task that fails, or whose node is taken away, is started again by Azure Batch and continues: its answers are in
the container. A virtual file system in front of a container that can't append to files, such as blobfuse2, can't hold the answers
while they are written; use a share of Azure Files, or an NFS mount.

The token is read from the environment setting HF_TOKEN of each task. Whoever may read the tasks of the account may read it, so give it
only what inference needs.

.EXAMPLE
./Start-ShardedBatch.ps1 -BatchAccount hfbatch -Pool shards -JobId answers -Mount data -Shards 8 -Token (Get-Secret HF)

.EXAMPLE
Get-AzBatchTask -JobId answers -BatchContext (Get-AzBatchAccountKey hfbatch) | Format-Table Id, State

Afterwards, where the share is mounted: Test-HfBatch jobs.jsonl answers.*.jsonl
#>
#Requires -Version 7.4
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [string] $BatchAccount,
    [Parameter(Mandatory)] [string] $Pool,
    [Parameter(Mandatory)] [string] $JobId,
    # The relative path of the mount, of the pool's configuration.
    [Parameter(Mandatory)] [string] $Mount,
    [ValidateRange(1, 10000)] [int] $Shards = 8,
    [string] $Endpoint = 'batch',
    [Parameter(Mandatory)] [securestring] $Token
)
$ErrorActionPreference = 'Stop'

# What a task runs. AZ_BATCH_NODE_MOUNTS_DIR is set on the node.
$script = {
    $ErrorActionPreference = 'Stop'
    if (-not (Get-Module HfEndpoints -ListAvailable)) { Install-PSResource HfEndpoints -TrustRepository }
    $folder = Join-Path $env:AZ_BATCH_NODE_MOUNTS_DIR $env:MOUNT
    Invoke-HfBatch $env:ENDPOINT "$folder/jobs.jsonl" "$folder/answers.$env:SHARD.jsonl" -Shard "$env:SHARD/$env:SHARDS"
}
# Encoded, because the command line of a task passes through no shell that would take its quotes.
$encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("$script"))

$context = Get-AzBatchAccountKey -AccountName $BatchAccount
if (-not $PSCmdlet.ShouldProcess($JobId, "start $Shards tasks on the pool '$Pool'")) {
    return
}

New-AzBatchJob -Id $JobId -PoolInformation @{ PoolId = $Pool } -BatchContext $context
foreach ($shard in 1..$Shards) {
    $task = @{
        Id                  = "shard-$shard"
        JobId               = $JobId
        CommandLine         = "pwsh -NoProfile -EncodedCommand $encoded"
        EnvironmentSettings = @{
            SHARD = "$shard"; SHARDS = "$Shards"; ENDPOINT = $Endpoint; MOUNT = $Mount
            HF_TOKEN = ConvertFrom-SecureString $Token -AsPlainText
        }
        # Again and again: a shard that continues sends only what is missing.
        Constraints         = @{ MaxTaskRetryCount = -1 }
        BatchContext        = $context
    }
    New-AzBatchTask @task
}
