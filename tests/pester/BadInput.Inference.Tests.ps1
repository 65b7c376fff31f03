# What people get wrong when they send work to an endpoint: one error that says what is wrong and what is allowed.
BeforeDiscovery {
    $paths = @(
        @{ Name = 'a drive of another provider'; Path = 'env:x'; Message = '*Environment*' }
        @{ Name = 'no drive'; Path = 'nodrive:/x'; Message = "*'nodrive:/x'*nodrive*" }
    )
    $calls = @(
        @{ Cmdlet = 'Invoke-HfBatch'; Parameter = 'Path'; Call = { param($Path) Invoke-HfBatch writer $Path out.jsonl } }
        @{ Cmdlet = 'Invoke-HfBatch'; Parameter = 'OutPath'; Call = { param($Path) 'x' | Invoke-HfBatch writer -OutPath $Path } }
        @{ Cmdlet = 'Invoke-HfBatch'; Parameter = 'ErrorPath'; Call = { param($Path) 'x' | Invoke-HfBatch writer -OutPath out.jsonl -ErrorPath $Path } }
        @{ Cmdlet = 'Invoke-HfInference'; Parameter = 'InFile'; Call = { param($Path) Invoke-HfInference sorter -InFile $Path } }
        @{ Cmdlet = 'Invoke-HfInference'; Parameter = 'OutFile'; Call = { param($Path) Invoke-HfInference painter x -OutFile $Path } }
        @{ Cmdlet = 'Invoke-HfChatCompletion'; Parameter = 'Image'; Call = { param($Path) Invoke-HfChatCompletion talker x -Image "$Path.png" } }
        @{ Cmdlet = 'Get-HfInferenceEndpointLog'; Parameter = 'OutFile'; Call = { param($Path) Get-HfInferenceEndpointLog writer -OutFile $Path } }
        @{ Cmdlet = 'Export-HfInferenceEndpoint'; Parameter = 'Path'; Call = { param($Path) Export-HfInferenceEndpoint writer -Path "$Path.json" } }
        @{ Cmdlet = 'Sync-HfInferenceEndpoint'; Parameter = 'Path'; Call = { param($Path) Sync-HfInferenceEndpoint "$Path.json" } }
        @{ Cmdlet = 'Sync-HfInferenceEndpoint'; Parameter = 'LiteralPath'; Call = { param($Path) Sync-HfInferenceEndpoint -LiteralPath "$Path.json" } }
    )
    $pathCases = foreach ($call in $calls) { foreach ($path in $paths) { $call + $path } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest --speed, 0
    $null = Set-HfEmulatorEndpoint writer @{ model = Get-HfEngineModel tgi @{ repository = 'gpt2' } }
    $null = Set-HfEmulatorEndpoint talker @{ model = Get-HfEngineModel tgi @{ repository = 'HuggingFaceTB/SmolLM2-1.7B-Instruct' } }
    $null = Set-HfEmulatorEndpoint painter @{ model = @{ task = 'text-to-image' } }
    $null = Set-HfEmulatorEndpoint sorter @{ model = @{ task = 'image-classification' } }
    $null = Set-HfEmulatorEndpoint listener @{ model = @{ task = 'automatic-speech-recognition' } }
    $null = Set-HfEmulatorEndpoint ranker @{ model = @{ task = 'sentence-ranking' } }
    $null = Set-HfEmulatorEndpoint embedder @{ model = @{ task = 'sentence-embeddings' } }
    Push-Location $TestDrive
    $null = Invoke-HfInference painter 'a boat' -Width 16 -Height 16 -OutFile boat.png
    Copy-Item boat.png boat
    'not a picture' | Set-Content note.txt
    'not a sound' | Set-Content note.wav

    function Get-Failure([scriptblock] $ScriptBlock, $Argument) {
        # The one error of a script, which gives nothing else.
        $said = @(& $ScriptBlock $Argument 2>&1)
        $said | Should -HaveCount 1
        $said[0] | Should -BeOfType System.Management.Automation.ErrorRecord
        $said[0]
    }
}

AfterAll {
    Pop-Location
    Stop-HfTest
}

Describe 'Bad input of inference' {
    BeforeEach {
        Set-HfEmulatorFault
        Clear-HfEmulatorRequest
    }

    Context 'a path' {
        It 'on <Name> is refused before anything is sent: -<Parameter> of <Cmdlet>' -ForEach $pathCases {
            $failure = Get-Failure $Call $Path
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
            "$failure" | Should -BeLike $Message.Replace('nodrive:/x''', 'nodrive:/x*''')
            "$failure" | Should -BeLike "*-$Parameter*"
            Get-HfEmulatorCall | Should -BeNullOrEmpty
        }

        It 'may be on a drive of one''s own, in the home folder, or of a file with brackets' {
            $null = New-PSDrive pictures FileSystem $TestDrive -Scope Global
            try {
                Copy-Item boat.png -Destination 'boat[1].png'
                (Invoke-HfInference sorter pictures:/boat.png -TopK 1).Label | Should -Not -BeNullOrEmpty
                (Invoke-HfInference sorter -InFile pictures:/boat*.png -TopK 1) | Should -HaveCount 2
                (Invoke-HfInference sorter -InFile 'boat[1].png' -TopK 1).Input | Should -BeLike '*boat`[1`].png'
                $failure = Get-Failure { Invoke-HfInference sorter '~/there-is-no-such-picture.png' }
                "$failure" | Should -BeLike "*$([IO.Path]::Combine($HOME, 'there-is-no-such-picture.png').Replace('\', '*'))*"
            }
            finally {
                Remove-PSDrive pictures
                Remove-Item -LiteralPath 'boat[1].png'
            }
        }

        It 'that matches no file is an error: <_>' -ForEach '*.nothing', 'nowhere/*.png' {
            $failure = Get-Failure { Invoke-HfInference sorter -InFile $args[0] } $_
            $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotRead,*'
            "$failure" | Should -BeLike "*'$_'*"
            Get-HfServedPost | Should -BeNullOrEmpty
        }

        It 'to a file that can''t be written is an error before anything is sent: <Case>' -ForEach @(
            @{ Case = 'no such folder'; Call = { Invoke-HfInference painter x -OutFile nowhere/a.png }; Message = '*nowhere*' }
            @{ Case = 'a folder for a batch'; Call = { 'x' | Invoke-HfBatch writer -OutPath $TestDrive }; Message = "*$([IO.Path]::GetFileName($TestDrive))*" }
            @{ Case = 'no such folder for a batch'; Call = { 'x' | Invoke-HfBatch writer -OutPath nowhere/a.jsonl }; Message = '*nowhere*' }
        ) {
            $failure = Get-Failure $Call
            $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotWritten,*'
            "$failure" | Should -BeLike $Message
            Get-HfServedPost | Should -BeNullOrEmpty
        }
    }

    Context 'a file' {
        It 'is refused where the task takes another kind: <File> for <Endpoint>' -ForEach @(
            @{ File = 'note.txt'; Endpoint = 'sorter'; Message = '*note.txt*.png*' }
            @{ File = 'note.wav'; Endpoint = 'sorter'; Message = '*note.wav*audio/wav*.png*' }
            @{ File = 'boat.png'; Endpoint = 'listener'; Message = '*boat.png*image/png*.wav*' }
            @{ File = 'boat'; Endpoint = 'listener'; Message = '*image/png*.wav*' }
        ) {
            foreach ($call in { Invoke-HfInference $Endpoint -InFile $File }, { Invoke-HfInference $Endpoint $File }, { Get-Item $File | Invoke-HfInference $Endpoint }) {
                $failure = Get-Failure $call
                $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
                "$failure" | Should -BeLike $Message
            }

            Get-HfServedPost | Should -BeNullOrEmpty
        }

        It 'is recognized by its first bytes, or by -ContentType' {
            (Invoke-HfInference sorter -InFile boat -TopK 1).Label | Should -Be (Invoke-HfInference sorter -InFile boat.png -TopK 1).Label
            Clear-HfEmulatorRequest
            $null = Get-Failure { Invoke-HfInference sorter -InFile note.txt -ContentType image/x-own }
            (Get-HfServedPost).contentType | Should -BeExactly image/x-own
        }

        It 'of a chat is an error before anything is sent: <Image>' -ForEach @(
            @{ Image = 'missing.png'; Id = 'FileNotRead'; Message = "Cannot read '*missing.png'*" }
            @{ Image = 'note.txt'; Id = 'InvalidRequest'; Message = '*note.txt*.png*' }
        ) {
            $failure = Get-Failure { Invoke-HfChatCompletion talker 'What is it?' -Image $Image }
            $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
            "$failure" | Should -BeLike $Message
            Get-HfServedPost | Should -BeNullOrEmpty
        }

        It 'of jobs that is a folder, or holds none, is an error' {
            $failure = Get-Failure { Invoke-HfBatch writer $TestDrive out.jsonl }
            $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotRead,*'
            $failure.TargetObject | Should -BeExactly writer
            $null = New-Item none.jsonl -Force
            (Invoke-HfBatch writer none.jsonl out.jsonl -WarningVariable warnings -WarningAction SilentlyContinue).Total | Should -BeExactly 0
            "$warnings" | Should -BeLike '*none.jsonl*'
        }
    }

    Context 'an image' {
        It 'for a model that sees none is an error that says what to do' {
            $null = Set-HfEmulatorEndpoint blind @{ model = Get-HfEngineModel vllm @{ repository = 'me/chat' } }
            $failure = Get-Failure { Invoke-HfChatCompletion blind 'What is it?' -Image boat.png }
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
            "$failure" | Should -BeLike '*is not a multimodal model*image-text-to-text*'
        }
    }

    Context 'an address' {
        It 'gives its content without the token, which is sent with its type' {
            Set-HfEmulatorFault @{ method = 'GET'; path = '/pictures/*'; status = 200; body = 'a picture'; headers = @{ 'Content-Type' = 'image/webp' } }, @{ method = 'POST'; path = '/serve/*'; status = 200; body = '[{"label":"cat","score":1}]' }
            $address = "$($emulator.Uri)pictures/cat.webp"
            foreach ($call in { Invoke-HfInference sorter $address }, { Invoke-HfInference sorter -InFile $address }, { Invoke-HfInference sorter -Image $address }) {
                $result = & $call
                $result.Label | Should -BeExactly cat
                $result.Input | Should -BeExactly $address
            }

            (Get-HfEmulatorRequest -Path /pictures/*).authorization | Should -Be $false, $false, $false
            (Get-HfServedPost).contentType | Should -Be image/webp, image/webp, image/webp
            (Get-HfServedPost).body | Should -Be 'a picture', 'a picture', 'a picture'
        }

        It 'that gives none is an error, and nothing is sent: <Case>' -ForEach @(
            @{ Case = 'plain http'; Address = 'http://example.com/cat.png'; Id = 'UntrustedAddress'; Message = '*example.com/cat.png*https*' }
            @{ Case = 'nothing there'; Address = 'pictures/none.png'; Id = 'NotFound'; Message = '*pictures/none.png*' }
            @{ Case = 'a page'; Address = 'pages/cat.png'; Id = 'InvalidResponse'; Message = '*text/html*' }
        ) {
            Set-HfEmulatorFault @{ method = 'GET'; path = '/pages/*'; status = 200; body = '<html/>'; headers = @{ 'Content-Type' = 'text/html' } }
            $failure = Get-Failure { Invoke-HfInference sorter "$([uri]::new($emulator.Uri, $Address))" }
            $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
            "$failure" | Should -BeLike $Message
            Get-HfServedPost | Should -BeNullOrEmpty
        }
    }

    Context 'a task' {
        It 'that is not known is refused with those that are, and nothing is asked: <Case>' -ForEach @(
            @{ Case = 'Invoke-HfInference'; Call = { Invoke-HfInference writer x -Task text-genration } }
            @{ Case = 'Invoke-HfBatch'; Call = { 'x' | Invoke-HfBatch writer -OutPath never.jsonl -Task text-genration } }
        ) {
            $failure = Get-Failure $Call
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
            "$failure" | Should -BeLike "*'text-genration'*text-generation*"
            Get-HfEmulatorCall | Should -BeNullOrEmpty
            'never.jsonl' | Should -Not -Exist
        }

        It 'of another cmdlet is an error that names the cmdlet: <Task>' -ForEach @(
            @{ Task = 'sentence-ranking'; Cmdlet = 'Invoke-HfRerank' }
            @{ Task = 'text-ranking'; Cmdlet = 'Invoke-HfRerank' }
            @{ Task = 'image-text-to-text'; Cmdlet = 'Invoke-HfChatCompletion' }
        ) {
            "$(Get-Failure { Invoke-HfInference writer x -Task $Task })" | Should -BeLike "*$Cmdlet*"
        }

        It 'may go by another name' {
            "$(Get-Failure { Invoke-HfInference ranker x })" | Should -BeLike '*Invoke-HfRerank*'
            Invoke-HfInference embedder 'a text' | Should -BeOfType HfEndpoints.HfFeatureRow
        }
    }

    Context 'a job of a batch' {
        It 'that can''t be made out fails with its line, and the rest continues' {
            '{"prompt":"a"}', '{not json', '42', '{"messages":"x"}', '{"id":"last","prompt":"b"}' | Set-Content mixed.jsonl
            $result = Invoke-HfBatch writer mixed.jsonl mixed.out.jsonl -Parameter @{ max_new_tokens = 1 } -WarningAction SilentlyContinue
            $result.Succeeded, $result.Failed | Should -BeExactly 2, 3
            $answers = Get-Content mixed.out.jsonl | ConvertFrom-Json | Sort-Object line
            $answers.line | Should -BeExactly 1, 2, 3, 4, 5
            $answers[1..3].error.id | Should -BeExactly InvalidJob, InvalidJob, InvalidJob
            $answers[1].error.message | Should -BeLike '*2*'
            $answers[2].error.message | Should -BeLike '*3*prompt*messages*inputs*'
            $answers[4].id, $answers[4].error | Should -BeExactly last, $null
        }
    }
}
