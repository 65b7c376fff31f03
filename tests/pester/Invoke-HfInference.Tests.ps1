BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest
    $null = Set-HfEmulatorEndpoint mood @{ model = @{ task = 'text-classification' } }
    $null = Set-HfEmulatorEndpoint reader @{ model = @{ task = 'question-answering' } }
    $null = Set-HfEmulatorEndpoint painter @{ model = @{ task = 'text-to-image' } }
    $null = Set-HfEmulatorEndpoint sorter @{ model = @{ task = 'image-classification' } }
    $null = Set-HfEmulatorEndpoint own @{ model = @{ task = 'custom' } }
    $uri = [uri]::new($emulator.Uri, '/serve/alice/mood')
    $small = @{ Width = 16; Height = 16 }
    Push-Location $TestDrive
    $null = Invoke-HfInference painter 'a boat', 'a hill' @small -OutFile 'photo-{0}.png'

    function Set-Answer([string] $Json, [hashtable] $Rule = @{}) {
        Set-HfEmulatorFault (@{ method = 'POST'; path = '/serve/*'; status = 200; body = $Json } + $Rule)
    }
}

AfterAll {
    Pop-Location
    Stop-HfTest
}

Describe 'Invoke-HfInference' {
    BeforeEach {
        Clear-HfEmulatorRequest
        Set-HfEmulatorFault
        $failures = $null
    }

    AfterEach {
        Set-HfEmulatorFault
    }

    Context 'and the task' {
        It 'is the own of an endpoint by name' {
            Invoke-HfInference mood 'I like you' | Should -BeOfType HfEndpoints.HfLabelScore
        }

        It 'is the own of an endpoint object' {
            Get-HfInferenceEndpoint mood | Invoke-HfInference -Inputs 'I like you' | Should -BeOfType HfEndpoints.HfLabelScore
        }

        It 'must be named where only an address is known' {
            Invoke-HfInference -Uri $uri 'I like you' -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures.FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,HfEndpoints.Commands.InvokeHfInferenceCommand'
            $failures | Should -BeLike '*text-classification*'
            Invoke-HfInference -Uri $uri 'I like you' -Task text-classification | Should -BeOfType HfEndpoints.HfLabelScore
        }

        It 'that is not known is refused with those that are, and nothing is sent' {
            Invoke-HfInference mood a, b -Task text-clasification -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures | Should -HaveCount 1
            $failures.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
            $failures | Should -BeLike '*text-classification*'
            Get-HfEmulatorRequest | Should -BeNullOrEmpty
        }

        It 'that is not known may be sent a body' {
            Set-Answer '{"sum":3}'
            (Invoke-HfInference own -Task addition -Body @{ numbers = 1, 2 }).sum | Should -BeExactly 3
            (Get-HfServedPost).body.numbers | Should -BeExactly 1, 2
        }

        It 'of a custom handler takes any value and gives what comes' {
            Set-Answer '{"echo":[1,{"a":2}]}'
            $answers = @(@{ n = 1 }, @{ n = 2 } | Invoke-HfInference own -Parameter @{ mode = 'x' })
            $answers | Should -HaveCount 2
            $answers[0].echo[1].a | Should -BeExactly 2
            (Get-HfServedPost).body.inputs.n | Sort-Object | Should -BeExactly 1, 2
            (Get-HfServedPost).body.parameters.mode | Should -BeExactly x, x
        }

        It 'reads the answer to a body' {
            (Invoke-HfInference mood -Body @{ inputs = 'I like you'; parameters = @{ top_k = 1 } }).Label | Should -BeExactly POSITIVE
        }

        It 'and a body do not go with inputs' {
            Invoke-HfInference mood hi -Body @{ inputs = 'x' } -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures | Should -BeLike '*-Inputs*'
            Get-HfEmulatorRequest | Should -BeNullOrEmpty
        }
    }

    Context 'and the parameters' {
        It 'are those of the task for Tab' {
            $offered = Get-HfCompletion 'Invoke-HfInference x y -Task fill-mask -T'
            $offered | Should -Contain '-TopK'
            $offered | Should -Contain '-Targets'
            $offered | Should -Not -Contain '-Threshold'
        }

        It 'have their values completed' {
            Get-HfCompletion 'Invoke-HfInference x y -Task token-classification -AggregationStrategy s' | Should -BeExactly simple
            Get-HfCompletion 'Invoke-HfInference x y -Task zero-shot-i' | Should -BeExactly zero-shot-image-classification
        }

        It 'of another task are refused by name' {
            { Invoke-HfInference mood x -Task text-classification -Width 5 } | Should -Throw -ErrorId 'NamedParameterNotFound,*'
        }

        It 'of another task are refused where the endpoint names the task' {
            Invoke-HfInference mood a, b -Width 5 -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
            $failures[0] | Should -BeLike '*-TopK*'
            Get-HfServedPost | Should -BeNullOrEmpty
        }

        It 'that are not given are not sent, and the others by the names of the server' {
            $null = Invoke-HfInference mood 'a'
            $null = Invoke-HfInference mood 'a' -FunctionToApply softmax -Parameter @{ top_k = 1 }
            $bare, $full = (Get-HfServedPost).body.parameters
            $bare.PSObject.Properties | Should -BeNullOrEmpty
            $full.function_to_apply | Should -BeExactly softmax
            $full.top_k | Should -BeExactly 1
        }
    }

    Context 'and the inputs' {
        It 'come down the pipeline, and results in their order' {
            $results = 1..20 | ForEach-Object { "text $_" } | Invoke-HfInference mood -TopK 1
            $results.Input | Should -BeExactly (1..20).ForEach({ "text $_" })
            $results.Index | Should -BeExactly (0..19)
        }

        It 'come as properties of objects' {
            $rows = [pscustomobject]@{ Id = 1; Question = 'Who lives in Paris?' }, [pscustomobject]@{ Id = 2; Question = 'Who lives in Rome?' }
            $answers = $rows | Invoke-HfInference reader -Context 'Ada lives in Paris. Bob lives in Rome.'
            $answers.Answer | Should -BeExactly Ada, Bob
            $answers.Input | Should -BeExactly $rows.Question
        }

        It 'are texts of another cmdlet' {
            $null = Set-HfEmulatorEndpoint writer
            $results = 'I am', 'We are' | Invoke-HfTextGeneration writer -MaxNewTokens 3 | Invoke-HfInference mood -TopK 1
            $results | Should -HaveCount 2
        }

        It 'are files of Get-ChildItem, sent as they are' {
            $results = Get-ChildItem photo-*.png | Invoke-HfInference sorter
            $results.Input | Sort-Object -Unique | Should -BeExactly (Get-ChildItem photo-*.png).FullName
            (Get-HfServedPost).body | ForEach-Object { $_ | Should -BeLike '?PNG*' -Because 'the bytes are the body' }
        }

        It 'are files by wildcard, path and bytes' {
            $bytes = [IO.File]::ReadAllBytes((Join-Path $TestDrive photo-0.png))
            (Invoke-HfInference sorter -InFile photo-*.png -TopK 1).Index | Should -BeExactly 0, 1
            $byPath = Invoke-HfInference sorter photo-0.png -TopK 1
            $byBytes = Invoke-HfInference sorter $bytes -TopK 1
            $byBytes.Label | Should -BeExactly $byPath.Label
            $byBytes.Input | Should -BeNullOrEmpty
        }

        It 'are the texts of files, however the files come' {
            $null = New-Item -ItemType Directory notes -Force
            Set-Content notes/a.txt 'I like you' -NoNewline
            Set-Content notes/b.txt 'I hate you' -NoNewline -Encoding unicode
            $files = Get-ChildItem notes/*.txt
            $copies = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($files))
            $piped = $files | Invoke-HfInference mood -TopK 1
            $piped.Input | Should -BeExactly $files.FullName
            (Get-HfServedPost).body.inputs | Sort-Object | Should -BeExactly 'I hate you', 'I like you'
            (Invoke-HfInference mood $files -TopK 1).Label | Should -BeExactly $piped.Label
            (Invoke-HfInference mood -Text $files -TopK 1).Label | Should -BeExactly $piped.Label
            ($copies | Invoke-HfInference mood -TopK 1).Label | Should -BeExactly $piped.Label
        }

        It 'that are not texts, files or objects with properties are an error each, and the others continue' {
            $null = New-Item -ItemType Directory folder -Force
            [IO.File]::WriteAllBytes((Join-Path $TestDrive bytes.txt), [byte[]](0x80, 0x81))
            $items = 'I like you', (Get-Item folder), [Threading.CancellationTokenSource]::new(), (Get-Item bytes.txt), 'I like you'
            $results = $items | Invoke-HfInference mood -TopK 1 -ErrorVariable failures -ErrorAction SilentlyContinue
            $results.Index | Should -BeExactly 0, 4
            $failures.FullyQualifiedErrorId -replace ',.*' | Should -BeExactly FileNotRead, InvalidRequest, FileNotRead
            $failures.Exception.Index | Should -BeExactly 1, 2, 3
            $failures[0, 2].TargetObject | Should -BeExactly (Get-Item folder).FullName, (Get-Item bytes.txt).FullName
        }

        It 'that are missing or empty files are an error each, and the others continue' {
            $null = New-Item empty.png
            $results = Invoke-HfInference sorter -InFile photo-0.png, missing.png, empty.png, photo-1.png -TopK 1 -ErrorVariable failures -ErrorAction SilentlyContinue
            $results.Index | Should -BeExactly 0, 3
            $failures | Should -HaveCount 2
            $failures.FullyQualifiedErrorId | ForEach-Object { $_ | Should -BeLike 'FileNotRead,*' }
            "$($failures[0])" | Should -BeLike '*missing.png*'
            "$($failures[1])" | Should -BeLike '*empty.png*'
        }

        It 'that lack a part are an error that names it' {
            Invoke-HfInference reader 'Who?' -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
            $failures | Should -BeLike "*'context'*"
            Get-HfServedPost | Should -BeNullOrEmpty
        }

        It 'that the server refuses are an error each, and the others continue' {
            Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; times = 1; status = 400; body = '{"error":"too strange"}' }
            $results = Invoke-HfInference mood a, b, c -TopK 1 -ThrottleLimit 1 -ErrorVariable failures -ErrorAction SilentlyContinue
            $results.Input | Should -BeExactly b, c
            $failures | Should -HaveCount 1
            $failures.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
            $failures | Should -BeLike '*too strange*'
            $failures.TargetObject | Should -BeExactly a
            $failures.Exception.Index | Should -BeExactly 0
        }

        It 'are one error together where the endpoint is paused' {
            $null = Set-HfEmulatorEndpoint mood @{ state = 'paused' }
            Invoke-HfInference mood a, b -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures | Should -HaveCount 1
            $failures.FullyQualifiedErrorId | Should -BeLike 'EndpointNotRunning,*'
            $null = Set-HfEmulatorEndpoint mood @{ state = 'running' }
        }
    }

    Context 'and the answer' {
        It 'that is not of the task is an error' {
            Set-Answer '[{"generated_text":"x"}]'
            Invoke-HfInference mood a -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures.FullyQualifiedErrorId | Should -BeLike 'InvalidResponse,*'
            $failures | Should -BeLike '*label*score*generated_text*'
        }

        It 'that is not an image is an error, and leaves no file' {
            Set-Answer '<html/>'
            Invoke-HfInference painter a -OutFile no.png -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures.FullyQualifiedErrorId | Should -BeLike 'InvalidResponse,*'
            Get-ChildItem no.png* | Should -BeNullOrEmpty
        }

        It 'has a view' {
            Invoke-HfInference mood 'I like you' | Out-String | Should -Match 'Label\s+Score\s+Input'
        }
    }

    Context 'when stopped' {
        It 'ends at once and leaves no file' {
            Set-HfEmulatorFault @{ method = 'POST'; path = '/serve/*'; delayMs = 60000 }
            $stopped = Invoke-WithStop {
                Invoke-HfInference painter a, b -OutFile "$($args[0])/stopped-{0}.png"
            } -ArgumentList "$TestDrive" -Condition { @(Get-HfServedPost).Count -ge 2 }
            $stopped.State | Should -Be Stopped
            $stopped.Errors | Should -BeNullOrEmpty
            Get-ChildItem stopped* | Should -BeNullOrEmpty
        }

        It 'by Select-Object asks for no more' {
            $first = 1..50 | ForEach-Object { "$_" } | Invoke-HfInference mood -TopK 1 -ThrottleLimit 1 | Select-Object -First 1
            $first.Input | Should -BeExactly 1
            @(Get-HfServedPost).Count | Should -BeLessThan 10
        }
    }
}
