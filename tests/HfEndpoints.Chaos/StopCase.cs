using System.Text.Json.Nodes;

namespace HfEndpoints.Chaos;

/// <summary>A command that waits, streams, retries or sleeps, so that a stop finds it there.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Script">The command.</param>
/// <param name="Rule">What the emulator does meanwhile; null for what it does anyway.</param>
internal sealed record StopCase(string Name, string Script, string? Rule = null)
{
    /// <summary>An endpoint that answers.</summary>
    public const string Demo = "demo";

    /// <summary>An endpoint that starts and never gets ready.</summary>
    public const string Starting = "starting";

    private const string Hang = """{ "delayMs": 600000 }""";
    private const string Slow = """{ "delayMs": 40 }""";
    private const string Pause = """{ "status": 429, "headers": { "Retry-After": "200" } }""";
    private const string Down = """{ "status": 503 }""";
    private const string HalfAnswer = """{ "rawBody": "eyJpdGVtcyI6Ww==", "hang": true }""";
    private const string HalfStream = """{ "path": "/serve/*", "events": [": nothing yet"], "hang": true }""";

    private const string Settings = "-Repository gpt2 -Framework pytorch -Accelerator cpu -Vendor aws -Region us-east-1 "
        + "-InstanceType intel-icl -InstanceSize x2";

    public static IReadOnlyList<StopCase> All { get; } =
    [
        new("Connect-HfAccount, no answer", "Connect-HfAccount -EmulatorUri $address -Token other -Scope Runspace", Hang),
        new("Get-HfInferenceEndpoint, page by page", "Get-HfInferenceEndpoint -Namespace $organization", Slow),
        new("Get-HfInferenceEndpoint, half an answer", "Get-HfInferenceEndpoint", HalfAnswer),
        new("Get-HfInferenceEndpoint, before a retry", "Get-HfInferenceEndpoint demo", Pause),
        new("Get-HfInferenceHardware, no answer", "Get-HfInferenceHardware", Hang),
        new("Get-HfInferenceCatalog, half an answer", "Get-HfInferenceCatalog", HalfAnswer),
        new("Get-HfInferenceAuditLog, retries", "Get-HfInferenceAuditLog", Down),
        new("Get-HfCidrList, before a retry", "Get-HfCidrList", Pause),
        new("Export-HfInferenceEndpoint", "Export-HfInferenceEndpoint \"$path.copy.json\"", Slow),
        new("Test-HfInferenceEndpoint, no answer", "Test-HfInferenceEndpoint demo", Hang),
        new("Debug-HfInferenceEndpoint, no answer", "Debug-HfInferenceEndpoint demo", Hang),
        new("Get-HfInferenceEndpointMetric, retries", "Get-HfInferenceEndpointMetric demo", Down),
        new("New-HfInferenceEndpoint, no answer", $"New-HfInferenceEndpoint new {Settings}", Hang),
        new("New-HfInferenceEndpoint, looked up", $"New-HfInferenceEndpoint new {Settings}", Down),
        new("Set-HfInferenceEndpoint, no answer", "Set-HfInferenceEndpoint demo -MaxReplica 2", Hang),
        new("Suspend-HfInferenceEndpoint, retries", "Suspend-HfInferenceEndpoint demo", Down),
        new("Resume-HfInferenceEndpoint, before a retry", "Resume-HfInferenceEndpoint demo", Pause),
        new("Remove-HfInferenceEndpoint, retries", "Remove-HfInferenceEndpoint demo -Force", Down),
        new("Sync-HfInferenceEndpoint", "Sync-HfInferenceEndpoint $path", Slow),
        new("Wait-HfInferenceEndpoint, asking", "Wait-HfInferenceEndpoint starting -RefreshInterval 0.05"),
        new("Wait-HfInferenceEndpoint, sleeping", "Wait-HfInferenceEndpoint starting -RefreshInterval 600"),
        new("Wait-HfInferenceEndpoint, in an outage", "Wait-HfInferenceEndpoint starting", Down),
        new("Watch-HfInferenceEndpoint", "Watch-HfInferenceEndpoint demo, starting"),
        new("Use-HfInferenceEndpoint", "Use-HfInferenceEndpoint demo { 1..1000 | ForEach-Object { $_; Start-Sleep -Milliseconds 10 } }"),
        new("Get-HfInferenceEndpointLog -Wait", "Get-HfInferenceEndpointLog demo -Wait"),
        new("Get-HfInferenceEndpointLog -OutFile", "Get-HfInferenceEndpointLog demo -OutFile \"$path.log\"", HalfAnswer),
        new("Get-HfInferenceServerInfo, no answer", "Get-HfInferenceServerInfo demo", Hang),
        new("Invoke-HfRerank, no answer", "Invoke-HfRerank demo 'snow' -Text ice, sea", Hang),
        new("Invoke-HfTextGeneration, many", "1..500 | Invoke-HfTextGeneration demo", Slow),
        new("Invoke-HfTextGeneration -Stream", "Invoke-HfTextGeneration demo 'I am' -MaxNewTokens 200 -Stream"),
        new("Invoke-HfTextGeneration -Stream, silent", "Invoke-HfTextGeneration demo 'I am' -Stream", HalfStream),
        new("Invoke-HfTextGeneration, cold start", "Invoke-HfTextGeneration starting 'I am'"),
        new("Invoke-HfChatCompletion -Stream", "Invoke-HfChatCompletion demo 'I am' -MaxTokens 200 -Stream"),
        new("Invoke-HfFeatureExtraction", "1..500 | Invoke-HfFeatureExtraction embedder", Slow),
        new("Invoke-HfInference", "1..500 | Invoke-HfInference demo -Task text-generation", Slow),
        new("Invoke-HfBatch", "1..500 | ForEach-Object { \"$_\" } | Invoke-HfBatch demo -OutPath $out", Slow),
    ];

    public JsonNode[] Rules => Rule is null ? [] : [JsonNode.Parse(Rule)!];
}
