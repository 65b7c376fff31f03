BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest
    $brief = @{ max_new_tokens = 2; return_full_text = $false }
    Push-Location $TestDrive
    1..10 | ForEach-Object { "{`"id`":`"job-$_`",`"prompt`":`"I am $_`"}" } | Set-Content jobs.jsonl
}

AfterAll {
    Pop-Location
    Stop-HfTest
}

Describe 'Invoke-HfBatch -Shard' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint writer @{ state = 'running'; model = Get-HfEngineModel tgi }
        Clear-HfEmulatorRequest
        Remove-Item *answers*.jsonl
    }

    It 'sends every third job, and the shards are the whole' {
        $results = 1..3 | ForEach-Object { Invoke-HfBatch writer jobs.jsonl "answers.$_.jsonl" -Shard "$_/3" -Parameter $brief }

        $results.Total | Should -Be 4, 3, 3
        $results.Succeeded | Should -Be 4, 3, 3
        "$($results[2].Shard)" | Should -BeExactly 3/3
        (Get-Content answers.2.jsonl | ConvertFrom-Json).id | Sort-Object | Should -BeExactly job-2, job-5, job-8
        Get-Content answers.*.jsonl | Set-Content whole-answers.jsonl
        (Invoke-HfBatch writer jobs.jsonl whole-answers.jsonl -Parameter $brief).Skipped | Should -Be 10
        Get-HfServedPost | Should -HaveCount 10
    }

    It 'splits jobs of the pipeline, of several files and of CSV' {
        Get-Content jobs.jsonl, jobs.jsonl | ConvertFrom-Json | ForEach-Object { $_.id += "-$(($script:n++))"; $_ } -Begin { $script:n = 0 } |
            Invoke-HfBatch writer -OutPath answers.jsonl -Shard 4/5 -Parameter $brief | ForEach-Object Succeeded | Should -Be 4
        'prompt', '"a', 'b"', 'c', 'd' | Set-Content jobs.csv
        (Invoke-HfBatch writer jobs.csv csv-answers.jsonl -Shard 2/2 -Parameter $brief).Succeeded | Should -Be 1
        (Get-Content csv-answers.jsonl | ConvertFrom-Json).line | Should -Be 4
    }

    It 'takes a shard as an object, and a copy of one' {
        $shard = [HfEndpoints.HfBatchShard]::new(2, 5)
        $copy = $shard | ConvertTo-Json | ConvertFrom-Json
        foreach ($given in $shard, $copy, @{ Index = 2; Count = 5 }) {
            (Invoke-HfBatch writer jobs.jsonl answers.jsonl -Shard $given -Parameter $brief).Total | Should -Be 2
        }

        Get-HfServedPost | Should -HaveCount 2
    }

    It 'says what is allowed instead of <_>' -ForEach '9/8', '0/8', 'a/b', '3', '', '1/-2' {
        $failure = { Invoke-HfBatch writer jobs.jsonl answers.jsonl -Shard $_ } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError*'
        "$failure" | Should -BeLike '*such as 3/8*'
        Get-HfServedPost | Should -BeNullOrEmpty
    }

    It 'refuses the output of another shard, and of another input' {
        $null = Invoke-HfBatch writer jobs.jsonl answers.jsonl -Shard 3/8 -Parameter $brief
        Clear-HfEmulatorRequest
        Set-Content other.jsonl '"x"', '"y"', '"z"'

        Invoke-HfBatch writer jobs.jsonl answers.jsonl -Shard 3/4 -Parameter $brief -ErrorVariable failures -ErrorAction SilentlyContinue
        Invoke-HfBatch writer other.jsonl answers.jsonl -Shard 3/8 -Parameter $brief -ErrorVariable +failures -ErrorAction SilentlyContinue

        $failures.FullyQualifiedErrorId | Should -BeLike 'OutputMismatch,*'
        $failures | Should -HaveCount 2
        Get-HfServedPost | Should -BeNullOrEmpty
    }

    It 'writes nothing with -WhatIf' {
        Invoke-HfBatch writer jobs.jsonl answers.jsonl -Shard 1/3 -WhatIf | Should -BeNullOrEmpty
        Test-Path answers.jsonl | Should -BeFalse
        Get-HfServedPost | Should -BeNullOrEmpty
    }

    It 'completes shards' {
        Get-HfCompletion 'Invoke-HfBatch writer jobs.jsonl a.jsonl -Shard ' | Should -Be 1/2, 1/4, 1/8
        Get-HfCompletion 'Invoke-HfBatch writer jobs.jsonl a.jsonl -Shard /3' | Should -Be 1/3, 2/3, 3/3
        Get-HfCompletion 'Invoke-HfBatch writer jobs.jsonl a.jsonl -Shard 2/3' | Should -Be 2/3
    }

    It 'refuses a compressed output, and says why' {
        Invoke-HfBatch writer jobs.jsonl answers.jsonl.gz -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        "$failure" | Should -BeLike '*crash*'
    }

    It 'reads a compressed file, and loads the libraries of Parquet only for it' {
        $stream = [IO.Compression.GZipStream]::new([IO.File]::Create("$TestDrive/packed.jsonl.gz"), [IO.Compression.CompressionLevel]::Optimal)
        $stream.Write([IO.File]::ReadAllBytes("$TestDrive/jobs.jsonl"))
        $stream.Dispose()
        $script = "
            Import-Module '$env:HFENDPOINTS_MODULE'
            `$null = Connect-HfAccount -EmulatorUri '$($emulator.Uri)' -Token hf_test
            (Invoke-HfBatch writer '$TestDrive/packed.jsonl.gz' '$TestDrive/answers.jsonl').Succeeded
            [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match '^(Parquet|ZstdSharp|Snappier|Microsoft.IO.Recyc.*)$'"
        Invoke-InNewPowerShell ([scriptblock]::Create($script)) | Should -Be 10
    }
}
