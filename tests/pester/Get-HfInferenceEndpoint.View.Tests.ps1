BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $secret = 'hf_secret-of-alice'
    $emulator = Start-HfTest --speed, 0 -Token $secret
    $null = Set-HfEmulatorEndpoint demo @{
        replicas = 2
        compute  = @{ scaling = @{ minReplica = 0; maxReplica = 3; scaleToZeroTimeout = 20 } }
        model    = @{ env = @{ MODE = 'fast' }; secrets = @{ KEY = 'my-own-key' }; revision = 'main' }
        tags     = @('nightly')
    }
    $null = Set-HfEmulatorEndpoint ('x' * 32) @{ state = 'paused'; model = @{ repository = 'org/a-model-with-quite-a-long-name' } }
    $null = Set-HfEmulatorEndpoint team -Namespace acme
}

AfterAll { Stop-HfTest }

Describe 'An endpoint' {
    It 'has its <Name>' -ForEach @(
        @{ Name = 'Name'; Value = 'demo' }
        @{ Name = 'Namespace'; Value = 'alice' }
        @{ Name = 'Repository'; Value = 'gpt2' }
        @{ Name = 'Status'; Value = 'running' }
        @{ Name = 'HealthRoute'; Value = '/health' }
        @{ Name = 'Framework'; Value = 'pytorch' }
        @{ Name = 'Revision'; Value = 'main' }
        @{ Name = 'Task'; Value = 'text-generation' }
        @{ Name = 'Type'; Value = 'authenticated' }
        @{ Name = 'Vendor'; Value = 'aws' }
        @{ Name = 'Region'; Value = 'us-east-1' }
        @{ Name = 'Accelerator'; Value = 'cpu' }
        @{ Name = 'InstanceType'; Value = 'intel-icl' }
        @{ Name = 'InstanceSize'; Value = 'x2' }
        @{ Name = 'MinReplica'; Value = 0 }
        @{ Name = 'MaxReplica'; Value = 3 }
        @{ Name = 'ScaleToZeroTimeout'; Value = 20 }
        @{ Name = 'ReadyReplica'; Value = 2 }
        @{ Name = 'TargetReplica'; Value = 2 }
        @{ Name = 'Tags'; Value = @('nightly') }
        @{ Name = 'CreatedBy'; Value = 'alice' }
        @{ Name = 'UpdatedBy'; Value = 'alice' }
    ) {
        (Get-HfInferenceEndpoint demo).$Name | Should -BeExactly $Value
    }

    It 'has its times in UTC, its address and what the server says of it' {
        $endpoint = Get-HfInferenceEndpoint demo
        $endpoint | Should -BeOfType HfEndpoints.HfInferenceEndpoint
        $endpoint.CreatedAt, $endpoint.UpdatedAt | Should -BeOfType DateTimeOffset
        $endpoint.CreatedAt.Offset | Should -Be ([timespan]::Zero)
        $endpoint.Url | Should -BeExactly "$($emulator.Uri)serve/alice/demo"
        $endpoint.Message | Should -Not -BeNullOrEmpty
    }

    It 'is its namespace and name as text' {
        "$(Get-HfInferenceEndpoint demo)" | Should -BeExactly alice/demo
    }

    It 'has the whole answer in Raw, secrets masked' {
        $raw = (Get-HfInferenceEndpoint demo).Raw
        $raw.status.readyReplica | Should -BeExactly 2
        $raw.model.env.MODE | Should -BeExactly fast
        $raw.model.secrets.PSObject.Properties.Name | Should -BeExactly KEY
        $raw.model.secrets.KEY | Should -Not -BeLike '*my-own-key*'
        $raw.notifications.email | Should -BeFalse
    }

    It 'does not have the whole answer in <Case>' -ForEach @(
        @{ Case = 'a CSV file'; Act = { $_ | ConvertTo-Csv | Out-String } }
        @{ Case = 'JSON'; Act = { $_ | ConvertTo-Json -Depth 10 } }
        @{ Case = 'a list'; Act = { $_ | Format-List * | Out-String } }
        @{ Case = 'its properties'; Act = { $_ | Select-Object * | Out-String } }
    ) {
        $text = Get-HfInferenceEndpoint demo | ForEach-Object $Act
        $text | Should -Match 'demo'
        $text | Should -Not -MatchExactly '\bRaw\b|healthRoute|my-own-key'
    }

    It 'has properties by the names of the columns of its table' {
        $endpoint = Get-HfInferenceEndpoint demo
        $endpoint.State, $endpoint.Model | Should -BeExactly $endpoint.Status, $endpoint.Repository
        $endpoint.Instance | Should -BeExactly "$($endpoint.InstanceType) $($endpoint.InstanceSize)"
        $endpoint.Replicas | Should -BeExactly "$($endpoint.ReadyReplica)/$($endpoint.TargetReplica)"
        ($endpoint | Select-Object State, Age).Age | Should -Match '^\d+[smhd]$'
    }

    It 'is the same endpoint where service, namespace and name are the same' {
        $null = Set-HfEmulatorEndpoint demo -Namespace globex
        $all = @(Get-HfInferenceEndpoint demo -Namespace alice, globex) + @(Get-HfInferenceEndpoint demo -Namespace globex, alice)
        ($all | Sort-Object -Unique).Namespace | Should -BeExactly alice, globex
        ($all | Select-Object -Unique).Namespace | Should -HaveCount 2
        @($all | Group-Object).Count | Should -BeExactly 2
        $both = Get-HfInferenceEndpoint demo -Namespace alice, globex
        Compare-Object $both (Get-HfInferenceEndpoint demo -Namespace alice, globex) | Should -BeNullOrEmpty
        (Compare-Object $both (Get-HfInferenceEndpoint demo -Namespace globex)).InputObject | Should -BeExactly alice/demo
        $all -contains (Get-HfInferenceEndpoint demo) | Should -BeTrue
        (Get-HfInferenceEndpoint demo) -eq (Get-HfInferenceEndpoint demo -Namespace globex) | Should -BeFalse
        [Collections.Generic.HashSet[object]]::new([object[]]$all) | Should -HaveCount 2
        Remove-HfInferenceEndpoint globex/demo -Force
    }

    It 'shows a state, type and fields that are not known here as they came' {
        $answer = @{ name = 'odd'; type = 'tribal'; status = @{ state = 'hibernating' }; dream = @{ deep = 1.5 } }
        Set-HfEmulatorFault @{ path = '*/odd'; status = 200; body = $answer }
        $odd = Get-HfInferenceEndpoint odd
        Set-HfEmulatorFault
        $odd.Status, $odd.Type, $odd.Raw.dream.deep | Should -BeExactly hibernating, tribal, 1.5
        $odd | Out-String | Should -BeLike '*hibernating*'
    }

    It 'masks a secret that a server gives back in clear' {
        $answer = @{
            name   = 'odd'
            status = @{ state = 'running' }
            model  = @{ secrets = @{ KEY = 'my-own-key' }; image = @{ custom = @{ url = 'x'; credentials = @{ username = 'me'; password = 'my-own-key' } } } }
        }
        Set-HfEmulatorFault @{ path = '*/odd'; status = 200; body = $answer }
        $said = Get-HfSpokenText { Get-HfInferenceEndpoint odd; (Get-HfInferenceEndpoint odd).Raw | ConvertTo-Json -Depth 9 }
        Set-HfEmulatorFault
        $said | Should -BeLike '*KEY*'
        $said | Should -Not -BeLike '*my-own-key*'
    }
}

Describe 'The view of endpoints' {
    BeforeAll {
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
    }

    AfterAll {
        $PSStyle.OutputRendering = $rendering
    }

    It 'is a table of name, state, replicas, age and model at a width of 80, and whole names' {
        $name = 'x' * 32
        $lines = (Get-HfInferenceEndpoint demo, $name | Out-String -Width 80) -split '\r?\n'
        $lines | Where-Object { $_ -match '^Name +State +Replicas +Age +Model *$' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match '^demo +running +2/2 +\d+[smhd] +gpt2 *$' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match "^$name +paused +0/0 +\d+[smhd] +a-model-with-quite…$" } | Should -HaveCount 1
    }

    It 'has the instance too at a width of <_>' -ForEach 120, 200 {
        $lines = (Get-HfInferenceEndpoint demo | Out-String -Width $_) -split '\r?\n'
        $lines | Where-Object { $_ -match '^\s*Namespace: alice$' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match '^Name +State +Replicas +Age +Model +Instance *$' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match '^demo +running +2/2 +\d+[smhd] +gpt2 +intel-icl x2 *$' } | Should -HaveCount 1
    }

    It 'has a heading for each namespace' {
        $text = Get-HfInferenceEndpoint -Namespace alice, acme | Sort-Object Namespace | Out-String
        [regex]::Matches($text, 'Namespace: (\w+)').ForEach({ $_.Groups[1].Value }) | Should -BeExactly acme, alice
    }

    It 'shows the state in colour where the terminal has it' {
        $PSStyle.OutputRendering = 'Ansi'
        $text = Get-HfInferenceEndpoint demo | Out-String
        $PSStyle.OutputRendering = 'PlainText'
        $text.Contains("$($PSStyle.Foreground.Green)running") | Should -BeTrue
    }

    It 'shows more as a list' {
        $text = Get-HfInferenceEndpoint demo | Format-List | Out-String
        $text | Should -Match 'Replicas +: 2 of 2 ready, 0 to 3'
        $text | Should -Match 'ScaleToZero +: after 20 min'
    }

    It 'shows no token' {
        $said = Get-HfSpokenText { Get-HfInferenceEndpoint }
        $said | Should -BeLike '*demo*'
        $said | Should -Not -BeLike "*$secret*"
    }
}

Describe 'Tab' {
    It 'offers the names of endpoints to <_>' -ForEach @(
        'Get-HfInferenceEndpoint', 'Set-HfInferenceEndpoint -Name', 'Suspend-HfInferenceEndpoint', 'Resume-HfInferenceEndpoint'
        'Remove-HfInferenceEndpoint', 'Wait-HfInferenceEndpoint', 'Watch-HfInferenceEndpoint'
    ) {
        Get-HfCompletion "$_ " | Sort-Object | Should -BeExactly demo, ('x' * 32)
        Get-HfCompletion "$_ D" | Should -BeExactly demo
    }

    It 'offers the names of the namespace already typed' {
        Get-HfCompletion 'Get-HfInferenceEndpoint -Namespace acme -Name ' | Should -BeExactly team
    }

    It 'asks the service once for names typed one letter at a time' {
        Get-HfCompletion 'Get-HfInferenceEndpoint -Namespace globex ' | Out-Null
        $null = Set-HfEmulatorEndpoint wide -Namespace globex
        Clear-HfEmulatorRequest
        Get-HfCompletion 'Get-HfInferenceEndpoint -Namespace globex -Name w' | Should -BeExactly wide
        Get-HfCompletion 'Get-HfInferenceEndpoint -Namespace globex -Name wi' | Should -BeExactly wide
        Get-HfEmulatorCall | Should -HaveCount 1
    }

    It 'offers no names, and makes no error, where the service refuses' {
        $Error.Clear()
        Get-HfCompletion 'Get-HfInferenceEndpoint -Namespace stranger -Name de' | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
    }

    It 'offers <Line>: <Words>' -ForEach @(
        @{ Line = '-State p'; Words = 'pending', 'paused' }
        @{ Line = '-Type p'; Words = 'private', 'public' }
        @{ Line = '-SortBy '; Words = 'createdAt', 'name', 'updatedAt' }
        @{ Line = '-State paused, sc'; Words = 'scaledToZero' }
    ) {
        Get-HfCompletion "Get-HfInferenceEndpoint $Line" | Should -BeExactly $Words
    }
}
