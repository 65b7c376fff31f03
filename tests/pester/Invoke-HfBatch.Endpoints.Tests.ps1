BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest --generate-ms, 20, --max-concurrent, 4
    $running = @{ state = 'running'; model = Get-HfEngineModel tgi @{ repository = 'me/writer' } }
    $brief = @{ max_new_tokens = 2; return_full_text = $false }
    $count = 400
    $path = Join-Path $TestDrive jobs.jsonl
    1..$count | ForEach-Object { "{`"id`":`"job-$_`",`"prompt`":`"I am $_`"}" } | Set-Content $path

    function Get-Scaling([string] $Name) { @{ compute = @{ scaling = @{ minReplica = 1; maxReplica = $Name -eq 'a' ? 2 : 1 } } } }

    function Assert-Complete {
        $answers = Get-Content $out | ConvertFrom-Json
        $answers.Count | Should -BeExactly $count
        ($answers.id | Sort-Object -Unique).Count | Should -BeExactly $count
        $answers | Where-Object { $_.PSObject.Properties['error'] } | Should -BeNullOrEmpty
    }

    function Get-Maximum { (Get-HfInferenceEndpoint a, b | Sort-Object Name).MaxReplica }

    function Get-Change { @(Get-HfEmulatorRequest -Method PUT -Path '/v2/*') }
}

AfterAll { Stop-HfTest }

Describe 'Invoke-HfBatch on several endpoints' {
    BeforeEach {
        Reset-HfTest
        Set-HfEmulatorFault
        'a', 'b' | ForEach-Object { $null = Set-HfEmulatorEndpoint $_ ($running + (Get-Scaling $_)) }
        Clear-HfEmulatorRequest
        $out = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
    }

    It 'takes <Name>' -ForEach @(
        @{ Name = 'names'; Call = { Invoke-HfBatch a, b $path $out -Parameter $brief } }
        @{ Name = 'wildcards'; Call = { Invoke-HfBatch [ab], a* $path $out -Parameter $brief } }
        @{ Name = 'a name with its namespace, and an object'; Call = { Invoke-HfBatch alice/a, (Get-HfInferenceEndpoint b) $path $out -Parameter $brief } }
        @{ Name = 'endpoints from the pipeline'; Call = { Get-HfInferenceEndpoint a, b | Invoke-HfBatch -Path $path -OutPath $out -Parameter $brief } }
        @{ Name = 'names from the pipeline'; Call = { 'a', 'b' | Invoke-HfBatch -Path $path -OutPath $out -Parameter $brief } }
        @{ Name = 'addresses'; Call = {
                $uris = 'a', 'b' | ForEach-Object { "$($emulator.Uri)serve/alice/$_" }
                Invoke-HfBatch -Uri $uris -Path $path -OutPath $out -Token hf_test -Parameter $brief
            }
        }
    ) {
        $result = & $Call
        $result.Succeeded, $result.Failed | Should -BeExactly $count, 0
        ($result.Endpoints.Name -replace '.*/' | Sort-Object) | Should -BeExactly a, b
        $result.Endpoints | ForEach-Object { $_.Succeeded | Should -BeGreaterThan 0 }
        ($result.Endpoints | Measure-Object Succeeded -Sum).Sum | Should -Be $count
        Assert-Complete
    }

    It 'takes endpoints of two namespaces, and says which is which' {
        $null = Set-HfEmulatorEndpoint a $running -Namespace acme
        $result = Invoke-HfBatch a, acme/a $path $out -Parameter $brief
        $result.Endpoints.Name | Should -BeExactly alice/a, acme/a
        Assert-Complete
    }

    It 'shows what each endpoint did' {
        $result = Invoke-HfBatch a, b $path $out -Parameter $brief
        $result.Endpoints[0].GetType().Name | Should -BeExactly HfBatchEndpoint
        "$($result.Endpoints)" | Should -BeExactly 'a b'
        $result.EstimatedCost | Should -Be ($result.Endpoints | Measure-Object EstimatedCost -Sum).Sum
        $result.Endpoints.HighestConcurrency | ForEach-Object { $_ | Should -BeGreaterThan 1 }
    }

    It 'has one endpoint in the result of one' {
        (Invoke-HfBatch a $path $out -Parameter $brief).Endpoints | ForEach-Object { $_.Name, $_.Succeeded } | Should -BeExactly a, $count
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'an endpoint that is there twice'; Call = { Invoke-HfBatch a, alice/a $path $out -ErrorAction SilentlyContinue } }
        @{ Name = 'an address that is there twice'; Call = {
                Invoke-HfBatch -Uri "$($emulator.Uri)serve/alice/a", "$($emulator.Uri)serve/alice/a/" -Path $path -OutPath $out -Token hf_test -ErrorAction SilentlyContinue
            }
        }
        @{ Name = 'a name that is not valid among others'; Call = { Invoke-HfBatch a, Not_Valid $path $out -ErrorAction SilentlyContinue } }
        @{ Name = 'a namespace beside another one'; Call = { Invoke-HfBatch a, acme/a $path $out -Namespace alice -ErrorAction SilentlyContinue } }
        @{ Name = 'endpoints of different tasks'; Call = {
                $null = Set-HfEmulatorEndpoint e @{ state = 'running'; model = @{ task = 'feature-extraction' } }
                Invoke-HfBatch a, e $path $out -ErrorAction SilentlyContinue
            }
        }
    ) {
        $Error.Clear()
        & $Call | Should -BeNullOrEmpty
        $Error[0].FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,HfEndpoints.Commands.InvokeHfBatchCommand'
        Get-HfServedPost | Should -BeNullOrEmpty
        $out | Should -Not -Exist
    }

    It 'warns of different models' {
        $null = Set-HfEmulatorEndpoint b @{ state = 'running'; model = Get-HfEngineModel tgi @{ repository = 'me/other' } }
        $null = Invoke-HfBatch a, b $path $out -Parameter $brief -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike "*'a' has me/writer*'b' has me/other*"
        Assert-Complete
    }

    It 'runs without one that is <State>, with a warning' -ForEach @(
        @{ State = 'paused'; Change = { $null = Set-HfEmulatorEndpoint b @{ state = 'paused' } } }
        @{ State = 'failed'; Change = { $null = Set-HfEmulatorEndpoint b @{ state = 'failed' } } }
        @{ State = 'deleted'; Change = { Remove-HfInferenceEndpoint b -Force } }
    ) {
        & $Change
        $result = Invoke-HfBatch b, a $path $out -Parameter $brief -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        $warnings | Should -BeLike "*'b'*"
        $result.Endpoints.Name | Should -BeExactly a
        Assert-Complete
    }

    It 'is an error where none can answer' {
        'a', 'b' | ForEach-Object { $null = Set-HfEmulatorEndpoint $_ @{ state = 'paused' } }
        Invoke-HfBatch a, b $path $out -ErrorVariable failure -ErrorAction SilentlyContinue -WarningVariable warnings -WarningAction SilentlyContinue |
            Should -BeNullOrEmpty
        $warnings | Should -HaveCount 1
        $failure.FullyQualifiedErrorId | Should -BeExactly 'EndpointNotRunning,HfEndpoints.Commands.InvokeHfBatchCommand'
        $failure.TargetObject | Should -BeExactly a, b
    }

    It 'is an error where nothing matches' {
        Invoke-HfBatch nothing* $path $out -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -BeExactly 'EndpointNotFound,HfEndpoints.Commands.InvokeHfBatchCommand'
    }

    It 'leaves the jobs of one that is paused in the middle to the others, with a warning' {
        $run = Invoke-InNewRunspace -ArgumentList $path, $out {
            Invoke-HfBatch a, b $args[0] $args[1] -Parameter @{ max_new_tokens = 2; return_full_text = $false } -ThrottleLimit 2 3>&1
        } -Meanwhile {
            Wait-Until { (Test-Path $out) -and (Get-Item $out).Length -gt 2000 }
            $null = Suspend-HfInferenceEndpoint b
        }
        $run.Errors | Should -BeNullOrEmpty
        $warning, $result = $run.Output
        $warning | Should -BeOfType Management.Automation.WarningRecord
        $warning.Message | Should -BeLike "Endpoint 'b'*$($result.Endpoints[1].Message)"
        $result.Endpoints[0].Message | Should -BeNullOrEmpty
        Assert-Complete
    }

    It 'shows one progress bar for all' {
        $run = Invoke-InNewRunspace -ArgumentList $path, $out {
            Invoke-HfBatch a, b $args[0] $args[1] -Parameter @{ max_new_tokens = 2 }
        }
        $run.Progress.Activity | Select-Object -Unique | Should -BeExactly 'Batch on 2 endpoints'
        $run.Progress[-1].RecordType | Should -Be Completed
    }
}

Describe 'Invoke-HfBatch -MaxReplica' {
    BeforeEach {
        Reset-HfTest
        Set-HfEmulatorFault
        'a', 'b' | ForEach-Object { $null = Set-HfEmulatorEndpoint $_ ($running + (Get-Scaling $_)) }
        Clear-HfEmulatorRequest
        $out = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
    }

    It 'raises the replicas of each, and puts them back' {
        $null = Invoke-HfBatch a, b $path $out -Parameter $brief -MaxReplica 3
        (Get-Change).body.compute.scaling.maxReplica | Sort-Object | Should -Be 1, 2, 3, 3
        Get-Maximum | Should -Be 2, 1
        Assert-Complete
    }

    It 'changes nothing where there are as many or more' {
        $null = Invoke-HfBatch a, b $path $out -Parameter $brief -MaxReplica 1
        Get-Change | Should -BeNullOrEmpty
        $null = Invoke-HfBatch a, b $path "$out.2" -Parameter $brief -MaxReplica 2
        (Get-Change).path | Select-Object -Unique | Should -BeLike */b
    }

    It 'puts them back after <Name>' -ForEach @(
        @{ Name = 'an error'; Call = {
                Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; status = 401 }
                Invoke-HfBatch a, b $path $out -MaxReplica 3 -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            }
        }
        @{ Name = '-ErrorAction Stop'; Call = {
                Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; status = 401 }
                try { Invoke-HfBatch a, b $path $out -MaxReplica 3 -ErrorAction Stop -WarningAction SilentlyContinue } catch { $null = $_ }
            }
        }
        @{ Name = 'Select-Object -First'; Call = { $null = Invoke-HfBatch a, b $path $out -Parameter $brief -MaxReplica 3 | Select-Object -First 1 } }
        @{ Name = 'an exception downstream'; Call = {
                try { Invoke-HfBatch a, b $path $out -Parameter $brief -MaxReplica 3 | ForEach-Object { throw 'no' } } catch { $null = $_ }
            }
        }
    ) {
        $null = & $Call
        Get-Change | Should -HaveCount 4
        Get-Maximum | Should -Be 2, 1
    }

    It 'puts them back after Ctrl+C' {
        $stopped = Invoke-WithStop -ArgumentList $path, $out {
            Invoke-HfBatch a, b $args[0] $args[1] -Parameter @{ max_new_tokens = 2 } -ThrottleLimit 1 -MaxReplica 3
        } { (Test-Path $out) -and (Get-Item $out).Length -gt 500 }
        $stopped.State | Should -Be Stopped
        Get-Maximum | Should -Be 2, 1
    }

    # A real process, because it ends. Windows has no such signals.
    It 'puts them back after signal <Signal>, and the same command continues' -Skip:$IsWindows -ForEach @{ Signal = 'TERM' }, @{ Signal = 'HUP' } {
        $command, $first = & (Join-Path $PSScriptRoot ../../.build/Get-PowerShellCommand.ps1)
        $script = "
            `$ProgressPreference = 'SilentlyContinue'
            Import-Module '$(Get-HfModulePath)'
            `$null = Connect-HfAccount hf_test -EmulatorUri '$($emulator.Uri)'
            Invoke-HfBatch a, b '$path' '$out' -Parameter @{ max_new_tokens = 2; return_full_text = `$false } -ThrottleLimit 1 -MaxReplica 3
        "
        $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script))
        $arguments = @($first) + '-NoProfile', '-NonInteractive', '-EncodedCommand', $encoded | Where-Object { $_ }
        $process = Start-Process $command $arguments -PassThru -RedirectStandardOutput (Join-Path $TestDrive "$Signal.out") -RedirectStandardError (Join-Path $TestDrive "$Signal.err")
        try {
            Wait-Until -TimeoutSeconds 30 { (Test-Path $out) -and (Get-Item $out).Length -gt 500 }
            Get-Maximum | Should -Be 3, 3
            & kill "-$Signal" $process.Id
            Wait-Until -TimeoutSeconds 20 { $process.HasExited }
        } finally {
            $process | Stop-Process -Force -ErrorAction Ignore
        }

        Get-Maximum | Should -Be 2, 1
        Get-Change | Should -HaveCount 4
        @(Get-Content $out).Count | Should -BeLessThan $count -Because 'it was to end in the middle'
        $null = Invoke-HfBatch a, b $path $out -Parameter $brief
        Assert-Complete
    }

    It 'warns if they can''t be put back, with the price and the command' {
        $run = Invoke-InNewRunspace -ArgumentList $path, $out {
            Invoke-HfBatch a, b $args[0] $args[1] -Parameter @{ max_new_tokens = 2; return_full_text = $false } -MaxReplica 3 3>&1
        } -Meanwhile {
            Wait-Until { (Test-Path $out) -and (Get-Item $out).Length -gt 500 }
            Set-HfEmulatorFault @{ method = 'PUT'; path = '/v2/*/b'; status = 403 }
        }
        $result, $warning = $run.Output
        $result.Succeeded | Should -BeExactly $count
        $warning.Message | Should -BeLike '*3 replicas instead of 1*USD*Set-HfInferenceEndpoint b -Namespace alice -MaxReplica 1'
        $run.Errors.FullyQualifiedErrorId | Should -BeExactly 'Forbidden,HfEndpoints.Commands.InvokeHfBatchCommand'
        Get-Maximum | Should -Be 2, 3
    }

    It 'sends and changes nothing with -WhatIf' {
        Invoke-HfBatch a, b $path $out -MaxReplica 3 -WhatIf | Should -BeNullOrEmpty
        Get-Change | Should -BeNullOrEmpty
        Get-HfServedPost | Should -BeNullOrEmpty
    }
}
