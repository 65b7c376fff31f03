BeforeDiscovery {
    # Each task with a call, the type of what comes, and something that must be true of it.
    $cases = @(
        @{ Task = 'audio-classification'; Call = @{ InFile = 'speech.wav'; TopK = 2 }; Type = 'HfLabelScore'; Holds = { $_.Count -eq 2 } }
        @{ Task = 'audio-to-audio'; Call = @{ InFile = 'speech.wav' }; Type = 'HfMediaResult'; Holds = { $_.ContentType -like 'audio/*' -and $_.Label } }
        @{ Task = 'automatic-speech-recognition'; Call = @{ InFile = 'speech.wav'; ExtraBody = @{ return_timestamps = $true } }; Type = 'HfTranscription'; Holds = { $_.Text -eq 'Good morning' -and $_.Chunks[0].End -gt 0 } }
        @{ Task = 'document-question-answering'; Call = @{ InFile = 'red.png'; Question = 'What is it?' }; Type = 'HfAnswer'; Holds = { $_[0].Answer } }
        @{ Task = 'feature-extraction'; Call = @{ Inputs = 'good morning' }; Type = 'HfFeatureRow'; Holds = { $_[0].Vector.Count -gt 1 } }
        @{ Task = 'fill-mask'; Call = @{ Inputs = 'The [MASK] is blue.'; TopK = 2 }; Type = 'HfMaskFill'; Holds = { $_.Count -eq 2 -and $_[0].Sequence -like 'The * is blue.' } }
        @{ Task = 'image-classification'; Call = @{ InFile = 'red.png'; TopK = 1 }; Type = 'HfLabelScore'; Holds = { $_.Count -eq 1 } }
        @{ Task = 'image-segmentation'; Call = @{ InFile = 'red.png' }; Type = 'HfImageSegment'; Holds = { $_[0].Mask[1..3] -join ' ' -eq '80 78 71' } }
        @{ Task = 'image-to-image'; Call = @{ InFile = 'red.png'; Prompt = 'a blue one'; TargetSize = @{ width = 32; height = 32 } }; Type = 'HfMediaResult'; Holds = { $_.ContentType -eq 'image/png' } }
        @{ Task = 'image-to-text'; Call = @{ InFile = 'red.png' }; Type = 'HfTextResult'; Holds = { "$_" -like '*image*' } }
        @{ Task = 'image-to-video'; Call = @{ InFile = 'red.png'; NumFrames = 2 }; Type = 'HfMediaResult'; Holds = { $_.ContentType -like 'video/*' } }
        @{ Task = 'object-detection'; Call = @{ InFile = 'red.png' }; Type = 'HfDetectedObject'; Holds = { $_[0].Box.XMax -gt $_[0].Box.XMin } }
        @{ Task = 'question-answering'; Call = @{ Question = 'Who lives in Paris?'; Context = 'Ada lives in Paris.' }; Type = 'HfAnswer'; Holds = { $_.Answer -eq 'Ada' -and $_.End -eq 3 } }
        @{ Task = 'sentence-similarity'; Call = @{ Sentence = 'I like cats'; OtherSentences = 'I love cats', 'The sky' }; Type = 'HfSimilarity'; Holds = { $_[0].Score -gt $_[1].Score -and $_[1].Sentence -eq 'The sky' } }
        @{ Task = 'summarization'; Call = @{ Inputs = 'The tower is tall. It is in Paris. Many visit it. It was built long ago.' }; Type = 'HfTextResult'; Holds = { "$_" -like '*tower*' } }
        @{ Task = 'table-question-answering'; Call = @{ Query = 'How many stars?'; Table = @{ Repo = 'a', 'b'; Stars = '10', '20' } }; Type = 'HfTableAnswer'; Holds = { $_.Cells -contains '10' } }
        @{ Task = 'tabular-classification'; Call = @{ Table = @{ a = 1, 2; b = 3, 4 } }; Type = 'HfRowValue'; Holds = { $_.Count -eq 2 -and $_[1].Row -eq 1 } }
        @{ Task = 'tabular-regression'; Call = @{ Table = @(@{ a = 1; b = 3 }, @{ a = 2; b = 4 }) }; Type = 'HfRowValue'; Holds = { $_.Count -eq 2 -and $_[1].Value -is [double] } }
        @{ Task = 'text-classification'; Call = @{ Inputs = 'I like you'; TopK = 2 }; Type = 'HfLabelScore'; Holds = { "$($_[0])" -eq 'POSITIVE' } }
        @{ Task = 'text-generation'; Call = @{ Inputs = 'I am'; MaxNewTokens = 3 }; Type = 'HfTextResult'; Holds = { "$_" } }
        @{ Task = 'text-to-image'; Call = @{ Inputs = 'a boat'; Width = 32; Height = 32 }; Type = 'HfMediaResult'; Holds = { $_.Bytes[1..3] -join ' ' -eq '80 78 71' } }
        @{ Task = 'text-to-speech'; Call = @{ Inputs = 'Good evening' }; Type = 'HfMediaResult'; Holds = { $_.ContentType -like 'audio/*' } }
        @{ Task = 'text-to-video'; Call = @{ Inputs = 'a dog'; NumFrames = 2 }; Type = 'HfMediaResult'; Holds = { $_.ContentType -like 'video/*' } }
        @{ Task = 'token-classification'; Call = @{ Inputs = 'Ada Lovelace lived in London.'; AggregationStrategy = 'simple' }; Type = 'HfEntity'; Holds = { $_[0].Word -eq 'Ada Lovelace' -and $_[0].EntityGroup -eq 'PER' } }
        @{ Task = 'translation'; Call = @{ Inputs = 'good'; SrcLang = 'en'; TgtLang = 'fr' }; Type = 'HfTextResult'; Holds = { "$_" -ne 'good' } }
        @{ Task = 'visual-question-answering'; Call = @{ InFile = 'red.png'; Question = 'What colour is it?' }; Type = 'HfAnswer'; Holds = { $_[0].Answer } }
        @{ Task = 'zero-shot-classification'; Call = @{ Inputs = 'a great soccer match'; CandidateLabels = 'food', 'sport' }; Type = 'HfLabelScore'; Holds = { $_[0].Label -eq 'sport' } }
        @{ Task = 'zero-shot-image-classification'; Call = @{ InFile = 'red.png'; CandidateLabels = 'red', 'blue' }; Type = 'HfLabelScore'; Holds = { $_.Count -eq 2 } }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest
    $null = Set-HfEmulatorEndpoint kit
    # The toolkit serves every task under a route of its own, whatever the endpoint's.
    $route = "$($emulator.Uri)serve/alice/kit/pipeline"
    Push-Location $TestDrive
    $null = Invoke-HfInference -Uri $route/text-to-image -Task text-to-image 'a red boat' -Width 64 -Height 64 -OutFile red.png
    $null = Invoke-HfInference -Uri $route/text-to-speech -Task text-to-speech 'Good morning' -OutFile speech.wav

    $known = (TabExpansion2 'Invoke-HfInference x -Task ' 27).CompletionMatches.CompletionText
    $page = Get-Content (Join-Path $PSScriptRoot ../../docs/tasks.md)

    function Get-Keyword([string] $Task) {
        # The parameters that are the task's own.
        (Get-Command Invoke-HfInference -ArgumentList x, y, '-Task', $Task).Parameters.Values |
            Where-Object IsDynamic | ForEach-Object Name
    }

    function Get-Row([string] $Task, [int] $Columns) {
        # A row of one of the page's tables, cell by cell.
        , @($page | Where-Object { $_ -like "| $Task |*" } | ForEach-Object { , @($_.Trim('|', ' ') -split ' \| ') } |
            Where-Object { $_.Count -eq $Columns })[0]
    }
}

AfterAll {
    Pop-Location
    Stop-HfTest
}

Describe 'The tasks' {
    It 'each have a call here' -ForEach @{ Cases = $cases } {
        $Cases.Task + 'custom' | Sort-Object | Should -BeExactly ($known | Sort-Object)
    }

    It 'each have a row in docs/tasks.md, and no other has' {
        $rows = $page | Select-String '^\| ([a-z][a-z-]+) \|' | ForEach-Object { $_.Matches[0].Groups[1].Value } | Where-Object { $_ -ne 'task' }
        $rows | Sort-Object -Unique | Should -BeExactly ($known | Sort-Object)
    }
}

Describe 'The task <Task>' -ForEach $cases {
    BeforeAll {
        $results = @(Invoke-HfInference -Uri "$route/$Task" -Task $Task @Call)
    }

    It 'gives <Type>' {
        $results | Should -Not -BeNullOrEmpty
        $results | ForEach-Object { $_ | Should -BeOfType "HfEndpoints.$Type" }
        , $results | ForEach-Object $Holds | Should -BeTrue
    }

    It 'names its input' {
        $results.Index | Sort-Object -Unique | Should -BeExactly 0
        $file = $Call['InFile']
        $input = $file ? (Join-Path $TestDrive $file) : ($Call['Inputs'] ?? $Call['Question'] ?? $Call['Sentence'] ?? $Call['Query'])
        $results.Input | Sort-Object -Unique | Should -BeExactly $input
    }

    It 'has its keywords in docs/tasks.md, and an example that parses' {
        $row = Get-Row $Task 2
        $row[1] -split ', ' | Should -BeExactly (Get-Keyword $Task).ForEach({ "-$_" })
        $cells = Get-Row $Task 6
        $cells[1] | Should -BeExactly "``$($Task -replace '-', '_')``"
        $cells[3] | Should -BeLike "$Type*"
        $names = (Get-Command Invoke-HfInference -ArgumentList x, y, '-Task', $Task).Parameters.Values.Name
        $ast = [System.Management.Automation.Language.Parser]::ParseInput($cells[4].Trim('`'), [ref]$null, [ref]$null)
        $used = $ast.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandParameterAst] }, $false).ParameterName
        $used | Where-Object { $_ -notin $names } | Should -BeNullOrEmpty
    }
}
