BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-HfModule
    $emulator = Start-TestEmulator
    $null = Set-HfEmulatorEndpoint demo

    function Invoke-InPreparedPowerShell([scriptblock] $Script) {
        # In a process of its own, with functions to import the module, to use it, to load an assembly as another module
        # may bring it (of the same name, but another version with other content) and to list what is loaded where.
        $prepared = {
            $ErrorActionPreference = 'Stop'
            $module, $emulatorUri, $folder = $args

            function Use-HfModule {
                $null = Connect-HfAccount -EmulatorUri $emulatorUri -Token hf_test
                'I am', 'We are' | Invoke-HfTextGeneration demo -MaxNewTokens 2
            }

            function Import-OtherAssembly([string] $Name) {
                $path = Join-Path $folder "$Name.$PID.dll"
                $code = '[assembly: System.Reflection.AssemblyVersion("1.2.3.4")] public static class OtherContent { public static string Name => "other"; }'
                # With the compiler inside Add-Type: Add-Type itself gives assemblies a name of its own.
                Add-Type 'public class LoadCompiler { }'
                $compilation = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create(
                    $Name,
                    [Microsoft.CodeAnalysis.SyntaxTree[]]@([Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText($code)),
                    [Microsoft.CodeAnalysis.MetadataReference[]]@([Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile([object].Assembly.Location)),
                    [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new('DynamicallyLinkedLibrary'))
                $file = [IO.File]::Create($path)
                $result = $compilation.Emit($file)
                $file.Dispose()
                if (-not $result.Success) {
                    throw "$($result.Diagnostics)"
                }

                [Reflection.Assembly]::LoadFrom($path).GetType('OtherContent')
            }

            function Get-LoadedAssembly([string] $Name) {
                foreach ($context in [System.Runtime.Loader.AssemblyLoadContext]::All) {
                    $context.Assemblies | Where-Object { $_.GetName().Name -eq $Name } | ForEach-Object {
                        [pscustomobject]@{ IsShared = $context -eq [System.Runtime.Loader.AssemblyLoadContext]::Default; Version = $_.GetName().Version }
                    }
                }
            }
        }
        Invoke-InNewPowerShell ([scriptblock]::Create("$prepared`n$Script")) -ArgumentList (Get-HfModulePath), $emulator.Uri, "$TestDrive"
    }

    function Assert-Isolated($Loaded) {
        $Loaded | Should -HaveCount 2 -Because 'both versions are loaded'
        ($Loaded | Where-Object IsShared).Version | Should -Be 1.2.3.4
        ($Loaded | Where-Object -Not IsShared).Version | Should -Not -Be 1.2.3.4
    }
}

AfterAll {
    Stop-TestEmulator
}

Describe 'Beside another version of Polly.Core the module' {
    BeforeEach {
        # Polly is needed for a retry.
        Set-HfEmulatorFault @{ path = '/v2/*'; times = 1; status = 500 }
    }

    It 'works when the other was loaded first' {
        $answer = Invoke-InPreparedPowerShell {
            $other = Import-OtherAssembly Polly.Core
            Import-Module $module
            [pscustomobject]@{ Texts = @(Use-HfModule); Loaded = @(Get-LoadedAssembly Polly.Core); Other = $other::Name }
        }
        $answer.Texts.Prompt | Should -BeExactly 'I am', 'We are'
        $answer.Other | Should -BeExactly other
        Assert-Isolated $answer.Loaded
    }

    It 'works, and so does the other, when that is loaded afterwards' {
        $answer = Invoke-InPreparedPowerShell {
            Import-Module $module
            $before = @(Use-HfModule)
            $other = Import-OtherAssembly Polly.Core
            [pscustomobject]@{ Texts = $before + @(Use-HfModule); Loaded = @(Get-LoadedAssembly Polly.Core); Other = $other::Name }
        }
        $answer.Texts | Should -HaveCount 4
        $answer.Other | Should -BeExactly other
        Assert-Isolated $answer.Loaded
    }
}

Describe 'The module' {
    It 'works again after Import-Module -Force, and after Remove-Module and another import' {
        $answer = Invoke-InPreparedPowerShell {
            Import-Module $module
            $texts = @(Use-HfModule)
            $type = [HfEndpoints.HfInferenceEndpoint]
            Import-Module $module -Force
            $texts += Use-HfModule
            Remove-Module HfEndpoints
            $isGone = -not (Get-Command -Module HfEndpoints)
            Import-Module $module
            $texts += Use-HfModule
            [pscustomobject]@{
                Texts      = $texts
                IsGone     = $isGone
                IsSameType = $type -eq (Get-HfInferenceEndpoint demo).GetType()
                Client     = @(Get-LoadedAssembly HfEndpoints.Client)
            }
        }
        $answer.Texts | Should -HaveCount 6
        $answer.IsGone | Should -BeTrue
        $answer.IsSameType | Should -BeTrue
        $answer.Client | Should -HaveCount 1 -Because 'the client is loaded once'
        $answer.Client.IsShared | Should -BeFalse
    }

    It 'works in a runspace whose first command it is' {
        $answer = Invoke-InPreparedPowerShell {
            $texts = 1..4 | ForEach-Object -Parallel {
                Import-Module $using:module
                $null = Connect-HfAccount -EmulatorUri $using:emulatorUri -Token hf_test
                Invoke-HfTextGeneration demo "number $_" -MaxNewTokens 2
            } -ThrottleLimit 4
            [pscustomobject]@{ Texts = $texts; Client = @(Get-LoadedAssembly HfEndpoints.Client) }
        }
        $answer.Texts | Should -HaveCount 4
        $answer.Client | Should -HaveCount 1
    }

    It 'prefers what was compiled for this platform' {
        Copy-Item (Split-Path (Get-HfModulePath)) "$TestDrive/copy" -Recurse
        $system = $IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux'
        $platform = "$system-$([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)".ToLowerInvariant()
        $folder = (New-Item -ItemType Directory "$TestDrive/copy/lib/$platform" -Force).FullName
        Copy-Item "$TestDrive/copy/lib/Polly.Core.dll", "$TestDrive/copy/lib/HfEndpoints.Client.dll" $folder
        $locations = Invoke-InNewPowerShell -ArgumentList "$TestDrive/copy/HfEndpoints.psd1", $emulator.Uri {
            Import-Module $args[0]
            $null = Connect-HfAccount -EmulatorUri $args[1] -Token hf_test
            $null = Invoke-HfTextGeneration demo 'I am' -MaxNewTokens 2
            [System.Runtime.Loader.AssemblyLoadContext]::All.Where({ $_.Name -eq 'HfEndpoints' }).Assemblies.Location
        }
        $locations.Where({ (Split-Path $_) -eq $folder }) | Split-Path -Leaf | Should -Contain HfEndpoints.Client.dll
        $locations.Where({ $_ -like '*ServerSentEvents*' }) | Split-Path | Should -Not -Contain $folder -Because 'what is not there is taken from lib'
    }
}
