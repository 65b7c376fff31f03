# Tests a script that uses endpoints, on the emulator: no account, no cost, and the script is not changed for it.
#Requires -Version 7.4
#Requires -Modules HfEndpoints

BeforeAll {
    # The emulator as a .NET tool, or its assembly; its clock runs fast, so that a start takes no minute.
    $program, $arguments = $env:HF_EMULATOR ? @('dotnet', "exec `"$env:HF_EMULATOR`"") : @('hf-emulator', '')
    $start = [Diagnostics.ProcessStartInfo]::new($program, "$arguments --port 0 --speed 500")
    $start.RedirectStandardOutput = $true
    $emulator = [Diagnostics.Process]::Start($start)
    $uri = $emulator.StandardOutput.ReadLine() -replace '^listening on '
    $null = Connect-HfAccount -EmulatorUri $uri

    $endpoint = @{
        Repository = 'me/sentiment'; Framework = 'pytorch'; Task = 'text-classification'
        Accelerator = 'cpu'; Vendor = 'aws'; Region = 'us-east-1'; InstanceType = 'intel-icl'; InstanceSize = 'x2'
    }
    $null = New-HfInferenceEndpoint sentiment @endpoint
}

AfterAll {
    Disconnect-HfAccount
    $emulator.Kill()
}

Describe 'Get-Sentiment' {
    BeforeEach {
        $null = Invoke-RestMethod "$uri/_emulator/faults" -Method Put -Body '[]' -ContentType application/json
    }

    It 'labels each text, in order' {
        $rows = @('I like it', 'I hate it' | & $PSScriptRoot/Get-Sentiment.ps1 -Endpoint sentiment)

        $rows.Text | Should -Be 'I like it', 'I hate it'
        $rows.Label | Should -Be POSITIVE, NEGATIVE
    }

    It 'pauses the endpoint, so that it costs nothing' {
        $null = 'I like it' | & $PSScriptRoot/Get-Sentiment.ps1 -Endpoint sentiment

        (Get-HfInferenceEndpoint sentiment).Status | Should -Be paused
    }

    It 'pauses the endpoint also if the model fails' {
        $fault = ConvertTo-Json @(@{ method = 'POST'; path = '/serve/*'; status = 400; body = '{"error": "out of memory"}' })
        $null = Invoke-RestMethod "$uri/_emulator/faults" -Method Put -Body $fault -ContentType application/json

        { 'I like it' | & $PSScriptRoot/Get-Sentiment.ps1 -Endpoint sentiment } | Should -Throw '*out of memory*'

        (Get-HfInferenceEndpoint sentiment).Status | Should -Be paused
    }
}
