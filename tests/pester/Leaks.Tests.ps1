# What was sent secretly comes back in everything the service can say, and is not in anything a cmdlet gives, shows or writes.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-HfModule
    $arguments = @{
        'Compare-HfInferenceEndpoint'     = 'sync.json'
        'Connect-HfAccount'               = '$token -EmulatorUri $uri'
        'Debug-HfInferenceEndpoint'       = 'chat'
        'Disconnect-HfAccount'            = ''
        'Enter-HfChat'                    = 'chat'
        'Export-HfInferenceEndpoint'      = '* -Path endpoints.json -Force -PassThru'
        'Get-HfCidrList'                  = ''
        'Get-HfContext'                   = ''
        'Get-HfDomain'                    = ''
        'Get-HfEmulatorBill'              = ''
        # A rule is what the test itself has written, encoded twice.
        'Get-HfEmulatorFault'             = '| Select-Object * -ExcludeProperty Rule'
        'Get-HfEmulatorRequest'           = ''
        'Get-HfInferenceAuditLog'         = ''
        'Get-HfInferenceCatalog'          = ''
        'Get-HfInferenceEndpoint'         = ''
        'Get-HfInferenceEndpointLog'      = 'chat'
        'Get-HfInferenceEndpointMetric'   = 'chat -OpenMetrics'
        'Get-HfInferenceEndpointReplica'  = 'chat'
        'Get-HfInferenceHardware'         = ''
        'Get-HfInferenceQuota'            = ''
        'Get-HfInferenceServerInfo'       = 'chat'
        'Get-HfPrivateService'            = ''
        'Invoke-HfBatch'                  = 'chat -Path jobs.jsonl -OutPath "answers-$mode.jsonl"'
        'Invoke-HfChatCompletion'         = 'chat hello -MaxTokens 3'
        'Invoke-HfFeatureExtraction'      = 'chat hello'
        'Invoke-HfInference'              = 'chat -Task summarization -InputObject hello'
        'Invoke-HfRerank'                 = 'chat -Query hello -Text a, b'
        'Invoke-HfTextGeneration'         = 'chat hello -MaxNewTokens 3'
        'Measure-HfInferenceEndpointCost' = '*'
        'Measure-HfInferenceEndpointPerformance' = 'chat hello -Concurrency 1 -Count 2 -OutputTokens 2 -ReportPath "load-$mode.html"'
        'New-HfCidrList'                  = 'office 203.0.113.0/24'
        'New-HfDomain'                    = 'models.example.org'
        'New-HfInferenceEndpoint'         = '"new-$mode" @settings -Secret @{ A = $secret } -Tag $echo'
        'Remove-HfCidrList'               = 'office -Force'
        'Remove-HfDomain'                 = 'models.example.org -Force'
        'Remove-HfInferenceEndpoint'      = 'other -Force'
        'Remove-HfPrivateService'         = 'x -Force'
        'Reset-HfEmulator'                = '-RequestOnly'
        'Resume-HfInferenceEndpoint'      = 'chat'
        'Set-HfCidrList'                  = 'office -Range 203.0.113.0/25'
        'Set-HfEmulatorFault'             = '@()'
        'Set-HfInferenceEndpoint'         = 'chat -Secret @{ B = $secret } -Env @{ E = $echo }'
        'Start-HfEmulator'                = '-Path (Get-HfBuiltAssembly HfEndpoints.Emulator) -ArgumentList --token, $token'
        'Stop-HfEmulator'                 = ''
        'Suspend-HfInferenceEndpoint'     = 'sent'
        'Sync-HfInferenceEndpoint'        = 'sync.json -ResendSecret'
        'Test-HfBatch'                    = 'jobs.jsonl "answers-$mode.jsonl"'
        'Test-HfInferenceEndpoint'        = 'failed'
        'Use-HfInferenceEndpoint'         = 'failed { } -Timeout 1'
        'Wait-HfInferenceEndpoint'        = 'failed -Timeout 1'
        'Watch-HfInferenceEndpoint'       = 'failed -RefreshInterval 1 | Select-Object -First 1'
    }
    $commands = Get-Command -Module HfEndpoints | ForEach-Object { @{ Name = $_.Name } }
    $given = @{ Arguments = $arguments }
}

Describe 'A secret that comes back' -ForEach $given {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
        $emulator = Start-HfTest --speed, 0
        $token = 'hf_t0kenThatNobodyShouldSee42'
        $secret = 's3cr3t/VALUE+9f8e7d'
        $password = 'registry-Pa55word'
        $Arguments | ConvertTo-Json | Set-Content (Join-Path $TestDrive commands.json)

        # All of it in one process, whose transcript shows what its user has seen.
        $null = Invoke-InNewPowerShell {
            $common, $uri, $folder, $token, $secret, $password = $args
            Import-Module $common -Force
            Import-HfModule
            Set-Location $folder
            $emulator = @{ Uri = $uri }
            $env:LEAKED = $secret
            $settings = @{
                Repository = 'gpt2'; Framework = 'pytorch'; Accelerator = 'cpu'; Vendor = 'aws'; Region = 'us-east-1'
                InstanceSize = 'x2'; InstanceType = 'intel-icl'
            }
            $echo = ($token, $secret, $password | ForEach-Object {
                    $_; [uri]::EscapeDataString($_); [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("user:$_"))
                }) -join ' '
            $null = Connect-HfAccount $token -EmulatorUri $uri
            $null = New-HfInferenceEndpoint sent @settings -Secret @{ A = $secret }
            $null = Set-HfInferenceEndpoint sent -CustomImage @{ custom = @{ url = 'x/y'; credentials = @{ username = 'u'; password = $password } } }
            Set-Content jobs.jsonl '{"id":"1","inputs":"hello"}'
            ConvertTo-Json @{ Endpoints = @($settings + @{ Name = 'synced'; Secret = @{ A = 'env:LEAKED' } }) } -Depth 9 | Set-Content sync.json
            $commands = Get-Content commands.json | ConvertFrom-Json -AsHashtable
            $broken = [Text.Encoding]::UTF8.GetBytes("{`"$token`":1,`"$token`":2,`"x`":`"$echo")
            $faults = @{
                fine    = @()
                refused = @{ status = 400; body = @{ error = $echo; code = $echo }; headers = @{ 'X-Request-Id' = $echo } }
                text    = @{ status = 403; body = $echo }
                broken  = @{ times = 3; status = 200; rawBody = [Convert]::ToBase64String($broken) }
            }
            foreach ($mode in $faults.Keys) {
                Set-HfEmulatorFault -Emulator $emulator
                $null = Connect-HfAccount $token -EmulatorUri $uri
                $polluted = @{ tags = @($echo); model = @{ repository = 'gpt2'; env = @{ E = $echo }; image = @{ tgi = @{ url = 'x/text-generation-inference:3' } } } }
                $null = Set-HfEmulatorEndpoint chat (@{ state = 'running' } + $polluted) -Emulator $emulator
                $null = Set-HfEmulatorEndpoint other (@{ state = 'running' } + $polluted) -Emulator $emulator
                $null = Set-HfEmulatorEndpoint failed (@{ state = 'failed'; message = $echo } + $polluted) -Emulator $emulator
                $null = Add-HfEmulatorLog chat "it starts with $echo" -Emulator $emulator
                foreach ($name in $commands.Keys | Sort-Object) {
                    Set-HfEmulatorFault -Emulator $emulator
                    $null = Connect-HfAccount $token -EmulatorUri $uri
                    Set-HfEmulatorFault $faults[$mode] -Emulator $emulator
                    $global:Error.Clear()
                    $null = Start-Transcript "$name-$mode.transcript"
                    $VerbosePreference = $DebugPreference = 'Continue'
                    $output = try { & ([scriptblock]::Create("HfEndpoints\$name $($commands[$name])")) *>&1 } catch { $_ }
                    $VerbosePreference = $DebugPreference = 'SilentlyContinue'
                    $output | Out-Host
                    $null = Stop-Transcript
                    $all = @($output) + @($global:Error)
                    $all | Format-List * -Force | Out-String -Width 500 | Set-Content "$name-$mode.list"
                    $all | Format-Table | Out-String -Width 500 | Set-Content "$name-$mode.table"
                    # Of what PowerShell says about a call, its own parameters are a part.
                    @($output | Where-Object { $_.GetType().Namespace -ne 'System.Management.Automation' }) |
                        ConvertTo-Json -Depth 8 -WarningAction Ignore | Set-Content "$name-$mode.json"
                    $global:Error.Exception | Select-Object * -ExcludeProperty Data, TargetSite, InnerException |
                        ConvertTo-Json -Depth 2 -WarningAction Ignore | Add-Content "$name-$mode.json"
                    $all | Export-Csv "$name-$mode.csv"
                    $all | Export-Clixml "$name-$mode.clixml"
                    $global:Error | ForEach-Object {
                        for ($exception = $_.Exception; $exception; $exception = $exception.InnerException) {
                            "$exception"
                            $exception.Data | Out-String
                            $exception | Format-List * -Force | Out-String -Width 500
                        }
                        "$($_.TargetObject)", "$($_.ErrorDetails)"
                    } | Set-Content "$name-$mode.errors"
                }
                Set-HfEmulatorFault -Emulator $emulator
                $null = Get-HfInferenceEndpointLog chat -OutFile "log-$mode.txt"
            }
        } -ArgumentList (Join-Path $PSScriptRoot Common.psm1), $emulator.Uri, "$TestDrive", $token, $secret, $password *>&1

        # Each form of each, and what is left of it if eight characters are seen.
        $forms = foreach ($sent in $token, $secret, $password) {
            $sent
            [uri]::EscapeDataString($sent)
            foreach ($before in '', 'a', 'ab', 'user:') {
                $core = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($before + $sent)).TrimEnd('=')
                $core.Substring([Math]::Ceiling($before.Length * 4 / 3)) -replace '.$'
            }
        }
        $parts = $forms | ForEach-Object { foreach ($start in 0..($_.Length - 8)) { [regex]::Escape($_.Substring($start, 8)) } } | Sort-Object -Unique
        $leak = [regex]::new($parts -join '|')

        function Get-Leak([string] $Pattern) {
            Get-ChildItem (Join-Path $TestDrive $Pattern) | ForEach-Object {
                $text = Get-Content $_ -Raw
                $match = $leak.Match("$text")
                if ($match.Success) {
                    $from = [Math]::Max(0, $match.Index - 100)
                    "$($_.Name): $($text.Substring($from, [Math]::Min(200, $text.Length - $from)))"
                }
            }
        }
    }

    AfterAll { Stop-HfTest }

    It 'is not in what <Name> gives, shows or writes' -ForEach $commands {
        Get-Leak "$Name-*" | Should -BeNullOrEmpty
        (Get-ChildItem (Join-Path $TestDrive "$Name-*.transcript")).Count | Should -Be 4
    }

    It 'is not in <File>' -ForEach @(
        @{ File = 'exported endpoints'; Pattern = 'endpoints.json' }
        @{ File = 'the answers of a batch'; Pattern = 'answers-*.jsonl' }
        @{ File = 'a log'; Pattern = 'log-*.txt' }
        @{ File = 'the report of a load test'; Pattern = 'load-*.html' }
    ) {
        Get-ChildItem (Join-Path $TestDrive $Pattern) | Should -Not -BeNullOrEmpty
        Get-Leak $Pattern | Should -BeNullOrEmpty
    }

    It 'came back, and is shown as three asterisks' {
        foreach ($file in 'Get-HfInferenceEndpoint-fine.json', 'Get-HfInferenceEndpoint-refused.errors', 'Get-HfInferenceEndpoint-text.errors', 'log-fine.txt') {
            Get-Content (Join-Path $TestDrive $file) -Raw | Should -Match '\*\*\*' -Because $file
        }
    }

    It 'is found by this test' {
        Set-Content (Join-Path $TestDrive leak.txt) "x $($token.Substring(5, 9)) y"
        Get-Leak leak.txt | Should -Not -BeNullOrEmpty
    }
}
