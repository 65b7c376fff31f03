# What all cmdlets have in common, whichever base they have it from.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-HfModule
    $cmdlets = Get-Command -Module HfEndpoints | ForEach-Object { @{ Name = $_.Name; Type = $_.ImplementingType } }
}

Describe '<Name>' -ForEach $cmdlets {
    It 'has at most four levels of its own' {
        $levels = for ($level = $Type; $level.Assembly -eq $Type.Assembly; $level = $level.BaseType) { $level.Name }
        @($levels).Count | Should -BeLessOrEqual 4
    }

    It 'says of each parameter in a line what it is, which Tab shows' {
        $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
        foreach ($parameter in (Get-Command $Name -Module HfEndpoints).Parameters.Values.Where({ $_.Name -notin $common })) {
            foreach ($attribute in $parameter.Attributes.Where({ $_ -is [Parameter] })) {
                $attribute.HelpMessage | Should -Match '^\S.{3,220}$' -Because $parameter.Name
            }
        }
    }

    It 'completes namespaces and endpoints, and takes none that is empty' {
        foreach ($property in $Type.GetProperties().Where({ $_.GetCustomAttributes([Parameter], $true) })) {
            $completer = if ("$($property.PropertyType)".TrimEnd('[]') -eq 'HfEndpoints.Commands.HfEndpointReference') {
                'EndpointNameCompleter'
            } elseif ($property.Name -eq 'Namespace') {
                'NamespaceCompleter'
            }
            if ($completer) {
                $property.GetCustomAttributes([ArgumentCompleter], $true).Type.Name | Should -BeExactly $completer -Because $property.Name
                $property.GetCustomAttributes([Management.Automation.ValidateArgumentsAttribute], $true) | Should -Not -BeNullOrEmpty
            }
        }
    }
}
