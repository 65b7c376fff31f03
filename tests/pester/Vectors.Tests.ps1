BeforeDiscovery {
    # The calls whose cmdlets there are, and what no rule can say of them: Position names what the call takes by
    # position, Extra what only the cmdlet needs, Endpoint what must be true of the endpoint beforehand, Serve the
    # deployed server that it goes to, Raises the id of its error.
    $calls = @{
        create_inference_endpoint              = @{ Cmdlet = 'New-HfInferenceEndpoint'; Position = 'Name' }
        create_inference_endpoint_from_catalog = @{ Cmdlet = 'New-HfInferenceEndpoint'; Position = 'CatalogModel' }
        get_inference_endpoint                 = @{ Cmdlet = 'Get-HfInferenceEndpoint'; Position = 'Name' }
        list_inference_endpoints               = @{ Cmdlet = 'Get-HfInferenceEndpoint'; IsConcurrent = $true }
        update_inference_endpoint              = @{ Cmdlet = 'Set-HfInferenceEndpoint'; Position = 'Name' }
        pause_inference_endpoint               = @{ Cmdlet = 'Suspend-HfInferenceEndpoint'; Position = 'Name' }
        resume_inference_endpoint              = @{ Cmdlet = 'Resume-HfInferenceEndpoint'; Position = 'Name'; Endpoint = @{ state = 'paused' }; Raises = 'EndpointAlreadyRunning' }
        scale_to_zero_inference_endpoint       = @{ Cmdlet = 'Suspend-HfInferenceEndpoint'; Position = 'Name'; Extra = @{ ScaleToZero = $true }; Endpoint = @{ compute = @{ scaling = @{ minReplica = 0; scaleToZeroTimeout = 15 } } } }
        delete_inference_endpoint              = @{ Cmdlet = 'Remove-HfInferenceEndpoint'; Position = 'Name'; Extra = @{ Force = $true } }
        list_inference_endpoints_hardware      = @{ Cmdlet = 'Get-HfInferenceHardware' }
        list_inference_catalog                 = @{ Cmdlet = 'Get-HfInferenceCatalog' }
        chat_completion                        = @{ Cmdlet = 'Invoke-HfChatCompletion'; Position = 'Message'; Serve = 'tgi' }
        feature_extraction                     = @{ Cmdlet = 'Invoke-HfFeatureExtraction'; Position = 'Text'; Serve = 'tei' }
        get_endpoint_info                      = @{ Cmdlet = 'Get-HfInferenceServerInfo'; Serve = 'tgi' }
        health_check                           = @{ Cmdlet = 'Test-HfInferenceEndpoint'; Serve = 'tgi' }
        text_generation                        = @{ Cmdlet = 'Invoke-HfTextGeneration'; Position = 'Prompt'; Serve = 'tgi' }
        text_classification                    = @{ Cmdlet = 'Invoke-HfInference'; Position = 'Inputs'; Extra = @{ Task = 'text-classification' }; Serve = 'tgi'; Answer = '[]' }
        image_classification                   = @{ Cmdlet = 'Invoke-HfInference'; Position = 'Inputs'; Extra = @{ Task = 'image-classification' }; Serve = 'tgi'; Answer = '[]' }
        automatic_speech_recognition           = @{ Cmdlet = 'Invoke-HfInference'; Position = 'Inputs'; Extra = @{ Task = 'automatic-speech-recognition' }; Serve = 'tgi'; Answer = '{"text":""}' }
        text_to_image                          = @{ Cmdlet = 'Invoke-HfInference'; Position = 'Inputs'; Extra = @{ Task = 'text-to-image' }; Serve = 'tgi'; Raises = 'InvalidResponse'; Answer = '{}' }
    }
    # The recording server took everything. The service takes no parallel size that is not the instance's number of
    # accelerators.
    $refused = @{
        'update: tensor parallel size alone reads the image first' = 'InvalidRequest'
    }
    $vectors = (Get-Content -Raw (Join-Path $PSScriptRoot ../data/vectors.json) | ConvertFrom-Json -AsHashtable).vectors
    $cases = $vectors | Where-Object { $calls[$_.call] } | ForEach-Object { @{ Name = $_.name; Vector = $_; Call = $calls[$_.call]; ErrorId = $_.raises ? $calls[$_.call].Raises : "$($refused[$_.name])" } }
    $unknown = $calls.Keys | Where-Object { $_ -notin $vectors.call }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $served = '/serve/acme/served'
    $whoAmI = '/api/whoami-v2'
    $repositories = @{ tgi = 'HuggingFaceH4/zephyr-7b-beta'; tei = 'BAAI/bge-small-en-v1.5' }
    $emulator = Start-HfTest
    # By the environment, as the recorded client had it: connecting would ask who we are beforehand.
    Disconnect-HfAccount
    Set-HfEnvironment

    function ConvertTo-ParameterName([string] $Keyword) {
        -join ($Keyword -split '_' | ForEach-Object { $_.Substring(0, 1).ToUpperInvariant() + $_.Substring(1) })
    }

    function Get-CallParameter($Vector, $Call) {
        $parameters = $Call.Extra ? $Call.Extra.Clone() : @{}
        if ($Call.Position) {
            $parameters[$Call.Position] = $Vector.args[0] -match '^<(\d+) bytes>$' ? [byte[]]::new($Matches[1]) : $Vector.args[0]
        }

        if ($Call.Serve) {
            $parameters.Uri = [uri]::new($emulator.Uri, $served)
        }

        # What calls a model names the server by it; the cmdlets have -Uri for that.
        foreach ($keyword in $Vector.kwargs.Keys | Where-Object { -not $Call.Serve -or $_ -ne 'model' }) {
            $parameters[(ConvertTo-ParameterName $keyword)] = $Vector.kwargs[$keyword]
        }

        $parameters
    }

    function Initialize-Endpoint($Vector, $Call) {
        # Whatever endpoint a request names must be there, with an image that takes parallel sizes.
        Reset-HfEmulator
        $image = @{ vLLM = @{ url = 'vllm/vllm-openai:v0.23.0'; port = 8000 } }
        foreach ($path in $Vector.requests.path) {
            if ($path -match '^/v2/endpoint/(?<ns>[^/]+)/(?<name>[^/]+)') {
                $special = $Matches.name -eq 'already' ? @{} : ($Call.Endpoint ?? @{})
                $null = Set-HfEmulatorEndpoint $Matches.name ($special + @{ model = @{ image = $image } }) -Namespace $Matches.ns
            }
        }

        if ($Call.Serve) {
            $null = Set-HfEmulatorEndpoint served @{ model = Get-HfEngineModel $Call.Serve @{ repository = $repositories[$Call.Serve] } } -Namespace acme
        }

        # What the recording server answered to everything, where the module could not make anything of another's answer.
        Set-HfEmulatorFault @($Call.Answer | Where-Object { $_ } | ForEach-Object { @{ method = 'POST'; path = '/serve/*'; status = 200; body = $_ } })
        Clear-HfEmulatorRequest
    }

    function Repair-Body($Body) {
        # What the recorded client sends in a flat custom image, the service ignores; we put it where it works.
        $image = $Body.model.image.custom
        if ($image.health_route) {
            $image.healthRoute = $image.health_route
            $image.Remove('health_route')
        }

        if ($image.env) {
            $Body.model.env = $image.env
            $image.Remove('env')
        }

        $Body
    }

    function Format-Json($Value) {
        # Members in order and without those that are null.
        if ($Value -is [Collections.IDictionary]) {
            $members = $Value.Keys | Where-Object { $null -ne $Value[$_] } | Sort-Object -CaseSensitive |
                ForEach-Object { "$(ConvertTo-Json $_):$(Format-Json $Value[$_])" }
            return "{$($members -join ',')}"
        }

        if ($Value -is [array]) {
            return "[$($Value.ForEach({ Format-Json $_ }) -join ',')]"
        }

        ConvertTo-Json $Value -Compress
    }

    function Format-Request([string] $Method, [string] $Path, [bool] $Authorization, $Body) {
        "$Method $Path $($Authorization ? 'with' : 'without') a token: $(Format-Json $Body)"
    }

    function Join-Request([string[]] $Request, $IsConcurrent) {
        # To ask once who we are is enough.
        $isAsked = $false
        $once = $Request | Where-Object { $_ -notlike "GET $whoAmI *" -or -not $isAsked -and ($isAsked = $true) }
        ($IsConcurrent ? ($once | Sort-Object) : $once) -join "`n"
    }
}

AfterAll { Stop-HfTest }

Describe 'The recorded requests' {
    It 'name every call that a cmdlet is tested by' -ForEach @{ Unknown = $unknown } {
        $Unknown | Should -BeNullOrEmpty
    }

    It 'are those of <Call.Cmdlet>: <Name>' -ForEach $cases {
        Initialize-Endpoint $Vector $Call
        # Another account for each case, so that each asks anew whose it is.
        $env:HF_TOKEN = "hf_$(New-Guid)"
        $parameters = Get-CallParameter $Vector $Call
        $names = (Get-Command $Call.Cmdlet).Parameters.Values.ForEach({ $_.Name; $_.Aliases })
        $parameters.Keys | Where-Object { $_ -notin $names } | Should -BeNullOrEmpty -Because 'every keyword is a parameter or an alias of one'

        $null = & $Call.Cmdlet @parameters -ErrorVariable failures -ErrorAction SilentlyContinue -WarningAction Ignore

        $ids = $failures.ForEach({ $_.FullyQualifiedErrorId -replace ',.*' }) -join ' '
        $ids | Should -BeExactly $ErrorId -Because "$failures"
        $requests = Get-HfEmulatorRequest
        $requests | Where-Object { $_.query -and $_.query -notmatch '^\?limit=\d+$' } | Should -BeNullOrEmpty -Because 'only paging adds a query'
        $sent = $requests | ForEach-Object {
            # What is not JSON comes as text: of bytes only their number is recorded.
            $body = $_.body -is [string] ? "$($_.body.Length) bytes" : ($_.body | ConvertTo-Json -Depth 20 | ConvertFrom-Json -AsHashtable)
            Format-Request $_.method ($Call.Serve ? ($_.path -replace "^$served", '/serve') : $_.path) $_.authorization $body
        }
        $recorded = $Vector.requests | ForEach-Object { Format-Request $_.method $_.path $_.authorization ($_.bodyBytes ? "$($_.bodyBytes) bytes" : (Repair-Body $_.json)) }
        Join-Request $sent $Call.IsConcurrent | Should -BeExactly (Join-Request $recorded $Call.IsConcurrent)
    }
}
