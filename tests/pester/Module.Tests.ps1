BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-HfModule
    $cmdlets = Get-Command -Module HfEndpoints | ForEach-Object {
        @{ Name = $_.Name; Verb = $_.Verb; Noun = $_.Noun; Command = $_ }
    }
    $changing = $cmdlets | Where-Object Verb -In New, Set, Suspend, Resume, Remove
    $removing = $cmdlets | Where-Object Verb -EQ Remove
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-HfModule
    $manifest = Import-PowerShellDataFile (Get-HfModulePath)

    function Get-CmdletAttribute($Command) {
        $Command.ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)[0]
    }
}

Describe 'The manifest' {
    It 'is valid' {
        (Test-ModuleManifest (Get-HfModulePath)).Version | Should -BeExactly $manifest.ModuleVersion
    }

    It 'exports cmdlets only, each by name' {
        (Get-Command -Module HfEndpoints).Name | Sort-Object | Should -BeExactly ($manifest.CmdletsToExport | Sort-Object)
        (Get-Command -Module HfEndpoints).CommandType | Sort-Object -Unique | Should -Be Cmdlet
    }

    It 'names every cmdlet of the assembly' {
        $assembly = (Get-Command -Module HfEndpoints)[0].ImplementingType.Assembly
        $classes = $assembly.GetTypes().Where({ $_.IsDefined([System.Management.Automation.CmdletAttribute], $false) })
        $names = $classes.ForEach({
            $attribute = $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)[0]
            "$($attribute.VerbName)-$($attribute.NounName)"
        })
        $names | Sort-Object | Should -BeExactly ($manifest.CmdletsToExport | Sort-Object)
    }
}

Describe '<Name>' -ForEach $cmdlets {
    It 'has an approved verb' {
        (Get-Verb $Verb).Verb | Should -BeExactly $Verb
    }

    It 'has a singular noun with the prefix' {
        $Noun | Should -MatchExactly '^Hf[A-Z]'
        $Noun | Should -Not -MatchExactly '[^s]s$'
    }

    It 'has its page online, where Get-Help -Online leads' {
        $uri = "https://github.com/hf-endpoints/HfEndpoints/blob/main/docs/en-US/$Name.md"
        $Command.HelpUri | Should -BeExactly $uri
        (Get-Help "HfEndpoints\$Name").relatedLinks.navigationLink[0].uri | Should -BeExactly $uri
    }

    It 'declares what it emits' {
        $Command.OutputType | Should -Not -BeNullOrEmpty
    }
}

Describe '<Name>, which changes something,' -ForEach $changing {
    It 'supports -WhatIf and -Confirm' {
        (Get-CmdletAttribute $Command).SupportsShouldProcess | Should -BeTrue
    }
}

Describe '<Name>, which removes something,' -ForEach $removing {
    It 'asks first' {
        (Get-CmdletAttribute $Command).ConfirmImpact | Should -Be High
    }
}

Describe 'Importing' {
    BeforeAll {
        $emulator = Start-TestEmulator
    }

    AfterAll {
        Stop-TestEmulator
    }

    It 'works again with -Force' {
        $count = Invoke-InNewPowerShell {
            Import-Module $args[0]
            Import-Module $args[0] -Force
            (Get-Command -Module HfEndpoints).Count
        } -ArgumentList (Get-HfModulePath)
        $count | Should -BeExactly $manifest.CmdletsToExport.Count
    }

    It 'loads no assembly of lib into the context other modules share' {
        $lib = Join-Path (Split-Path (Get-HfModulePath)) lib
        $loaded = Invoke-InNewPowerShell {
            Import-Module $args[0]
            $null = Connect-HfAccount -EmulatorUri $args[1] -Token hf_x
            [System.Runtime.Loader.AssemblyLoadContext]::All | ForEach-Object {
                foreach ($assembly in $_.Assemblies.Where({ -not $_.IsDynamic })) {
                    [pscustomobject]@{ IsShared = $_ -eq [System.Runtime.Loader.AssemblyLoadContext]::Default; Path = $assembly.Location }
                }
            }
        } -ArgumentList (Get-HfModulePath), $emulator.Uri
        $ours = $loaded | Where-Object { $_.Path -and $_.Path.StartsWith($lib) }
        @($ours | Where-Object Path -Like *HfEndpoints.Client.dll).Count | Should -BeGreaterThan 0 -Because 'connecting needs the client'
        $ours | Where-Object IsShared | Should -BeNullOrEmpty
    }

    It 'asks nothing of the service' {
        Clear-HfEmulatorRequest
        Invoke-InNewPowerShell {
            $env:HF_ENDPOINT = $args[1]
            $env:HF_INFERENCE_ENDPOINTS_ENDPOINT = "$($args[1])v2"
            $env:HF_INFERENCE_CATALOG_ENDPOINT = "$($args[1])api/catalog"
            $env:HF_TOKEN = 'hf_x'
            Import-Module $args[0]
        } -ArgumentList (Get-HfModulePath), $emulator.Uri
        Get-HfEmulatorRequest | Should -BeNullOrEmpty
    }
}
