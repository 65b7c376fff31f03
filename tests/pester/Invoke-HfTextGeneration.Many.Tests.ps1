BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest
    'writer', 'slow', 'quick' | ForEach-Object { $null = Set-HfEmulatorEndpoint $_ @{ model = Get-HfEngineModel tgi } }
    $brief = @{ MaxNewTokens = 2; ReturnFullText = $false }

    function Measure-Concurrency([int] $AnswerMilliseconds) {
        # A request is under way from its arrival for as long as an answer takes. A little less is counted, as a timer
        # may strike early.
        $span = [timespan]::FromMilliseconds($AnswerMilliseconds - 20)
        $times = @((Get-HfServedPost).time)
        ($times | ForEach-Object { $now = $_; $times.Where({ $_ -le $now -and $_ -gt $now - $span }).Count } | Measure-Object -Maximum).Maximum
    }
}

AfterAll { Stop-HfTest }

Describe 'Many prompts of Invoke-HfTextGeneration' {
    BeforeEach {
        Set-HfEmulatorFault
        Clear-HfEmulatorRequest
    }

    It 'are under way at once, as many as -ThrottleLimit <Limit> says and no more' -ForEach @{ Limit = 1 }, @{ Limit = 4 } {
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; delayMs = 300 }
        $texts = 1..(3 * $Limit) | Invoke-HfTextGeneration writer -ThrottleLimit $Limit @brief
        $texts | Should -HaveCount (3 * $Limit)
        Measure-Concurrency 300 | Should -BeExactly $Limit
    }

    It 'are eight at once by default' {
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; delayMs = 300 }
        $null = 1..16 | Invoke-HfTextGeneration writer @brief
        Measure-Concurrency 300 | Should -BeExactly 8
    }

    It 'are one at a time with -Stream, whatever -ThrottleLimit says' {
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; delayMs = 100 }
        $pieces = 'a', 'b', 'c' | Invoke-HfTextGeneration writer @brief -Stream -ThrottleLimit 3
        $pieces.Index | Should -BeExactly 0, 0, 1, 1, 2, 2
        Measure-Concurrency 100 | Should -BeExactly 1
    }

    It 'begin while later ones are still being made' {
        $seen = 'first', 'second' | ForEach-Object {
            if ($_ -eq 'second') {
                Wait-Until { (Get-HfServedPost).body.inputs -contains 'first' }
            }
            $_
        } | Invoke-HfTextGeneration writer @brief
        $seen.Prompt | Should -BeExactly first, second
    }

    It 'are answered in their order, though a later one is done earlier' {
        Set-HfEmulatorFault @{ path = '/serve/alice/slow'; delayMs = 300 }
        $texts = Get-HfInferenceEndpoint slow, quick | Invoke-HfTextGeneration -Prompt 'I am' @brief
        $texts.Index | Should -BeExactly 0, 1
    }

    It 'are answered as they are done with -Unordered' {
        Set-HfEmulatorFault @{ path = '/serve/alice/slow'; delayMs = 300 }
        $texts = Get-HfInferenceEndpoint slow, quick | Invoke-HfTextGeneration -Prompt 'I am' @brief -Unordered
        $texts.Index | Should -BeExactly 1, 0
    }

    It 'are answered each once, two hundred of them' {
        $prompts = 1..200 | ForEach-Object { "number $_" }
        $texts = $prompts | Invoke-HfTextGeneration writer @brief -ThrottleLimit 32
        $texts.Prompt | Should -BeExactly $prompts
        $texts.Index | Should -BeExactly (0..199)
        $texts.Text | Should -Not -Contain ''
        Get-HfServedPost | Should -HaveCount 200
    }

    It 'that all continue but one which the server refuses: one error' {
        $texts = 'one', '', 'three' | Invoke-HfTextGeneration writer @brief -ErrorVariable failures -ErrorAction SilentlyContinue
        $texts.Prompt | Should -BeExactly one, three
        $texts.Index | Should -BeExactly 0, 2
        $failures.FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        $failures.TargetObject | Should -BeExactly ''
        $failures.Exception.Index, $failures.Exception.Endpoint | Should -BeExactly 1, writer
    }

    It 'that all continue but one which the server fails on: one error' {
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; times = 1; status = 424; body = @{ error = 'CUDA out of memory'; error_type = 'generation' } }
        $texts = 1..20 | Invoke-HfTextGeneration writer @brief -ErrorVariable failures -ErrorAction SilentlyContinue
        $texts | Should -HaveCount 19
        $failures.FullyQualifiedErrorId | Should -BeExactly 'GenerationFailed,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        $failures.Exception.Message | Should -BeLike '*CUDA out of memory*'
        Get-HfServedPost | Should -HaveCount 20
    }

    It 'are each an error where each one fails' {
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; status = 424 }
        1..5 | Invoke-HfTextGeneration writer @brief -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures | Should -HaveCount 5
    }

    It 'are sent again when the server is overloaded, with a verbose line for each time' {
        Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; times = 2; status = 429; headers = @{ 'Retry-After' = '0' } }
        $output = 1..4 | Invoke-HfTextGeneration writer @brief -Verbose -ErrorVariable failures 4>&1
        $failures | Should -BeNullOrEmpty
        $output | Where-Object { $_ -is [HfEndpoints.HfGeneratedText] } | Should -HaveCount 4
        $output | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | Should -HaveCount 2
        Get-HfServedPost | Should -HaveCount 6
    }

    It 'are one error for all where the endpoint is not there' {
        1..5 | Invoke-HfTextGeneration nowhere -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures.FullyQualifiedErrorId | Should -BeExactly 'EndpointNotFound,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
        # The second for a name that is similar.
        Get-HfEmulatorCall /v2/* | Should -BeExactly 'GET /v2/endpoint/alice/nowhere', 'GET /v2/search/alice'
    }

    It 'are one error for all where the address is not valid' {
        1..5 | Invoke-HfTextGeneration -Uri 'ftp://nowhere' -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures.FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
    }

    It 'are one error for all where the environment forbids requests' {
        $env:HF_HUB_OFFLINE = '1'
        try {
            $null = Disconnect-HfAccount
            1..5 | Invoke-HfTextGeneration -Uri $emulator.Uri -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        } finally {
            $env:HF_HUB_OFFLINE = $null
            $null = Connect-HfAccount -EmulatorUri $emulator.Uri -Token hf_test
        }
        $failures.FullyQualifiedErrorId | Should -BeExactly 'Offline,HfEndpoints.Commands.InvokeHfTextGenerationCommand'
    }

    It 'that are empty ask nothing' {
        @() | Invoke-HfTextGeneration writer | Should -BeNullOrEmpty
        Get-HfEmulatorRequest | Should -BeNullOrEmpty
    }
}
