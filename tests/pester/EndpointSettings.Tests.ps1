# The table of settings in the client is what creates, updates, exports and plans are made from: the cmdlets must offer
# the same settings by the same names.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-HfModule
    $client = [Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyName('HfEndpoints.Client')
    $settings = $client.GetType('HfEndpoints.Client.EndpointSetting').GetProperty('All').GetValue($null)
    $script:rows = foreach ($setting in $settings) {
        @{ Key = $setting.Key; Aliases = @($setting.Aliases); OnlyInCreate = $setting.IsOnlyInCreate }
    }
}

Describe 'The settings of an endpoint' {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
        Import-HfModule
        $creation = (Get-Command New-HfInferenceEndpoint).Parameters
        $change = (Get-Command Set-HfInferenceEndpoint).Parameters

        # Parameters whose values stand in the service or are words of a list.
        $completed = 'Framework', 'Task', 'Type', 'Vendor', 'Region', 'Accelerator', 'InstanceType', 'InstanceSize', 'ScalingMetric'
    }

    It 'offers -<Key> in New-' -ForEach $rows {
        $creation.Keys | Should -Contain $Key
        foreach ($alias in $Aliases) {
            $creation[$Key].Aliases | Should -Contain $alias
        }
    }

    It 'offers -<Key> in Set- unless only a create can set it' -ForEach $rows {
        if ($OnlyInCreate) {
            $change.Keys | Should -Not -Contain $Key
        } else {
            $change.Keys | Should -Contain $Key
            foreach ($alias in $Aliases) {
                $change[$Key].Aliases | Should -Contain $alias
            }

            $change[$Key].ParameterType | Should -Be $creation[$Key].ParameterType
        }
    }

    It 'completes -<Key> alike in both where it completes it' -ForEach $rows {
        $of = { param($Parameter) @($Parameter.Attributes.Where({ $_ -is [ArgumentCompleter] }).ForEach({ $_.Type })) }
        $inCreation = & $of $creation[$Key]
        if (-not $OnlyInCreate) {
            & $of $change[$Key] | Should -Be $inCreation
        }

        if ($Key -in $completed) {
            $inCreation | Should -HaveCount 1
        }
    }
}
