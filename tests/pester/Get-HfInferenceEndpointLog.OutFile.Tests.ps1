BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest
    $id = 'HfEndpoints.Commands.GetHfInferenceEndpointLogCommand'
}

AfterAll { Stop-HfTest }

Describe 'Get-HfInferenceEndpointLog -OutFile' {
    BeforeEach {
        Reset-HfEmulator
        $null = Set-HfEmulatorEndpoint demo
        $null = Add-HfEmulatorLog demo 'it failed' @{ level = 'ERROR'; replica = 'r-1' }
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        $path = Join-Path $folder demo.txt
    }

    It 'saves the log and emits the file' {
        $file = Get-HfInferenceEndpointLog demo -OutFile $path
        $file | Should -BeOfType IO.FileInfo
        $file.FullName | Should -BeExactly $path
        Get-Content $file | Select-Object -Last 1 | Should -MatchExactly '^\S+Z r-1 ERROR it failed$'
    }

    It 'saves only the lines that are wanted' {
        $null = Add-HfEmulatorLog demo one, two
        $null = Get-HfInferenceEndpointLog demo -Tail 2 -OutFile $path
        (Get-Content $path) -replace '^\S+ \S+ INFO ' | Should -BeExactly one, two
        $null = Get-HfInferenceEndpointLog demo -Search failed -OutFile $path
        Get-Content $path | Should -BeLike '* ERROR it failed'
    }

    It 'takes a path of the session, and each endpoint its own file in a folder' {
        $null = Set-HfEmulatorEndpoint other
        $null = New-PSDrive -Name logs -PSProvider FileSystem -Root $folder -Scope Global
        try {
            $files = Get-HfInferenceEndpointLog demo, other -OutFile logs:/
        } finally {
            Remove-PSDrive logs -Scope Global
        }

        $files.Name | Should -BeExactly alice-demo-logs.txt, alice-other-logs.txt
        $files.DirectoryName | Sort-Object -Unique | Should -BeExactly $folder.FullName
    }

    It 'does not put one endpoint''s log over another''s' {
        $null = Set-HfEmulatorEndpoint other
        $file = Get-HfInferenceEndpointLog demo, other -OutFile $path -ErrorVariable failures -ErrorAction SilentlyContinue
        Get-Content $file | Select-Object -Last 1 | Should -BeLike '*it failed'
        $failures.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$id"
        $failures.TargetObject | Should -BeExactly other
    }

    It 'saves nothing with -WhatIf' {
        Clear-HfEmulatorRequest
        Get-HfInferenceEndpointLog demo -OutFile $path -WhatIf | Should -BeNullOrEmpty
        Get-ChildItem $folder | Should -BeNullOrEmpty
        Get-HfEmulatorRequest | Should -BeNullOrEmpty
    }

    It 'leaves the file as it was where the download breaks off' {
        Set-Content $path 'what was there'
        Set-HfEmulatorFault @{ path = '*/download'; drop = 'middle' }
        $failure = Get-HfFailure Get-HfInferenceEndpointLog @{ Name = 'demo'; OutFile = $path }
        $failure.FullyQualifiedErrorId | Should -BeExactly "ConnectionFailed,$id"
        Get-Content $path | Should -BeExactly 'what was there'
        Get-ChildItem $folder | Should -HaveCount 1
    }

    It 'says that a file cannot be written' {
        $failure = Get-HfFailure Get-HfInferenceEndpointLog @{ Name = 'demo'; OutFile = Join-Path $folder 'not there/demo.txt' }
        $failure.FullyQualifiedErrorId | Should -BeExactly "FileNotWritten,$id"
        $failure.CategoryInfo.Category | Should -BeExactly WriteError
    }

    It 'refuses what is not a file' {
        $failure = Get-HfFailure Get-HfInferenceEndpointLog @{ Name = 'demo'; OutFile = 'Env:/LOG' }
        $failure.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$id"
    }
}
