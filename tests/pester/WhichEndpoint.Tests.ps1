# Which endpoint is meant, in every cmdlet that takes one: alice, whose session it is, and acme both have one named 'same'.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-HfModule

    # What each is given beside the endpoint.
    $others = @{
        'Debug-HfInferenceEndpoint'       = @{}
        'Export-HfInferenceEndpoint'      = @{ Path = 'endpoints.json'; PassThru = $true }
        'Get-HfInferenceAuditLog'         = @{}
        'Get-HfInferenceEndpoint'         = @{}
        'Get-HfInferenceEndpointLog'      = @{}
        'Get-HfInferenceEndpointMetric'   = @{}
        'Get-HfInferenceEndpointReplica'  = @{}
        'Get-HfInferenceServerInfo'       = @{}
        'Invoke-HfBatch'                  = @{ Path = 'jobs.jsonl'; OutPath = 'answers.jsonl' }
        'Invoke-HfChatCompletion'         = @{ Prompt = 'hello'; MaxTokens = 3 }
        'Invoke-HfFeatureExtraction'      = @{ Text = 'hello' }
        'Invoke-HfInference'              = @{ Task = 'summarization'; InputObject = 'hello' }
        'Compare-HfInferenceEndpoint'     = @{ With = 'acme/same' }
        'Invoke-HfRerank'                 = @{ Query = 'hello'; Text = 'a', 'b' }
        'Invoke-HfTextGeneration'         = @{ Prompt = 'hello'; MaxNewTokens = 3 }
        'Measure-HfInferenceEndpointCost' = @{}
        'Measure-HfInferenceEndpointPerformance' = @{ Concurrency = 1; Count = 1; OutputTokens = 2 }
        'Remove-HfInferenceEndpoint'      = @{ Force = $true }
        'Resume-HfInferenceEndpoint'      = @{}
        'Set-HfInferenceEndpoint'         = @{ Tag = 'x' }
        'Suspend-HfInferenceEndpoint'     = @{}
        'Test-HfInferenceEndpoint'        = @{}
        'Use-HfInferenceEndpoint'         = @{ ScriptBlock = { } }
        'Wait-HfInferenceEndpoint'        = @{}
        'Watch-HfInferenceEndpoint'       = @{}
    }

    $forms = @(
        @{ Form = 'a name and -Namespace'; Give = { @{ Argument = @('same'); Namespace = @{ Namespace = 'acme' } } } }
        @{ Form = 'namespace/name'; Give = { @{ Argument = @('acme/same') } } }
        @{ Form = 'namespace/name down the pipeline'; Give = { @{ Piped = 'acme/same' } } }
        @{ Form = 'the object as text'; Give = { @{ Argument = @("$endpoint") } } }
        @{ Form = 'the object'; Give = { @{ Argument = @($endpoint) } } }
        @{ Form = 'the object, and its own namespace'; Give = { @{ Argument = @($endpoint); Namespace = @{ Namespace = 'acme' } } } }
        @{ Form = 'the object down the pipeline'; Give = { @{ Piped = $endpoint } } }
        @{ Form = 'a copy by Clixml'; Give = { @{ Argument = @(Get-Copy Clixml) } } }
        @{ Form = 'a copy by Clixml down the pipeline'; Give = { @{ Piped = Get-Copy Clixml } } }
        @{ Form = 'a copy by CSV'; Give = { @{ Argument = @(Get-Copy Csv) } } }
        @{ Form = 'a copy by CSV down the pipeline'; Give = { @{ Piped = Get-Copy Csv } } }
        @{ Form = 'a copy by JSON'; Give = { @{ Argument = @(Get-Copy Json) } } }
        @{ Form = 'a copy by JSON down the pipeline'; Give = { @{ Piped = Get-Copy Json } } }
        @{ Form = 'a part of it down the pipeline'; Give = { @{ Piped = $endpoint | Select-Object Name, Namespace } } }
    )
    $cases = foreach ($name in $others.Keys | Sort-Object) {
        foreach ($form in $forms) {
            @{ Name = $name; Other = $others[$name] } + $form
        }
    }

    # Those of which the module knows. Enter-HfChat is tested in a terminal.
    $taking = Get-Command -Module HfEndpoints | Where-Object Name -NE Enter-HfChat |
        Where-Object { $_.Parameters.Values.ParameterType -match 'HfEndpointReference' } | ForEach-Object Name
    $each = $taking | ForEach-Object { @{ Name = $_; Other = $others[$_] } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
    $model = Get-HfEngineModel tgi @{ repository = 'HuggingFaceH4/zephyr-7b-beta' }
    Push-Location $TestDrive
    Set-Content jobs.jsonl '{"id":"1","inputs":"hello"}'

    function Get-Copy([string] $Kind) {
        $file = "copy.$Kind"
        switch ($Kind) {
            Clixml { $endpoint | Export-Clixml $file; Import-Clixml $file }
            Csv { $endpoint | Export-Csv $file; Import-Csv $file }
            Json { $endpoint | ConvertTo-Json -Depth 3 -WarningAction Ignore | ConvertFrom-Json }
        }
    }

    function Invoke-Act([hashtable] $Given = @{}) {
        # Calls the cmdlet with an endpoint; a watch has no end of its own.
        $arguments = @($Given.Argument)
        $named = $Other + ($Given.Namespace ?? @{})
        $first = $Name -eq 'Watch-HfInferenceEndpoint' ? @{ First = 1 } : @{ Skip = 0 }
        if ($Given.ContainsKey('Piped')) {
            $Given.Piped | & $Name @named -ErrorAction Continue 2>&1 | Select-Object @first
        } else {
            & $Name @arguments @named -ErrorAction Continue 2>&1 | Select-Object @first
        }
    }

    function Get-Touched {
        # The namespaces of which an endpoint named 'same' was asked for or changed.
        $paths = @(Get-HfEmulatorRequest) | ForEach-Object { "$($_.path)$($_.query)" }
        $paths | Where-Object { $_ -match '/(alice|acme)\b.*\bsame\b' } | ForEach-Object { $Matches[1] } | Sort-Object -Unique
    }
}

AfterAll {
    Pop-Location
    Stop-HfTest
}

Describe 'Which endpoint' {
    BeforeEach {
        Reset-HfTest
        'alice', 'acme' | ForEach-Object { $null = Set-HfEmulatorEndpoint same @{ model = $model } -Namespace $_ }
        $endpoint = Get-HfInferenceEndpoint same -Namespace acme
        Clear-HfEmulatorRequest
    }

    It 'has each cmdlet that takes one in these tests' -ForEach @{ Known = $others.Keys; Taking = $taking } {
        $Known | Sort-Object | Should -Be ($Taking | Sort-Object)
    }

    It 'is that of acme for <Name> with <Form>' -ForEach $cases {
        Remove-Item answers.jsonl -ErrorAction Ignore
        $said = Invoke-Act (& $Give)
        $touched = @(Get-Touched)
        $touched | Should -Not -Contain alice

        # Where the object says enough, it is written, priced or refused as it is, without a request.
        $namespaces = $said | ForEach-Object { $_ -is [Management.Automation.ErrorRecord] ? $_.Exception : $_ } |
            Where-Object { $_.PSObject.Properties['Namespace'] } | ForEach-Object Namespace
        @($touched) + @($namespaces) | Should -Contain acme
    }

    It 'is not that of another namespace for <Name> with an object' -ForEach $each {
        $said = Invoke-Act @{ Argument = @($endpoint); Namespace = @{ Namespace = 'alice' } }
        $said.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        Get-HfEmulatorCall | Should -BeNullOrEmpty
    }

    It 'is refused before a request by <Name> where it is not a valid name' -ForEach $each {
        foreach ($text in 'My_Endpoint', 'a/b/c', '../same', 'same#x') {
            (Invoke-Act @{ Argument = @($text) }).FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*' -Because $text
        }

        Get-HfEmulatorCall | Should -BeNullOrEmpty
    }

    It 'is refused where it is a copy of another service' {
        $copy = Get-Copy Csv
        $copy.EndpointsUri = 'https://api.endpoints.huggingface.cloud/v2'
        (Remove-HfInferenceEndpoint $copy -Force 2>&1).FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        ($copy | Remove-HfInferenceEndpoint -Force 2>&1).FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        Get-HfEmulatorCall | Should -BeNullOrEmpty
    }

    It 'is refused where a part of an object does not say its namespace' {
        $part = $endpoint | Select-Object Name
        ($part | Remove-HfInferenceEndpoint -Force 2>&1).FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        Get-HfEmulatorCall | Should -BeNullOrEmpty
        $part | Remove-HfInferenceEndpoint -Namespace acme -Force
        Get-HfEmulatorCall | Should -BeExactly 'DELETE /v2/endpoint/acme/same'
    }

    It 'is refused where an object is not one: <Case>' -ForEach @(
        @{ Case = 'a number'; Given = 5 }
        @{ Case = 'no name'; Given = [pscustomobject]@{ Title = 'same' } }
        @{ Case = 'wildcards in a copy'; Given = [pscustomobject]@{ Name = '*'; Namespace = 'acme' } }
        @{ Case = 'a name of another namespace'; Given = [pscustomobject]@{ Name = 'alice/same'; Namespace = 'acme' } }
    ) {
        (Remove-HfInferenceEndpoint $Given -Force 2>&1).FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        Get-HfEmulatorCall | Should -BeNullOrEmpty
    }

    It 'is that of an object in foreach, in -Parallel and after connecting elsewhere' {
        $other = Start-TestEmulator
        try {
            $null = Connect-HfAccount hf_x -EmulatorUri $other.Uri
            foreach ($one in $endpoint) { $null = Suspend-HfInferenceEndpoint $one }
            $null = $endpoint | ForEach-Object -Parallel { Import-Module $env:HFENDPOINTS_MODULE; Resume-HfInferenceEndpoint -Name $_ }
            $null = 1 | ForEach-Object -Parallel { Import-Module $env:HFENDPOINTS_MODULE; Suspend-HfInferenceEndpoint $using:endpoint }
            Get-HfEmulatorRequest -Emulator $other | Where-Object path -NotLike *whoami* | Should -BeNullOrEmpty
        } finally {
            Stop-TestEmulator $other
        }

        (Get-HfEmulatorCall -Change) -replace '^POST /v2/endpoint/' | Should -BeExactly acme/same/pause, acme/same/resume, acme/same/pause
    }

    It 'may be asked of with another token, at its own service' {
        (Get-HfInferenceEndpoint $endpoint -Token hf_read).Namespace | Should -BeExactly acme
    }

    It 'may be one of several namespaces, and is an error where it is in none of them' {
        (Get-HfInferenceEndpoint $endpoint -Namespace alice, acme).Namespace | Should -BeExactly acme
        (Get-HfInferenceEndpoint acme/same -Namespace *).Namespace | Should -BeExactly acme
        (Get-HfInferenceEndpoint $endpoint -Namespace alice, globex 2>&1).FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
    }

    It 'continues with other endpoints where one is refused' {
        $done = Suspend-HfInferenceEndpoint Bad_Name, acme/same, $endpoint -ErrorVariable failures -ErrorAction SilentlyContinue
        $done | Should -HaveCount 2
        $failures.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $failures.TargetObject | Should -BeExactly Bad_Name
    }
}
