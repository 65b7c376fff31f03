<#
.SYNOPSIS
Says of each text whether it is friendly. It stands for a script of yours, and Get-Sentiment.Tests.ps1 for its tests.

.EXAMPLE
Get-Content reviews.txt | ./Get-Sentiment.ps1 -Endpoint sentiment
#>
#Requires -Version 7.4
#Requires -Modules HfEndpoints
[CmdletBinding()]
param(
    # A text.
    [Parameter(Mandatory, ValueFromPipeline)]
    [string] $Text,

    # An endpoint for text classification. It is resumed if it is paused.
    [Parameter(Mandatory)]
    [string] $Endpoint
)
begin {
    $ErrorActionPreference = 'Stop'
    $texts = [Collections.Generic.List[string]]::new()
}
process {
    $texts.Add($Text)
}
end {
    Use-HfInferenceEndpoint $Endpoint {
        $texts | Invoke-HfInference $_ -Task text-classification
    } | ForEach-Object -Begin { $i = 0 } {
        $best = $_ | Sort-Object Score -Bottom 1
        [pscustomobject]@{ Text = $texts[$i++]; Label = $best.Label; Score = $best.Score }
    }
}
