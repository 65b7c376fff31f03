# What CmdletCalls.Tests.ps1 does with each cmdlet: a plain call, the same by the pipeline and by wildcards, and one of which a part
# fails. Pipe and Wild do what Call does, and Fail does too, but for one error of this Id; or what is said to be like them.

# Those that act on endpoints by their names alone, with what else they say.
$named = @{
    'Debug-HfInferenceEndpoint'       = ''
    'Export-HfInferenceEndpoint'      = '-Path export.json -PassThru'
    'Get-HfInferenceEndpoint'         = ''
    'Get-HfInferenceEndpointLog'      = '-OutFile logs'
    'Get-HfInferenceEndpointMetric'   = '-Metric ReplicaRunn* -Latest'
    'Get-HfInferenceEndpointReplica'  = ''
    'Measure-HfInferenceEndpointCost' = ''
    'Remove-HfInferenceEndpoint'      = '-Force'
    'Resume-HfInferenceEndpoint'      = ''
    'Set-HfInferenceEndpoint'         = '-Tag x'
    'Suspend-HfInferenceEndpoint'     = ''
    'Test-HfInferenceEndpoint'        = ''
    'Wait-HfInferenceEndpoint'        = ''
}
$seen = { Invoke-HfInference sorter -InFile seen-1.png, seen-2.png -TopK 1 }
$calls = @{
    'Compare-HfInferenceEndpoint' = @{
        Call = { Compare-HfInferenceEndpoint plan-1.json, plan-2.json }
        Pipe = { 'plan-1.json', 'plan-2.json' | Compare-HfInferenceEndpoint }; Wild = { Compare-HfInferenceEndpoint plan-*.json }
        Fail = { Compare-HfInferenceEndpoint plan-1.json, missing.json; Compare-HfInferenceEndpoint plan-1.json, plan-2.json }; Id = 'FileNotRead'
    }
    'Connect-HfAccount'          = @{
        Call = { Connect-HfAccount hf_test -EmulatorUri $emulator.Uri }
        Pipe = { [pscustomobject]@{ EmulatorUri = $emulator.Uri } | Connect-HfAccount hf_test }
        Fail = { Set-HfEmulatorFault @{ path = '/api/*'; status = 401 }; Connect-HfAccount hf_x -EmulatorUri $emulator.Uri }; Id = 'Unauthorized'; LikeFail = {}
    }
    'Enter-HfChat'               = @{
        Call = { Invoke-Talk 'Enter-HfChat demo' }; Pipe = { Invoke-Talk "'demo' | Enter-HfChat" }
        # Here nobody can type.
        Fail = { Enter-HfChat demo }; Id = 'InvalidRequest'; LikeFail = {}
    }
    'Disconnect-HfAccount'       = @{ Call = { Disconnect-HfAccount } }
    'Get-HfCidrList'             = @{
        Call = { Get-HfCidrList office, vpn }; Pipe = { 'office', 'vpn' | Get-HfCidrList }
        Wild = { Get-HfCidrList o*, v* }
        Fail = { Get-HfCidrList office, missing, vpn }; Id = 'NotFound'
    }
    'Get-HfContext'              = @{
        Call = { Get-HfContext }
        Fail = { Disconnect-HfAccount; Set-HfEnvironment hf_x; Set-HfEmulatorFault @{ path = '/api/*'; status = 401 }; Get-HfContext }; Id = 'Unauthorized'; LikeFail = {}
    }
    'Get-HfDomain'               = @{
        Call = { Get-HfDomain a.example.org, b.example.org }
        Pipe = { 'a.example.org', 'b.example.org' | Get-HfDomain }; Wild = { Get-HfDomain a.*, b.* }
        Fail = { Get-HfDomain a.example.org, missing, b.example.org }; Id = 'NotFound'
    }
    'Get-HfInferenceAuditLog'    = @{
        Call = { Get-HfInferenceAuditLog demo, other }
        Pipe = { 'demo', 'other' | Get-HfInferenceAuditLog }; Wild = { Get-HfInferenceAuditLog de*, ot* }
        Fail = { Get-HfInferenceAuditLog demo, a/b/c, other }; Id = 'InvalidRequest'
    }
    'Get-HfInferenceCatalog'     = @{
        Call = { Get-HfInferenceCatalog openai/gpt-oss-20b, openai-community/gpt2 }
        Pipe = { 'openai/gpt-oss-20b', 'openai-community/gpt2' | Get-HfInferenceCatalog }; Wild = { Get-HfInferenceCatalog openai/*, *gpt2 }
        Fail = { Get-HfInferenceCatalog openai/gpt-oss-20b, missing, openai-community/gpt2 }; Id = 'NotFound'
    }
    'Get-HfInferenceHardware'    = @{
        Call = { Get-HfInferenceHardware -Vendor aws -Namespace alice }
        Pipe = { [pscustomobject]@{ Vendor = 'aws'; Namespace = 'alice' } | Get-HfInferenceHardware }
        Wild = { Get-HfInferenceHardware -Vendor aw* -Namespace alice }
        Fail = { 'alice', 'stranger' | ForEach-Object { [pscustomobject]@{ Vendor = 'aws'; Namespace = $_ } } | Get-HfInferenceHardware }; Id = 'Forbidden'
    }
    'Get-HfInferenceQuota'       = @{
        Call = { Get-HfInferenceQuota -Namespace alice, acme -Vendor aws }
        Pipe = { 'alice', 'acme' | ForEach-Object { [pscustomobject]@{ Namespace = $_ } } | Get-HfInferenceQuota -Vendor aws }
        Wild = { Get-HfInferenceQuota -Namespace alice, acme -Vendor aw* }
        Fail = { Get-HfInferenceQuota -Namespace alice, stranger, acme -Vendor aws }; Id = 'Forbidden'
    }
    'Get-HfInferenceServerInfo'  = @{
        Call = { Get-HfInferenceServerInfo demo; Get-HfInferenceServerInfo other }
        Pipe = { 'demo', 'other' | Get-HfInferenceServerInfo }
        Fail = { 'demo', 'missing', 'other' | Get-HfInferenceServerInfo }; Id = 'EndpointNotFound'
    }
    'Get-HfPrivateService'       = @{
        Call = { Get-HfPrivateService 123456789012 -Namespace alice }
        Pipe = { [pscustomobject]@{ AccountId = '123456789012'; Namespace = 'alice' } | Get-HfPrivateService }
        Fail = { 'alice', 'stranger' | ForEach-Object { [pscustomobject]@{ AccountId = '123456789012'; Namespace = $_ } } | Get-HfPrivateService }; Id = 'Forbidden'
    }
    'Invoke-HfBatch'             = @{
        Call = { 'I am', 'We are' | Invoke-HfBatch demo -OutPath answers.jsonl }
        Pipe = { [pscustomobject]@{ inputs = 'I am' }, [pscustomobject]@{ inputs = 'We are' } | Invoke-HfBatch demo -OutPath answers.jsonl }
        Wild = { 'I am', 'We are' | Invoke-HfBatch [d]emo -OutPath answers.jsonl }
        Fail = { 'I am', 'We are' | Invoke-HfBatch missing -OutPath answers.jsonl }; Id = 'EndpointNotFound'; LikeFail = {}
    }
    'Invoke-HfChatCompletion'    = @{
        Call = { Invoke-HfChatCompletion demo Hello -MaxTokens 2; Invoke-HfChatCompletion other Hello -MaxTokens 2 }
        Pipe = { 'demo', 'other' | Invoke-HfChatCompletion -Prompt Hello -MaxTokens 2 }
        Fail = { 'demo', 'missing', 'other' | Invoke-HfChatCompletion -Prompt Hello -MaxTokens 2 }; Id = 'EndpointNotFound'
    }
    'Invoke-HfFeatureExtraction' = @{
        Call = { Invoke-HfFeatureExtraction embedder one, two }; Pipe = { 'one', 'two' | Invoke-HfFeatureExtraction embedder }
        Fail = { 'one', '', 'two' | Invoke-HfFeatureExtraction embedder }; Id = 'InvalidRequest'
    }
    'Invoke-HfInference'         = @{
        Call = { Invoke-HfInference painter one, two -Width 16 -Height 16 -OutFile '{0}.png' }
        Pipe = { 'one', 'two' | Invoke-HfInference painter -Width 16 -Height 16 -OutFile '{0}.png' }
        Wild = { Invoke-HfInference sorter -InFile seen-*.png -TopK 1 }; LikeWild = $seen
        Fail = { Invoke-HfInference sorter -InFile seen-1.png, missing.png, seen-2.png -TopK 1 }; Id = 'FileNotRead'; LikeFail = $seen
    }
    'Invoke-HfRerank'            = @{
        Call = { Invoke-HfRerank ranker sea hill, water }; Pipe = { 'hill', 'water' | Invoke-HfRerank ranker sea }
        Fail = { 'hill', 'water' | Invoke-HfRerank missing sea }; Id = 'EndpointNotFound'; LikeFail = {}
    }
    'Invoke-HfTextGeneration'    = @{
        Call = { Invoke-HfTextGeneration demo 'I am', 'We are' -MaxNewTokens 2 }
        Pipe = { 'I am', 'We are' | Invoke-HfTextGeneration demo -MaxNewTokens 2 }
        Fail = { 'I am', '', 'We are' | Invoke-HfTextGeneration demo -MaxNewTokens 2 }; Id = 'InvalidRequest'
    }
    'Measure-HfInferenceEndpointPerformance' = @{
        Call = { 'demo', 'other' | ForEach-Object { Measure-HfInferenceEndpointPerformance $_ -Concurrency 1 -Count 2 -OutputTokens 2 } }
        Pipe = { 'demo', 'other' | Measure-HfInferenceEndpointPerformance -Concurrency 1 -Count 2 -OutputTokens 2 }
        Fail = { 'demo', 'missing', 'other' | Measure-HfInferenceEndpointPerformance -Concurrency 1 -Count 2 -OutputTokens 2 }; Id = 'EndpointNotFound'
    }
    'New-HfCidrList'             = @{
        Call = { New-HfCidrList home 10.0.0.0/8; New-HfCidrList lab 10.0.0.0/16 }
        Pipe = { 'Name,Range', 'home,10.0.0.0/8', 'lab,10.0.0.0/16' | ConvertFrom-Csv | New-HfCidrList }
        Fail = { 'Name,Range', 'home,10.0.0.0/8', 'x,10.0.0.1/8', 'lab,10.0.0.0/16' | ConvertFrom-Csv | New-HfCidrList }; Id = 'InvalidRequest'
    }
    'New-HfDomain'               = @{
        Call = { New-HfDomain c.example.org; New-HfDomain d.example.org }; Pipe = { 'c.example.org', 'd.example.org' | New-HfDomain }
        Fail = { 'c.example.org', 'a.example.org', 'd.example.org' | New-HfDomain }; Id = 'AlreadyExists'
    }
    'New-HfInferenceEndpoint'    = @{
        Call = { New-HfInferenceEndpoint new @gpt2; New-HfInferenceEndpoint newer @gpt2 }
        Pipe = { 'new', 'newer' | ForEach-Object { [pscustomobject]@{ Name = $_ } } | New-HfInferenceEndpoint @gpt2 }
        Fail = { 'new', 'Not_A_Name', 'newer' | ForEach-Object { [pscustomobject]@{ Name = $_ } } | New-HfInferenceEndpoint @gpt2 }; Id = 'InvalidRequest'
    }
    'Remove-HfCidrList'          = @{
        Call = { Remove-HfCidrList office, vpn -Confirm:$false }
        Pipe = { 'office', 'vpn' | Remove-HfCidrList -Confirm:$false }; Wild = { Remove-HfCidrList o*, v* -Confirm:$false }
        Fail = { Remove-HfCidrList office, missing, vpn -Confirm:$false }; Id = 'NotFound'
    }
    'Remove-HfDomain'            = @{
        Call = { Remove-HfDomain a.example.org, b.example.org -Confirm:$false }
        Pipe = { 'a.example.org', 'b.example.org' | Remove-HfDomain -Confirm:$false }
        Fail = { Remove-HfDomain a.example.org, missing, b.example.org -Confirm:$false }; Id = 'NotFound'
    }
    'Remove-HfPrivateService'    = @{
        Call = { Remove-HfPrivateService $services.Id -Confirm:$false }
        Pipe = { $services | Remove-HfPrivateService -Confirm:$false }
        Fail = { Remove-HfPrivateService $services[0].Id, missing, $services[1].Id -Confirm:$false }; Id = 'NotFound'
    }
    'Set-HfCidrList'             = @{
        Call = { Set-HfCidrList office -Range 10.0.0.0/8; Set-HfCidrList vpn -Range 10.0.0.0/8 }
        Pipe = { $lists | Set-HfCidrList -Range 10.0.0.0/8 }
        Fail = { $lists[0], [pscustomobject]@{ Id = 'missing' }, $lists[1] | Set-HfCidrList -Range 10.0.0.0/8 }; Id = 'NotFound'
    }
    'Sync-HfInferenceEndpoint'   = @{
        Call = { Sync-HfInferenceEndpoint plan-1.json, plan-2.json }
        Pipe = { 'plan-1.json', 'plan-2.json' | Sync-HfInferenceEndpoint }; Wild = { Sync-HfInferenceEndpoint plan-*.json }
        # A plan that can't be carried out as a whole changes nothing.
        Fail = { Sync-HfInferenceEndpoint plan-1.json, other.json, plan-2.json -WarningAction Ignore }; Id = 'InvalidFile'; LikeFail = {}
    }
    'Test-HfBatch'               = @{
        Call = { Test-HfBatch batch.txt tested-1.jsonl, tested-2.jsonl -Format Jsonl }
        Pipe = { 'tested-1.jsonl', 'tested-2.jsonl' | Test-HfBatch batch.txt -Format Jsonl }; Wild = { Test-HfBatch batch.txt tested-*.jsonl -Format Jsonl }
        Fail = { Test-HfBatch batch.txt tested-1.jsonl, missing.jsonl -Format Jsonl }; Id = 'FileNotRead'; LikeFail = {}
    }
    'Watch-HfInferenceEndpoint'  = @{
        Call = { Watch-HfInferenceEndpoint demo, other | Select-Object -First 2 }
        Pipe = { 'demo', 'other' | Watch-HfInferenceEndpoint | Select-Object -First 2 }
        Wild = { Watch-HfInferenceEndpoint de*, ot* | Select-Object -First 2 }
        Fail = { Watch-HfInferenceEndpoint a/b/c, demo, other | Select-Object -First 2 }; Id = 'InvalidRequest'
    }
    'Use-HfInferenceEndpoint'    = @{
        Call = { Use-HfInferenceEndpoint demo, other { $_ } }
        Pipe = { Get-HfInferenceEndpoint demo, other | Use-HfInferenceEndpoint { $_ } }; Wild = { Use-HfInferenceEndpoint de*, ot* { $_ } }
        Fail = { Use-HfInferenceEndpoint demo, missing, other { $_ } }; Id = 'EndpointNotFound'
    }
}

$calls += & (Join-Path $PSScriptRoot EmulatorCalls.ps1)
foreach ($name in $named.Keys) {
    $calls[$name] = @{ Id = 'EndpointNotFound' }
    @{ Call = "$name demo, other"; Pipe = "'demo', 'other' | $name"; Wild = "$name de*, ot*"; Fail = "'demo', 'missing', 'other' | $name" }.GetEnumerator() |
        ForEach-Object { $calls[$name][$_.Key] = [scriptblock]::Create("$($_.Value) $($named[$name])") }
}

$calls
