#Requires -Version 7.4

<#
.SYNOPSIS
Writes the JSON Schema of files of endpoints from the parameters of New-HfInferenceEndpoint, for editors to complete and check them.
#>
[CmdletBinding()]
param(
    # The manifest of a built module.
    [Parameter(Mandatory)] [string] $ModulePath,

    # The file to write.
    [Parameter(Mandatory)] [string] $Path
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$module = Import-Module $ModulePath -Force -PassThru
$command = Get-Command New-HfInferenceEndpoint -Module $module.Name
# Beside settings the cmdlet has how it runs, and files that only it reads.
$others = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters +
    'Token', 'CatalogModel', 'Wait', 'Timeout', 'EnvFile', 'SecretFile'
$texts = @{ type = 'string' }

function Get-Shape($Parameter) {
    switch (([Nullable]::GetUnderlyingType($Parameter.ParameterType) ?? $Parameter.ParameterType).Name) {
        'Int32' { [ordered]@{ type = 'integer'; minimum = $Parameter.Name -like '*Replica' ? 0 : 1 } }
        'Double' { [ordered]@{ type = 'number' } }
        'SwitchParameter' { [ordered]@{ type = 'boolean' } }
        'String[]' { [ordered]@{ type = 'string', 'array'; items = $texts } }
        'IDictionary' { [ordered]@{ type = 'object' } }
        default { [ordered]@{ type = 'string' } }
    }
}

function Get-Word([string] $Name) {
    # What Tab offers of words that the service fixes; others come from the live service.
    $line = "New-HfInferenceEndpoint x -$Name "
    (TabExpansion2 $line $line.Length).CompletionMatches.ListItemText
}

$settings = [ordered]@{}
foreach ($parameter in $command.Parameters.Values | Where-Object Name -NotIn $others | Sort-Object Name) {
    $shape = Get-Shape $parameter
    $shape.description = $parameter.Attributes.Where({ $_ -is [Parameter] })[0].HelpMessage
    switch ($parameter.Name) {
        'Name' { $shape.pattern = '^[a-z0-9-]{1,32}$' }
        'Env' { $shape.additionalProperties = @{ type = 'string', 'number', 'boolean' } }
        'Secret' { $shape.additionalProperties = [ordered]@{ type = 'string', 'null'; pattern = '^(env:.+|secret:(.+/)?.+)$' } }
        { $_ -in 'Framework', 'ScalingMetric', 'Task', 'Type' } { $shape.examples = @(Get-Word $parameter.Name) }
    }
    foreach ($name in @($parameter.Name) + @($parameter.Aliases)) {
        $settings[$name] = $shape
    }
}

[ordered]@{
    '$schema'            = 'http://json-schema.org/draft-07/schema#'
    '$id'                = 'https://raw.githubusercontent.com/hf-endpoints/HfEndpoints/main/docs/endpoints.schema.json'
    title                = 'Endpoints of Hugging Face, as Export-, Compare- and Sync-HfInferenceEndpoint read and write them'
    type                 = 'object'
    required             = @('Endpoints')
    additionalProperties = $false
    properties           = [ordered]@{
        '$schema' = $texts
        Endpoints = [ordered]@{
            type  = 'array'
            items = [ordered]@{ type = 'object'; required = @('Name'); additionalProperties = $false; properties = $settings }
        }
    }
} | ConvertTo-Json -Depth 20 | ForEach-Object { "$($_ -replace "`r")`n" } | Set-Content -LiteralPath $Path -NoNewline
