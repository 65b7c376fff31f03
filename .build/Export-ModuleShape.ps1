<#
.SYNOPSIS
Writes what Get-Command says of a module's cmdlets as JSON, for 'HfEndpoints.Help new'.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $ModulePath,
    [Parameter(Mandatory)] [string] $OutFile
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

function Get-TypeName([type] $Type) {
    $plain = [Nullable]::GetUnderlyingType($Type) ?? $Type
    if (-not $plain.IsGenericType) {
        return $plain.Name
    }

    '{0}[{1}]' -f ($plain.Name -replace '`.*'), (($plain.GetGenericArguments() | ForEach-Object { Get-TypeName $_ }) -join ',')
}

function Get-AcceptedValue($Parameter) {
    $set = $Parameter.Attributes.Where({ $_ -is [ValidateSet] }, 'First')
    $type = $Parameter.ParameterType.IsArray ? $Parameter.ParameterType.GetElementType() : $Parameter.ParameterType
    $type = [Nullable]::GetUnderlyingType($type) ?? $type
    if ($set) {
        $set.ValidValues
    } elseif ($type.IsEnum) {
        [Enum]::GetNames($type)
    }
}

# DontShow: for those who know it, not for the help.
function Test-Hidden($Parameter) {
    [bool]$Parameter.Attributes.Where({ $_ -is [Parameter] -and $_.DontShow })
}

function Get-ParameterShape($Parameter) {
    [ordered]@{
        name           = $Parameter.Name
        type           = Get-TypeName $Parameter.ParameterType
        mandatory      = $Parameter.IsMandatory
        position       = $Parameter.Position -ge 0 ? $Parameter.Position : $null
        byValue        = $Parameter.ValueFromPipeline
        byPropertyName = $Parameter.ValueFromPipelineByPropertyName
        globbing       = [bool]$Parameter.Attributes.Where({ $_ -is [SupportsWildcards] })
        aliases        = @($Parameter.Aliases)
        acceptedValues = @(Get-AcceptedValue $Parameter)
    }
}

$module = Import-Module $ModulePath -Force -PassThru
$common = [System.Management.Automation.Cmdlet]::CommonParameters
$cmdlets = foreach ($command in Get-Command -Module $module.Name -CommandType Cmdlet | Sort-Object Name) {
    $sets = foreach ($set in $command.ParameterSets) {
        [ordered]@{
            name       = $set.Name
            isDefault  = $set.IsDefault
            parameters = @($set.Parameters | Where-Object { $_.Name -notin $common -and -not (Test-Hidden $_) } | ForEach-Object { Get-ParameterShape $_ })
        }
    }
    $piped = $command.ParameterSets.Parameters | Where-Object { $_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName }
    [ordered]@{
        name          = $command.Name
        helpUri       = $command.HelpUri
        parameterSets = @($sets)
        inputs        = @($piped | ForEach-Object { $_.ParameterType.FullName } | Sort-Object -Unique)
        outputs       = @($command.OutputType | ForEach-Object Name)
    }
}

[ordered]@{
    moduleName = $module.Name
    helpFile   = "$($module.Name).dll-Help.xml"
    cmdlets    = @($cmdlets)
} | ConvertTo-Json -Depth 9 | Set-Content -LiteralPath $OutFile
