BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-HfModule
    $root = Split-Path (Split-Path $PSScriptRoot)
    $docs = Join-Path $root docs/en-US
    $common = [System.Management.Automation.Cmdlet]::CommonParameters
    $cmdlets = foreach ($command in Get-Command -Module HfEndpoints) {
        $own = $command.Parameters.Values |
            Where-Object { $_.Name -notin $common -and -not $_.Attributes.Where({ $_ -is [Parameter] -and $_.DontShow }) } |
            ForEach-Object Name | Sort-Object
        @{ Name = $command.Name; Parameters = @($own); Page = Join-Path $docs "$($command.Name).md" }
    }
    $abouts = Get-ChildItem $docs -Filter about_*.md -ErrorAction Ignore | ForEach-Object { @{ Name = $_.BaseName } }
    $pages = @(Get-ChildItem $root -Filter *.md) + @(Get-ChildItem (Join-Path $root docs) -Recurse -Filter *.md -ErrorAction Ignore) |
        ForEach-Object { @{ Page = $_.FullName; Name = [IO.Path]::GetRelativePath($root, $_.FullName) } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-HfModule

    function Get-Text($Help) {
        ($Help | ForEach-Object Text) -join ' ' | ForEach-Object Trim
    }

    function Get-Anchor([string] $Page) {
        # As GitHub makes them of headings.
        Select-String -LiteralPath $Page -Pattern '^#+\s+(.+?)\s*$' |
            ForEach-Object { $_.Matches[0].Groups[1].Value.ToLowerInvariant() -replace '[^\w\- ]' -replace ' ', '-' }
    }

    function Get-Code([string] $Page) {
        # The fences marked as PowerShell: what stands there can be pasted.
        [regex]::Matches((Get-Content -Raw -LiteralPath $Page), '(?ms)^```(?:powershell|pwsh)\s*?\n(.*?)^```').ForEach({ $_.Groups[1].Value })
    }
}

Describe 'Help of <Name>' -ForEach $cmdlets {
    BeforeAll {
        $help = Get-Help "HfEndpoints\$Name"
    }

    It 'has a page' {
        $Page | Should -Exist
        Get-Content -Raw $Page | Should -Not -Match '\{\{' -Because 'a placeholder helps nobody'
    }

    It 'has a synopsis' {
        # Without help Get-Help shows the syntax there.
        $help.Synopsis | Should -Not -Match "^\s*$Name"
        # One sentence in the third person, the same in the list of cmdlets.
        $help.Synopsis | Should -MatchExactly '^[A-Z][a-z]+s[ ,][^.]+\.$'
        $lines = @(Get-Content (Join-Path (Split-Path $Page) HfEndpoints.md))
        $lines[$lines.IndexOf("### [$Name]($Name.md)") + 1] -replace '`' | Should -BeExactly $help.Synopsis
    }

    It 'has a description' {
        Get-Text $help.description | Should -Not -BeNullOrEmpty
    }

    It 'has three examples with an explanation each' {
        $examples = @((Get-Help "HfEndpoints\$Name" -Examples).examples.example)
        $examples.Count | Should -BeGreaterOrEqual 3
        foreach ($example in $examples) {
            $example.code | Should -Not -BeNullOrEmpty
            Get-Text $example.remarks | Should -Not -BeNullOrEmpty -Because $example.title
        }
    }

    It 'has examples with what they show, or that say that it is nothing' {
        $section = [regex]::Match((Get-Content -Raw $Page), '(?ms)^## EXAMPLES\s*$(.*?)^## ').Groups[1].Value
        $section -split '(?m)^### ' | Select-Object -Skip 1 |
            Where-Object { $_ -notmatch '(?m)^```output\r?$' -and $_ -notmatch '\b(It shows|The cmdlet emits) nothing\b' } |
            ForEach-Object { ($_ -split '\r?\n')[0] } | Should -BeNullOrEmpty
    }

    It 'has examples that fit into a window of 80 columns' {
        # Get-Help indents them.
        [regex]::Matches((Get-Content -Raw $Page), '(?ms)^```(?:powershell|output)\s*?\n(.*?)^```').ForEach({ $_.Groups[1].Value -split '\r?\n' }) |
            Where-Object { $_.Length -gt 76 } | Should -BeNullOrEmpty
    }

    It 'lists each way to call it once' {
        $ways = (Get-Command $Name -Module HfEndpoints).ParameterSets | ForEach-Object { "$_" }
        @($ways | Select-Object -Unique).Count | Should -Be @($ways).Count
    }

    It 'opens its page with -Online' {
        (Get-Command $Name -Module HfEndpoints).HelpUri | Should -BeExactly "https://github.com/hf-endpoints/HfEndpoints/blob/main/docs/en-US/$Name.md"
    }

    It 'describes -<_>' -ForEach $Parameters {
        Get-Text (Get-Help "HfEndpoints\$Name" -Parameter $_).description | Should -Not -BeNullOrEmpty
    }
}

Describe 'The pages and the cmdlets' {
    BeforeAll {
        # The Docs task, on a copy: what it would change is out of step.
        $root = Split-Path (Split-Path $PSScriptRoot)
        Copy-Item (Join-Path $root docs/en-US) (Join-Path $TestDrive docs) -Recurse
        $export = Join-Path $root .build/Export-ModuleShape.ps1
        $shape = Join-Path $TestDrive cmdlets.json
        Invoke-InNewPowerShell { & $args[0] $args[1] $args[2] } -ArgumentList $export, (Get-HfModulePath), $shape
        $output = dotnet exec (Get-HfBuiltAssembly HfEndpoints.Help) new $shape (Join-Path $TestDrive docs) 2>&1
        if ($LASTEXITCODE -ne 0) {
            throw "The pages cannot be read: $output"
        }
    }

    It 'agree on the syntax and parameters of <Name>' -ForEach $cmdlets {
        $current = Get-Content -LiteralPath $Page
        $refreshed = Get-Content -LiteralPath (Join-Path $TestDrive docs "$Name.md")
        Compare-Object $current $refreshed | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" } |
            Should -BeNullOrEmpty -Because 'the Docs task of build.ps1 keeps pages in step'
    }
}

Describe 'The schema of files of endpoints' {
    BeforeAll {
        $root = Split-Path (Split-Path $PSScriptRoot)
        $schema = Join-Path $root docs/endpoints.schema.json
    }

    It 'is that of the parameters' {
        $current = Join-Path $TestDrive schema.json
        Invoke-InNewPowerShell { & $args[0] $args[1] $args[2] } -ArgumentList (Join-Path $root .build/Export-EndpointSchema.ps1), (Get-HfModulePath), $current
        Get-Content -Raw $schema | Should -BeExactly (Get-Content -Raw $current) -Because 'the Docs task of build.ps1 keeps it in step'
    }

    It 'takes what is right, and nothing else: <Text>' -ForEach @(
        @{ Text = '{ "$schema": "x", "Endpoints": [ { "Name": "a", "MinReplica": 0, "Tag": ["x"], "Secret": { "K": "env:K", "L": null } } ] }'; Right = $true }
        @{ Text = '{ "Endpoints": [ { "Name": "a", "ContainerArgs": "x", "Env": { "N": 1 } } ] }'; Right = $true }
        @{ Text = '{ "Endpoints": [ { "Name": "A" } ] }'; Right = $false }
        @{ Text = '{ "Endpoints": [ { "MinReplica": 1 } ] }'; Right = $false }
        @{ Text = '{ "Endpoints": [ { "Name": "a", "Regoin": "x" } ] }'; Right = $false }
        @{ Text = '{ "Endpoints": [ { "Name": "a", "MinReplica": -1 } ] }'; Right = $false }
        @{ Text = '{ "Endpoints": [ { "Name": "a", "Secret": { "K": "hunter2" } } ] }'; Right = $false }
    ) {
        Test-Json -Json $Text -SchemaFile $schema -ErrorAction Ignore | Should -Be $Right
    }
}

Describe 'Topic <Name>' -ForEach $abouts {
    It 'is found by Get-Help' {
        Get-Help $Name | Out-String | Should -Match "TOPIC\s+$Name"
    }

    It 'fits into 80 columns' {
        $text = Get-Content (Join-Path (Split-Path (Get-HfModulePath)) "en-US/$Name.help.txt")
        $text | Where-Object Length -GT 80 | Should -BeNullOrEmpty
    }
}

Describe 'Page <Name>' -ForEach $pages {
    It 'has examples that parse' {
        foreach ($code in Get-Code $Page) {
            $errors = $null
            $null = [System.Management.Automation.Language.Parser]::ParseInput($code, [ref]$null, [ref]$errors)
            $errors.Message | Should -BeNullOrEmpty -Because $code
        }
    }

    It 'has links that lead somewhere' {
        $targets = [regex]::Matches((Get-Content -Raw -LiteralPath $Page), '\]\(([^)\s]+)\)').ForEach({ $_.Groups[1].Value })
        foreach ($target in $targets -notmatch '^[a-z]+:') {
            $file, $anchor = $target -split '#', 2
            $path = $file ? (Join-Path (Split-Path $Page) $file) : $Page
            $path | Should -Exist
            if ($anchor) {
                Get-Anchor $path | Should -Contain $anchor -Because "'$target' names a heading"
            }
        }
    }
}

Describe 'Pages about the code' {
    It 'name files that exist: <_>' -ForEach 'docs/architecture.md', 'docs/reliability.md' {
        $root = Split-Path (Split-Path $PSScriptRoot)
        $named = [regex]::Matches((Get-Content -Raw (Join-Path $root $_)), '`((?:src|tests|docs|samples)/[^`<>*]+)`').ForEach({ $_.Groups[1].Value })
        $named.Count | Should -BeGreaterThan 10
        $named | Sort-Object -Unique | Where-Object { -not (Test-Path (Join-Path $root $_)) } | Should -BeNullOrEmpty
    }
}
