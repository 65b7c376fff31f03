BeforeAll {
    Import-Module $PSScriptRoot/Common.psm1 -Force
    $emulator = Start-HfTest @('--speed', '500')
    $samples = Join-Path (Split-Path (Split-Path $PSScriptRoot)) samples

    # The scripts find the emulator as they would find the service: by the environment, or by the session.
    function Set-EmulatorEnvironment {
        $env:HF_ENDPOINT, $env:HF_INFERENCE_ENDPOINTS_ENDPOINT, $env:HF_TOKEN = "$($emulator.Uri)", "$($emulator.Uri)v2", 'hf_test'
    }

    function New-Endpoint([string] $Name, [hashtable] $More = @{}) {
        $settings = @{
            Repository = 'gpt2'; Framework = 'pytorch'; Task = 'text-generation'; Accelerator = 'cpu'; Vendor = 'aws'
            Region = 'us-east-1'; InstanceType = 'intel-icl'; InstanceSize = 'x2'
        } + $More
        New-HfInferenceEndpoint $Name @settings | Wait-HfInferenceEndpoint -RefreshInterval 0.1
    }

    # The scripts go by the emulator's clock.
    function Get-Date {
        ([DateTimeOffset] (Invoke-RestMethod "$($emulator.Uri)_emulator/clock").now).LocalDateTime
    }

    # The PowerShell in a YAML file: the block below each key, by its indentation.
    function Get-YamlScript([string] $Path, [string] $Key) {
        $lines = Get-Content (Join-Path $samples $Path)
        for ($i = 0; $i -lt $lines.Count; $i++) {
            # Without a key, an item of a list.
            if ($lines[$i] -match ($Key ? "^( *)(- )?${Key}: \|$" : '^( *)- \|$')) {
                $least = $Matches[1].Length + "$($Matches[2])".Length
                $block = for ($i++; $i -lt $lines.Count -and $lines[$i] -match "^ {$($least + 2)}|^$"; $i++) { $lines[$i].Trim() }
                [scriptblock]::Create($block -join "`n")
            }
        }
    }
}

AfterAll {
    Stop-HfTest
}

Describe 'The samples' {
    BeforeEach {
        Reset-HfTest
        Push-Location $TestDrive
    }

    AfterEach {
        Pop-Location
        Clear-HfEnvironment
    }

    It 'Suspend-IdleEndpoint pauses what nobody has used, and nothing else' {
        $null = New-Endpoint idle
        $null = New-Endpoint kept @{ Tag = 'keep' }
        $null = Invoke-HfEmulatorControl Post 'clock/advance?seconds=10800' -Emulator $emulator
        $null = New-Endpoint busy

        $rows = @(& $samples/Suspend-IdleEndpoint.ps1)

        $rows.Endpoint | Should -Be alice/idle
        $rows.UsdPerHour | Should -BeGreaterThan 0
        (Get-HfInferenceEndpoint idle).Status | Should -Be paused
        (Get-HfInferenceEndpoint busy, kept).Status | Should -Be running, running
    }

    It 'Suspend-IdleEndpoint -WhatIf pauses nothing' {
        $null = New-Endpoint idle
        $null = Invoke-HfEmulatorControl Post 'clock/advance?seconds=10800' -Emulator $emulator

        & $samples/Suspend-IdleEndpoint.ps1 -WhatIf | Should -BeNullOrEmpty

        (Get-HfInferenceEndpoint idle).Status | Should -Be running
    }

    It 'Get-CostReport sums by what it is asked for' {
        $null = New-Endpoint one @{ Tag = 'team-a' }
        $null = New-Endpoint two @{ Tag = 'team-a' }
        $null = New-Endpoint three @{ Tag = 'team-b' }

        $rows = @(& $samples/Get-CostReport.ps1 -By Tag)

        $rows.Tag | Should -Be team-a, team-b
        $rows.Endpoints | Should -Be 2, 1
        $rows[0].UsdPerMonth | Should -Be (2 * $rows[1].UsdPerMonth)
    }

    It 'Get-CostReport ends with an error over budget' {
        $null = New-Endpoint one

        { & $samples/Get-CostReport.ps1 -Budget 1 } | Should -Throw 'The endpoints cost * USD per month. The budget is 1.00.'
    }

    It 'Connect-FromVault connects with the vault''s token' {
        Set-EmulatorEnvironment
        function Get-Secret([string] $Name) { ConvertTo-SecureString "hf_of_$Name" -AsPlainText }

        $account = . $samples/secret-management/Connect-FromVault.ps1

        $account.Name | Should -Be alice
        $account.TokenSource | Should -Not -Match HF_TOKEN
    }

    It 'The runbook connects by its identity and pauses what is idle' {
        Set-EmulatorEnvironment
        $null = New-Endpoint idle
        $null = Invoke-HfEmulatorControl Post 'clock/advance?seconds=10800' -Emulator $emulator
        function Connect-AzAccount([switch] $Identity) { $Identity | Should -BeTrue }
        function Get-AzKeyVaultSecret([string] $VaultName, [string] $Name) {
            [pscustomobject]@{ SecretValue = ConvertTo-SecureString "hf_${VaultName}_$Name" -AsPlainText }
        }

        $said = & $samples/azure-automation/Suspend-IdleEndpointRunbook.ps1 -VaultName vault

        $said | Should -Be 'Paused alice/idle.', '1 endpoints were idle.'
    }

    It 'The workflow of GitHub Actions pauses and writes a summary' {
        $null = New-Endpoint idle
        $null = Invoke-HfEmulatorControl Post 'clock/advance?seconds=10800' -Emulator $emulator
        $null = New-Item -ItemType Directory scripts
        Copy-Item $samples/Suspend-IdleEndpoint.ps1 scripts
        $env:GITHUB_STEP_SUMMARY = "$TestDrive/summary.md"

        $null = & (Get-YamlScript github-actions/pause-idle.yml run)

        Get-Content summary.md | Should -Contain '- alice/idle, USD 0.064 per hour'
    }

    It 'The pipeline of Azure DevOps answers all jobs, and pauses (<File>)' -ForEach @(
        @{ File = 'azure-devops/batch.yml'; Key = 'pwsh' }
        @{ File = 'azure-devops/batch-key-vault.yml'; Key = 'inlineScript' }
    ) {
        Set-EmulatorEnvironment
        $null = New-Endpoint batch
        1..20 | ForEach-Object { @{ prompt = "Job $_" } | ConvertTo-Json -Compress } | Set-Content jobs.jsonl
        function az { $global:LASTEXITCODE = 0; 'hf_from_vault' }

        # What the agent puts in before the script runs.
        $script = [scriptblock]::Create("$(Get-YamlScript $File $Key)".Replace('$(Build.ArtifactStagingDirectory)', "$TestDrive"))
        $result = & $script

        $result.Succeeded | Should -Be 20
        Get-Content answers.jsonl | Should -HaveCount 20
        (Get-HfInferenceEndpoint batch).Status | Should -Be paused
        Remove-Item answers.jsonl
    }

    It 'The Indexed Job of Kubernetes answers each job once, with eight processes at once' {
        Set-EmulatorEnvironment
        $null = New-Endpoint batch
        1..40 | ForEach-Object { @{ prompt = "Job $_" } | ConvertTo-Json -Compress } | Set-Content jobs.jsonl
        $env:DATA, $env:SHARDS = "$TestDrive", '8'
        "Import-Module '$env:HFENDPOINTS_MODULE'; function Install-PSResource {}`n$(Get-YamlScript kubernetes/batch-shards.yml)" | Set-Content pod.ps1
        $command, $first = & (Join-Path $PSScriptRoot ../../.build/Get-PowerShellCommand.ps1)
        $processes = 0..7 | ForEach-Object {
            $start = [Diagnostics.ProcessStartInfo]@{ FileName = $command; WorkingDirectory = "$TestDrive"; RedirectStandardOutput = $true }
            @($first) + '-NoProfile', '-File', 'pod.ps1' | Where-Object { $_ } | ForEach-Object { $start.ArgumentList.Add($_) }
            $start.Environment['JOB_COMPLETION_INDEX'] = "$_"
            [Diagnostics.Process]::Start($start)
        }
        $processes | ForEach-Object { $null = $_.StandardOutput.ReadToEnd(); $_.WaitForExit(); $_.ExitCode | Should -Be 0 }
        $env:DATA = $env:SHARDS = $null

        $test = Test-HfBatch jobs.jsonl answers.*.jsonl -Task text-generation
        $test.Complete, $test.Done, $test.Failed | Should -Be $true, 40, 0
        (Get-ChildItem answers.*.jsonl).Count | Should -Be 8
        Get-HfServedPost | Should -HaveCount 40
        Remove-Item answers.*.jsonl
    }

    It 'The workflow of GitHub Actions answers all jobs in shards, and puts them together' {
        Set-EmulatorEnvironment
        $null = New-Endpoint batch
        1..20 | ForEach-Object { @{ prompt = "Job $_" } | ConvertTo-Json -Compress } | Set-Content jobs.jsonl
        $start, $shard, $pause, $finish = Get-YamlScript github-actions/batch-shards.yml run

        $null = & $start
        $env:SHARDS = '8'
        (1..8 | ForEach-Object { $env:SHARD = "$_"; & $shard }).Succeeded | Should -Be 3, 3, 3, 3, 2, 2, 2, 2
        $null = & $pause
        (& $finish | Out-String) | Should -Match 'Complete *: True'

        Get-Content whole.jsonl | Should -HaveCount 20
        (Get-HfInferenceEndpoint batch).Status | Should -Be paused
        Remove-Item answers.1.jsonl, whole.jsonl
        { & $finish } | Should -Throw 'The batch is not complete: 17 done, 3 missing*'
        Remove-Item answers.*.jsonl
    }

    It 'The pipeline of Azure DevOps answers all jobs in shards, and puts them together' {
        Set-EmulatorEnvironment
        $null = New-Endpoint batch
        1..20 | ForEach-Object { @{ prompt = "Job $_" } | ConvertTo-Json -Compress } | Set-Content jobs.jsonl
        $start, $shard, $pause, $finish = Get-YamlScript azure-devops/batch-shards.yml pwsh

        $null = & $start
        $env:SYSTEM_TOTALJOBSINPHASE = '8'
        (1..8 | ForEach-Object { $env:SYSTEM_JOBPOSITIONINPHASE = "$_"; & $shard }).Succeeded | Should -Be 3, 3, 3, 3, 2, 2, 2, 2
        $null = & $pause
        (& $finish | Out-String) | Should -Match 'Complete *: True'

        Get-Content whole.jsonl | Should -HaveCount 20
        (Get-HfInferenceEndpoint batch).Status | Should -Be paused
        Remove-Item answers, whole.jsonl -Recurse
    }

    It 'The tasks of Azure Batch answer all jobs in shards' {
        Set-EmulatorEnvironment
        $null = New-Endpoint batch
        $null = New-Item data -ItemType Directory
        1..20 | ForEach-Object { @{ prompt = "Job $_" } | ConvertTo-Json -Compress } | Set-Content data/jobs.jsonl
        $tasks = [Collections.Generic.List[object]]::new()
        function Get-AzBatchAccountKey { 'context' }
        function New-AzBatchJob { }
        function New-AzBatchTask($Id, $JobId, $CommandLine, $EnvironmentSettings, $Constraints, $BatchContext) {
            $tasks.Add(@{ Code = $CommandLine -replace '.*-EncodedCommand '; Environment = $EnvironmentSettings })
        }
        function Install-PSResource { }

        $arguments = @{ BatchAccount = 'a'; Pool = 'p'; JobId = 'j'; Mount = 'data'; Token = ConvertTo-SecureString hf_test -AsPlainText }
        & $samples/azure-batch/Start-ShardedBatch.ps1 @arguments -WhatIf
        $tasks | Should -HaveCount 0
        & $samples/azure-batch/Start-ShardedBatch.ps1 @arguments

        $env:AZ_BATCH_NODE_MOUNTS_DIR = "$TestDrive"
        foreach ($task in $tasks) {
            $task.Environment.GetEnumerator() | ForEach-Object { Set-Item "env:$($_.Key)" $_.Value }
            $null = & ([scriptblock]::Create([Text.Encoding]::Unicode.GetString([Convert]::FromBase64String($task.Code))))
        }
        Test-HfBatch data/jobs.jsonl data/answers.*.jsonl -Quiet | Should -BeTrue
    }

    It 'The YAML files can be parsed' {
        $code = "
            Add-Type -Path '$(Join-Path (Split-Path $env:HFENDPOINTS_MODULE) lib/YamlDotNet.dll)'
            foreach (`$file in Get-ChildItem '$samples' -Recurse -Include *.yml) {
                `$stream = [YamlDotNet.RepresentationModel.YamlStream]::new()
                `$stream.Load([IO.StringReader]::new((Get-Content -Raw `$file)))
                `$stream.Documents.Count
            }"
        $counts = Invoke-InNewPowerShell ([scriptblock]::Create($code))
        $counts.Count | Should -BeGreaterThan 5
        $counts | Select-Object -Unique | Should -Be 1
    }

    It 'The tests of a user''s script pass' {
        $env:HF_EMULATOR = Get-HfBuiltAssembly HfEndpoints.Emulator
        $code = "
            Import-Module '$((Get-Module Pester).Path)'; Import-Module '$env:HFENDPOINTS_MODULE'
            `$env:PSModulePath = '$(Split-Path (Split-Path (Split-Path $env:HFENDPOINTS_MODULE)))' + [IO.Path]::PathSeparator + `$env:PSModulePath
            `$run = Invoke-Pester '$samples/testing' -PassThru -Output None
            `$run.Containers | ForEach-Object ErrorRecord | ForEach-Object { ""`$_"" }
            `$run.Tests | Where-Object Result -ne Passed | ForEach-Object { `$_.Name; `$_.ErrorRecord.Exception.Message }
            ""`$(`$run.PassedCount) passed, `$(`$run.FailedCount) failed"""
        $said = Invoke-InNewPowerShell ([scriptblock]::Create($code))

        $said | Select-Object -Last 1 | Should -Be '3 passed, 0 failed' -Because "$said"
    }
}
