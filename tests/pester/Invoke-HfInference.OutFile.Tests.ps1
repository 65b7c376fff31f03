BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest
    $null = Set-HfEmulatorEndpoint mood @{ model = @{ task = 'text-classification' } }
    $null = Set-HfEmulatorEndpoint painter @{ model = @{ task = 'text-to-image' } }
    $small = @{ Width = 16; Height = 16 }
    Push-Location $TestDrive
}

AfterAll {
    Pop-Location
    Stop-HfTest
}

Describe 'Invoke-HfInference and -OutFile' {
    BeforeEach {
        Clear-HfEmulatorRequest
        $failures = $null
    }

    It 'is written whole, and the object names it' {
        $result = Invoke-HfInference painter 'a boat' @small -OutFile one.png
        $result.Path | Should -BeExactly (Join-Path $TestDrive one.png)
        $result.Bytes | Should -BeNullOrEmpty
        (Get-Content -AsByteStream one.png)[1..3] | Should -BeExactly 80, 78, 71
        Get-ChildItem *.part | Should -BeNullOrEmpty
    }

    It 'gets the extension of what comes' {
        (Invoke-HfInference painter 'a boat' @small -OutFile bare).Path | Should -BeLike '*bare.png'
    }

    It 'is a folder, with a file for each input' {
        $null = New-Item -ItemType Directory pictures
        $null = Invoke-HfInference painter a, b @small -OutFile pictures
        (Get-ChildItem pictures).Name | Sort-Object | Should -BeExactly text-to-image-0.png, text-to-image-1.png
    }

    It 'is a pattern of the place or of the file' {
        $null = Invoke-HfInference painter a, b @small -OutFile 'n{0:d3}.png'
        'n000.png', 'n001.png' | Should -Exist
        $null = Set-HfEmulatorEndpoint shaper @{ model = @{ task = 'image-segmentation' } }
        $null = Get-ChildItem n000.png | Invoke-HfInference shaper -OutFile 'mask-{name}.png'
        'mask-n000.png' | Should -Exist
    }

    It 'of one name is for one input' {
        $results = Invoke-HfInference painter a, b @small -OutFile single.png -ErrorVariable failures -ErrorAction SilentlyContinue
        $results | Should -HaveCount 1
        $failures.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        Get-HfServedPost | Should -HaveCount 1
    }

    It 'that can not be written is refused before anything is sent' {
        Invoke-HfInference painter a @small -OutFile nowhere/x.png -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId | Should -BeLike 'FileNotWritten,*'
        Get-HfServedPost | Should -BeNullOrEmpty
    }

    It 'is replaced, unless -NoClobber keeps it' {
        Set-Content kept.png old
        Invoke-HfInference painter a @small -OutFile kept.png -NoClobber -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId | Should -BeLike 'FileNotWritten,*'
        Get-Content kept.png | Should -BeExactly old
        Get-HfServedPost | Should -BeNullOrEmpty
        $null = Invoke-HfInference painter a @small -OutFile kept.png
        (Get-Item kept.png).Length | Should -BeGreaterThan 10
    }

    It 'is not written with -WhatIf, and nothing is sent' {
        Invoke-HfInference painter a @small -OutFile whatif.png -WhatIf | Should -BeNullOrEmpty
        'whatif.png' | Should -Not -Exist
        Get-HfServedPost | Should -BeNullOrEmpty
    }

    It 'is refused for objects' {
        Invoke-HfInference mood a -OutFile x.json -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Should -BeLike '*Export-Csv*'
        Get-HfServedPost | Should -BeNullOrEmpty
    }
}
