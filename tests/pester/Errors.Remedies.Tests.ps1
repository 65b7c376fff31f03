# The words of an error that say what to do, where those of its kind would be too general.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest --speed, 0
    $gpt2 = Get-HfGpt2Setting
}

AfterAll { Stop-HfTest }

Describe 'An error' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint ep-1
        $null = Set-HfEmulatorEndpoint asleep @{ state = 'paused' }
        $null = Set-HfEmulatorEndpoint starting @{ state = 'pending' }
    }

    It 'for <Case> says <Words>' -ForEach @(
        @{ Case = 'a name that is nearly right'; Act = { Get-HfInferenceEndpoint ep1 }; Words = "Did you mean 'ep-1'?" }
        @{ Case = 'such a name of what is changed'; Act = { Suspend-HfInferenceEndpoint ep1 }; Words = "Did you mean 'ep-1'?" }
        @{ Case = 'such a name for inference'; Act = { Invoke-HfTextGeneration ep1 hi }; Words = "Did you mean 'ep-1'?" }
        @{ Case = 'such a name that is waited for'; Act = { Wait-HfInferenceEndpoint alice/ep1 }; Words = "Did you mean 'ep-1'?" }
        @{ Case = 'a model that the catalog lacks'; Act = { New-HfInferenceEndpoint -CatalogModel BAAI/bge-m5 }; Words = "Did you mean 'BAAI/bge-m3'?" }
        @{ Case = 'what may not scale to zero'; Act = { Suspend-HfInferenceEndpoint ep-1 -ScaleToZero }; Words = 'Set-HfInferenceEndpoint alice/ep-1 -MinReplica 0' }
        @{ Case = 'a file that is kept'; Act = { Set-Content $TestDrive/a.json x; Export-HfInferenceEndpoint $TestDrive/a.json -NoClobber }; Words = '-NoClobber out' }
        @{ Case = 'a paused endpoint'; Act = { Invoke-HfTextGeneration asleep hi }; Words = 'Resume-HfInferenceEndpoint alice/asleep -Wait' }
        @{ Case = 'a wait for a paused one'; Act = { Wait-HfInferenceEndpoint asleep }; Words = 'Resume-HfInferenceEndpoint alice/asleep -Wait' }
        @{ Case = 'one that is not deployed yet'; Act = { Invoke-HfTextGeneration starting hi }; Words = 'Wait-HfInferenceEndpoint alice/starting' }
        @{ Case = 'an emulator that is gone'; Act = { Connect-HfAccount hf_x -EmulatorUri http://127.0.0.1:9 }; Words = 'If it was an emulator' }
    ) {
        $failure = @(& $Act 2>&1)
        $failure | Should -HaveCount 1
        "$failure" | Should -BeLike "*$Words*"
    }

    It 'suggests nothing where nothing is similar' {
        Get-HfInferenceEndpoint entirely-different -ErrorVariable failure -ErrorAction SilentlyContinue
        "$failure" | Should -Not -Match 'Did you mean'
    }

    It 'for a token that can not read the endpoint names -Uri' {
        Set-HfEmulatorFault @{ path = '/v2/*'; status = 403; body = @{ error = 'missing permissions: inference.endpoints.read' } }
        Invoke-HfTextGeneration ep-1 hi -ErrorVariable failure -ErrorAction SilentlyContinue
        "$failure" | Should -BeLike '*-Uri*inference.endpoints.read*'
    }

    It 'for a gated model says where access is asked for: <Text>' -ForEach @(
        @{ Text = 'Access to model meta-llama/Llama-3.1-8B is restricted and you are not in the authorized list.' }
        @{ Text = 'Cannot access gated repo for url https://huggingface.co/meta-llama/Llama-3.1-8B/resolve/main/config.json.' }
    ) {
        $null = Set-HfEmulatorEndpoint gated @{ state = 'failed'; message = $Text }
        Wait-HfInferenceEndpoint gated -ErrorVariable failure -ErrorAction SilentlyContinue
        "$failure" | Should -BeLike '*https://huggingface.co/meta-llama/Llama-3.1-8B with*'
    }

    It 'of many inputs says which it is' {
        Invoke-HfTextGeneration ep-1 'one', '', 'three' -MaxNewTokens 1 -ErrorVariable failure -ErrorAction SilentlyContinue | Should -HaveCount 2
        "$failure" | Should -BeLike "``[1``] '': *"
        $failure.Exception.Index | Should -Be 1
        $failure.TargetObject | Should -BeExactly ''
    }

    It 'of a file among many says which it is' {
        Set-Content $TestDrive/a.txt a
        [IO.File]::WriteAllBytes("$TestDrive/b.txt", [byte[]](255, 0, 1))
        Get-Item $TestDrive/a.txt, $TestDrive/b.txt |
            Invoke-HfTextGeneration ep-1 -MaxNewTokens 1 -ErrorVariable failure -ErrorAction SilentlyContinue | Should -HaveCount 1
        "$failure" | Should -BeLike "``[1``] 'b.txt': *"
    }

    It 'of a single input does not' {
        Invoke-HfTextGeneration ep-1 '' -ErrorVariable failure -ErrorAction SilentlyContinue
        "$failure" | Should -Not -BeLike '`[*'
    }

    It 'where nobody can be asked says how to answer: <Case>' -ForEach @(
        @{ Case = 'with -Force'; Act = { Remove-HfInferenceEndpoint ep-1 }; Words = '*-Force or -Confirm:$false*' }
        @{ Case = 'without'; Act = { Suspend-HfInferenceEndpoint ep-1 -Confirm }; Words = '*with -Confirm:$false*' }
    ) {
        $run = Invoke-InNewRunspace $Act
        $run.Errors | Should -HaveCount 1
        "$($run.Errors)" | Should -BeLike $Words
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }
}

Describe 'A filter' {
    It 'that the service does not know is a warning: <Words>' -ForEach @(
        @{ Act = { Get-HfInferenceEndpoint -State runing }; Words = "*'running'*" }
        @{ Act = { Get-HfInferenceEndpoint -Type publik }; Words = "*'public'*" }
        @{ Act = { Get-HfInferenceEndpoint -Task text-generatoin }; Words = "*'text-generation'*" }
        @{ Act = { Get-HfInferenceEndpoint -SortBy nam }; Words = "*'name'*" }
    ) {
        Reset-HfTest
        @(& $Act 3>&1 2>$null)[0] | Should -BeLike $Words
    }
}

Describe 'Invoke-HfInference -WhatIf' {
    It 'sends nothing: <Case>' -ForEach @(
        @{ Case = 'without -OutFile'; Act = { Invoke-HfInference sorter ([byte[]](1, 2)) -WhatIf } }
        @{ Case = 'with -OutFile'; Act = { Invoke-HfInference sorter ([byte[]](1, 2)) -OutFile $TestDrive/x.png -WhatIf } }
        @{ Case = 'with -Body'; Act = { Invoke-HfInference sorter -Body @{ a = 1 } -WhatIf } }
    ) {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint sorter @{ model = @{ task = 'image-classification' } }
        Clear-HfEmulatorRequest
        & $Act | Should -BeNullOrEmpty
        Get-HfEmulatorCall | Should -BeNullOrEmpty
    }
}
