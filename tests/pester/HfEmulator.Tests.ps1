BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-HfModule
    Clear-HfEnvironment
    $program = Get-HfBuiltAssembly HfEndpoints.Emulator

    function Invoke-Installed([scriptblock] $Script, [string] $Argument) {
        # In another PowerShell, with a copy of the module that has nothing beside it.
        $copy = Join-Path $TestDrive modules
        Copy-Item (Split-Path (Get-HfModulePath)) (New-Item $copy -ItemType Directory -Force) -Recurse -Force
        $manifest = (Get-ChildItem $copy -Recurse -Filter HfEndpoints.psd1).FullName
        $file, $first = & (Join-Path (Split-Path (Split-Path $PSScriptRoot)) .build/Get-PowerShellCommand.ps1)
        & $file @($first) -NoProfile -NonInteractive -Command "Import-Module '$manifest'; & { $Script } '$Argument'"
    }
}

AfterAll {
    Stop-HfEmulator
    Stop-HfTest
}

Describe 'Start-HfEmulator' {
    AfterEach {
        Stop-HfEmulator
        Disconnect-HfAccount
    }

    It 'starts one that Connect-HfAccount takes from the pipeline' {
        $emulator = Start-HfEmulator -Path $program -User carol -Organization initech -Speed 100
        $account = $emulator | Connect-HfAccount

        $account.Name | Should -Be carol
        $account.Organizations | Should -Be initech
        "$emulator" | Should -BeExactly $account.HubUri.AbsoluteUri.TrimEnd('/')
        (Get-Process -Id $emulator.ProcessId).HasExited | Should -BeFalse
    }

    It 'finds it by the environment, and passes further options on' {
        $env:HF_EMULATOR = $program
        try {
            $emulator = Start-HfEmulator -ArgumentList --token, hf_only
        } finally {
            $env:HF_EMULATOR = $null
        }

        { Connect-HfAccount hf_other -EmulatorUri $emulator.EmulatorUri -ErrorAction Stop } | Should -Throw -ErrorId 'Unauthorized,*'
        (Connect-HfAccount hf_only -EmulatorUri $emulator.EmulatorUri).Name | Should -Be alice
    }

    It 'answers as slowly as the instance with -RealisticLatency' {
        (Start-HfEmulator -Path $program -RealisticLatency).CommandLine | Should -BeLike '* --realistic-latency*'

        # Refused by the program, which sees both.
        { Start-HfEmulator -Path $program -RealisticLatency -ArgumentList --token-ms, 5 -ErrorAction Stop } |
            Should -Throw '*can''t be combined*'
    }

    It 'finds the one that was built with the module' {
        (Start-HfEmulator).CommandLine | Should -BeLike 'dotnet exec *emulator?HfEndpoints.Emulator.dll --port 0*'
    }

    It 'of an installed module finds the tool on PATH' -Skip:$IsWindows {
        $folder = Join-Path $TestDrive bin
        $null = New-Item -ItemType Directory $folder
        Set-Content "$folder/hf-emulator" "#!/bin/sh`nexec dotnet exec '$program' `"`$@`""
        chmod +x "$folder/hf-emulator"
        Invoke-Installed { $env:PATH = "$args" + [IO.Path]::PathSeparator + $env:PATH; (Start-HfEmulator).CommandLine } $folder |
            Should -BeLike "$folder/hf-emulator --port 0*"
    }

    It 'of an installed module says how to get it if it is nowhere' {
        $said = Invoke-Installed { $env:PATH = $env:HOME = $env:USERPROFILE = "$args"; Start-HfEmulator 2>&1 | ForEach-Object { $_.FullyQualifiedErrorId; "$_" } } $TestDrive
        $said[0] | Should -BeLike 'EmulatorNotStarted,*'
        $said[1] | Should -BeLike '*dotnet tool install --global HfEndpoints.Emulator*'
    }

    It 'reports <Case>' -ForEach @(
        @{ Case = 'a port that is in use'; Act = { param($first) Start-HfEmulator $first.EmulatorUri.Port -Path $program -ErrorAction Stop }; Message = 'The emulator did not start: Port * is already in use*' }
        @{ Case = 'an option that it does not know'; Act = { Start-HfEmulator -Path $program -ArgumentList --nonsense -ErrorAction Stop }; Message = "*Unknown option '--nonsense'*" }
        @{ Case = 'a path that leads nowhere'; Act = { Start-HfEmulator -Path nowhere.dll -ErrorAction Stop }; Message = "There is no file '*nowhere.dll'*" }
        @{ Case = 'a file that is no program'; Act = { Start-HfEmulator -Path $PSCommandPath -ErrorAction Stop }; Message = "*can't be started*" }
    ) {
        $first = Start-HfEmulator -Path $program

        { & $Act $first } | Should -Throw $Message -ErrorId 'EmulatorNotStarted,*'
    }

    It 'starts nothing with -WhatIf' {
        Start-HfEmulator -Path $program -WhatIf | Should -BeNullOrEmpty
    }

    It 'is not stopped by Ctrl+C, which reaches every process of a terminal' -Skip:$IsWindows {
        $emulator = Start-HfEmulator -Path $program

        kill -INT $emulator.ProcessId

        # A program that takes it as its end has ended by then.
        (Get-Process -Id $emulator.ProcessId).WaitForExit(3000) | Should -BeFalse
        ($emulator | Connect-HfAccount).Name | Should -Be alice
    }

    It 'leaves none behind when the process is killed' {
        $script = [scriptblock]::Create("
            Import-Module '$env:HFENDPOINTS_MODULE'
            Set-Content '$TestDrive/id' (Start-HfEmulator -Path '$program').ProcessId
            [Diagnostics.Process]::GetCurrentProcess().Kill()")
        $null = Invoke-InNewPowerShell $script
        $id = Get-Content $TestDrive/id

        # It may have ended already, or be about to.
        Get-Process -Id $id -ErrorAction Ignore | ForEach-Object { $_.WaitForExit(10000) | Should -BeTrue }
    }
}

Describe 'Stop-HfEmulator' {
    It 'stops those of the pipeline, and no other' {
        $one, $two = 1..2 | ForEach-Object { Start-HfEmulator -Path $program }

        $one | Stop-HfEmulator

        Get-Process -Id $one.ProcessId -ErrorAction Ignore | Should -BeNullOrEmpty
        (Get-Process -Id $two.ProcessId).HasExited | Should -BeFalse
        $one, $two | Stop-HfEmulator
        Get-Process -Id $two.ProcessId -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'stops none with -WhatIf' {
        $one = Start-HfEmulator -Path $program

        Stop-HfEmulator -WhatIf

        (Get-Process -Id $one.ProcessId).HasExited | Should -BeFalse
    }
}
