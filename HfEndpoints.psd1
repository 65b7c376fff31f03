@{
    RootModule           = 'HfEndpoints.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '9337e28f-41aa-40fc-b8e4-aa2586d26f6f'
    Author               = 'The HfEndpoints authors'
    CompanyName          = 'The HfEndpoints authors'
    Copyright            = 'Copyright (c) the HfEndpoints authors. Apache-2.0.'
    Description          = 'Manages Hugging Face Inference Endpoints and runs inference on them: create, list, change, watch, pause, resume, wait for and remove endpoints, and send text, chats, any other task and whole batches to them, with objects that pipe into one another.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    # Loaded first, or the types file could not find the methods of its properties.
    RequiredAssemblies   = @('HfEndpoints.dll')
    TypesToProcess       = @('HfEndpoints.Types.ps1xml')
    FormatsToProcess     = @('HfEndpoints.Format.ps1xml')
    CmdletsToExport      = @(
        'Compare-HfInferenceEndpoint'
        'Connect-HfAccount'
        'Debug-HfInferenceEndpoint'
        'Disconnect-HfAccount'
        'Enter-HfChat'
        'Export-HfInferenceEndpoint'
        'Get-HfCidrList'
        'Get-HfContext'
        'Get-HfDomain'
        'Get-HfEmulatorBill'
        'Get-HfEmulatorFault'
        'Get-HfEmulatorRequest'
        'Get-HfInferenceAuditLog'
        'Get-HfInferenceCatalog'
        'Get-HfInferenceEndpoint'
        'Get-HfInferenceEndpointLog'
        'Get-HfInferenceEndpointMetric'
        'Get-HfInferenceEndpointReplica'
        'Get-HfInferenceHardware'
        'Get-HfInferenceQuota'
        'Get-HfInferenceServerInfo'
        'Get-HfPrivateService'
        'Invoke-HfBatch'
        'Invoke-HfChatCompletion'
        'Invoke-HfFeatureExtraction'
        'Invoke-HfInference'
        'Invoke-HfRerank'
        'Invoke-HfTextGeneration'
        'Measure-HfInferenceEndpointCost'
        'Measure-HfInferenceEndpointPerformance'
        'New-HfCidrList'
        'New-HfDomain'
        'New-HfInferenceEndpoint'
        'Remove-HfCidrList'
        'Remove-HfDomain'
        'Remove-HfInferenceEndpoint'
        'Remove-HfPrivateService'
        'Reset-HfEmulator'
        'Resume-HfInferenceEndpoint'
        'Set-HfCidrList'
        'Set-HfEmulatorFault'
        'Set-HfInferenceEndpoint'
        'Start-HfEmulator'
        'Stop-HfEmulator'
        'Suspend-HfInferenceEndpoint'
        'Sync-HfInferenceEndpoint'
        'Test-HfBatch'
        'Test-HfInferenceEndpoint'
        'Use-HfInferenceEndpoint'
        'Wait-HfInferenceEndpoint'
        'Watch-HfInferenceEndpoint'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            ProjectUri   = 'https://github.com/hf-endpoints/HfEndpoints'
            LicenseUri   = 'https://github.com/hf-endpoints/HfEndpoints/blob/main/LICENSE'
            ReleaseNotes = 'https://github.com/hf-endpoints/HfEndpoints/blob/main/CHANGELOG.md'
            Tags         = @(
                'HuggingFace', 'InferenceEndpoints', 'Inference', 'TextGeneration', 'AI', 'LLM', 'MachineLearning', 'REST'
                'PSEdition_Core', 'Windows', 'Linux', 'MacOS'
            )
        }
    }
}
