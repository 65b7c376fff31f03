# Every operation of the service's API has a cmdlet: each is called, and the emulator records which operations it
# received. docs/api-coverage.md is the table of that; run with HFENDPOINTS_WRITE_COVERAGE=1 to write it again.
BeforeDiscovery {
    $document = Get-Content -Raw (Join-Path $PSScriptRoot ../data/openapi.json) | ConvertFrom-Json -AsHashtable
    $operations = foreach ($path in $document.paths.Keys | Sort-Object) {
        foreach ($method in $document.paths[$path].Keys | Where-Object { $_ -in 'get', 'post', 'put', 'delete', 'patch' }) {
            @{ Method = $method.ToUpperInvariant(); Path = $path; Operation = "$($method.ToUpperInvariant()) $path" }
        }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $page = Join-Path $PSScriptRoot ../../docs/api-coverage.md

    # What to call for an operation; the first cmdlet of the module in it is the one that the table names.
    $endpoint = '/v2/endpoint/{namespace}/{name}'
    $calls = [ordered]@{
        'GET /v2/audit-logs/{namespace}'                      = { Get-HfInferenceAuditLog | Select-Object -First 1 }
        'GET /v2/endpoint/{namespace}'                        = { Get-HfInferenceEndpoint }
        'POST /v2/endpoint/{namespace}'                       = { New-HfInferenceEndpoint new -Repository gpt2 -Framework pytorch -Vendor aws -Region us-east-1 -Accelerator cpu -InstanceType intel-icl -InstanceSize x2 }
        "GET $endpoint"                                       = { Get-HfInferenceEndpoint demo }
        "PUT $endpoint"                                       = { Set-HfInferenceEndpoint demo -Tag a }
        "DELETE $endpoint"                                    = { Remove-HfInferenceEndpoint demo -Force }
        "POST $endpoint/agent/debug"                          = { Debug-HfInferenceEndpoint demo }
        "GET $endpoint/logs"                                  = { Get-HfInferenceEndpointLog old -Tail 5 }
        "GET $endpoint/logs/sse"                              = { Get-HfInferenceEndpointLog old -Wait }
        "POST $endpoint/metrics"                              = { Get-HfInferenceEndpointMetric demo }
        "POST $endpoint/metrics/hardware-cpu"                 = { Get-HfInferenceEndpointMetric demo -Metric HardwareCpu }
        "POST $endpoint/metrics/hardware-gpu"                 = { Get-HfInferenceEndpointMetric demo -Metric HardwareGpu }
        "POST $endpoint/metrics/inference/itl"                = { Get-HfInferenceEndpointMetric demo -Metric InterTokenLatency }
        "POST $endpoint/metrics/inference/kv-cache"           = { Get-HfInferenceEndpointMetric demo -Metric KvCache }
        "POST $endpoint/metrics/inference/prefix-cache"       = { Get-HfInferenceEndpointMetric demo -Metric PrefixCache }
        "POST $endpoint/metrics/inference/requests"           = { Get-HfInferenceEndpointMetric demo -Metric InferenceRequest }
        "POST $endpoint/metrics/inference/ttft"               = { Get-HfInferenceEndpointMetric demo -Metric TimeToFirstToken }
        "POST $endpoint/metrics/pending-request"              = { Get-HfInferenceEndpointMetric demo -Metric PendingRequest }
        "POST $endpoint/metrics/replica-ids"                  = { TabExpansion2 'Get-HfInferenceEndpointMetric demo -Replica ' }
        "POST $endpoint/metrics/replica-running"              = { Get-HfInferenceEndpointMetric demo -Metric ReplicaRunning }
        "POST $endpoint/metrics/replica-status"               = { Get-HfInferenceEndpointMetric demo -Metric ReplicaStatus }
        "POST $endpoint/metrics/response-elapsed"             = { Get-HfInferenceEndpointMetric demo -Metric ResponseElapsed }
        "POST $endpoint/metrics/response-status-code"         = { Get-HfInferenceEndpointMetric demo -Metric ResponseStatusCode }
        "POST $endpoint/metrics/response-status-code-grouped" = { Get-HfInferenceEndpointMetric demo -Metric ResponseStatusCodeGrouped }
        "GET $endpoint/open-metrics"                          = { Get-HfInferenceEndpointMetric demo -OpenMetrics }
        "POST $endpoint/pause"                                = { Suspend-HfInferenceEndpoint demo }
        "GET $endpoint/replica"                               = { Get-HfInferenceEndpointReplica demo }
        "POST $endpoint/resume"                               = { Resume-HfInferenceEndpoint paused }
        "POST $endpoint/scale-to-zero"                        = { Suspend-HfInferenceEndpoint sleepy -ScaleToZero }
        "GET $endpoint/sse"                                   = { Watch-HfInferenceEndpoint demo | Select-Object -First 1 }
        'GET /v2/network/cidr-list/{namespace}'               = { Get-HfCidrList }
        'POST /v2/network/cidr-list/{namespace}'              = { New-HfCidrList office 203.0.113.0/24 }
        'POST /v2/network/cidr-list/{namespace}/{cidr_id}'    = { Set-HfCidrList $list.Id -Name other }
        'DELETE /v2/network/cidr-list/{namespace}/{cidr_id}'  = { Remove-HfCidrList $list.Id -Force }
        'GET /v2/network/domain/{namespace}'                  = { Get-HfDomain }
        'POST /v2/network/domain/{namespace}'                 = { New-HfDomain new.example.org }
        'DELETE /v2/network/domain/{namespace}/{domain}'      = { Remove-HfDomain models.example.org -Force }
        'GET /v2/network/private-service/{namespace}'         = { Get-HfPrivateService }
        'DELETE /v2/network/private-service/{namespace}/{service-id}' = { Remove-HfPrivateService ps-1 -Force -ErrorAction Ignore }
        'GET /v2/provider'                                    = { Get-HfInferenceHardware }
        'GET /v2/provider/quotas/{namespace}'                 = { Get-HfInferenceQuota }
        'GET /v2/provider/{namespace}'                        = { Get-HfInferenceHardware }
        'GET /v2/search/{namespace}'                          = { Get-HfInferenceEndpoint d* -NameOnly }
        'GET /v3/endpoint/{namespace}/{name}/logs'            = { Get-HfInferenceEndpointLog demo -Tail 5 }
        'GET /v3/endpoint/{namespace}/{name}/logs/download'   = { Get-HfInferenceEndpointLog demo -OutFile (Join-Path $TestDrive demo.txt) }
        'GET /v3/endpoint/{namespace}/{name}/logs/sse'        = { Get-HfInferenceEndpointLog demo -Wait }
    }

    $null = Start-HfTest

    function Get-CmdletName([scriptblock] $Call) {
        [regex]::Match("$Call", '\w+-Hf\w+').Value
    }

    function Get-HfAskedFor([string] $Method, [string] $Template) {
        $pattern = Get-PathPattern $Template
        Get-HfEmulatorRequest | Where-Object { $_.method -eq $Method -and $_.path -match $pattern }
    }

    # A template's parts in braces stand for one segment each.
    function Get-PathPattern([string] $Template) {
        '^' + ([regex]::Escape($Template) -replace '\\\{[^}]+}', '[^/]+') + '$'
    }
}

AfterAll { Stop-HfTest }

Describe 'The API' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo @{ state = 'running' }
        $null = Set-HfEmulatorEndpoint old @{ state = 'running'; tags = @('emulator:no-log-search') }
        $null = Set-HfEmulatorEndpoint paused @{ state = 'paused' }
        $null = Set-HfEmulatorEndpoint sleepy @{ state = 'running'; compute = @{ scaling = @{ minReplica = 0; maxReplica = 1; scaleToZeroTimeout = 15 } } }
        $list = New-HfCidrList first 198.51.100.0/24
        $null = New-HfDomain models.example.org
        Clear-HfEmulatorRequest
    }

    It 'has a cmdlet: <Operation>' -ForEach $operations {
        $call = $calls[$Operation]
        $call | Should -Not -BeNullOrEmpty -Because 'each operation of the document has its cmdlet'
        if ($Operation -eq 'GET /v2/provider') {
            # The one that is asked where there is no token.
            Disconnect-HfAccount
            Set-HfEnvironment
        }

        try {
            if ("$call" -match ' -Wait ') {
                # It follows until it is stopped.
                $null = Invoke-WithStop $call { Get-HfAskedFor $Method $Path }
            } else {
                $null = & $call
            }
        } finally {
            Clear-HfEnvironment
        }

        Get-HfAskedFor $Method $Path |
            Should -Not -BeNullOrEmpty -Because "'$("$call".Trim())' asks for it"
    }

    It 'matches docs/api-coverage.md' {
        $document = Get-Content -Raw (Join-Path $PSScriptRoot ../data/openapi.json) | ConvertFrom-Json -AsHashtable
        $all = foreach ($path in $document.paths.Keys | Sort-Object) {
            $document.paths[$path].Keys | Where-Object { $_ -in 'get', 'post', 'put', 'delete', 'patch' } |
                ForEach-Object { "$($_.ToUpperInvariant()) $path" }
        }
        $covered = @($all | Where-Object { $calls[$_] })
        $lines = @(
            '# API coverage'
            ''
            "$($covered.Count) of $($all.Count) operations in the service's OpenAPI document have a cmdlet."
            'tests/pester/ApiCoverage.Tests.ps1 writes this table. It runs each command and checks which operation it calls.'
            ''
            '| operation | cmdlet | command |'
            '|---|---|---|'
            foreach ($operation in $all) {
                $call = $calls[$operation]
                $name = $call ? (Get-CmdletName $call) : '-'
                "| ``$operation`` | [$name](en-US/$name.md) | ``$("$call".Trim() -replace '\|', '\|')`` |"
            }
        )
        if ($env:HFENDPOINTS_WRITE_COVERAGE) {
            Set-Content -LiteralPath $page -Value $lines
        }

        $covered.Count | Should -Be $all.Count
        Get-Content -LiteralPath $page | Should -BeExactly $lines
    }
}
