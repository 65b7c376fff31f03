namespace HfEndpoints.Chaos;

/// <summary>Operations that change nothing on the service.</summary>
internal static class Readings
{
    private static readonly Operation[] s_fixed =
    [
        new("Get", $"Get-HfInferenceEndpoint {World.Writer} | ForEach-Object {{ \"$_ $($_.Status) $($_.Repository)\" }}"),
        new("Get all pages", "Get-HfInferenceEndpoint -Namespace (Get-HfContext).Organizations[0] | ForEach-Object Name"),
        new("Catalog", "Get-HfInferenceCatalog | ForEach-Object { \"$_\" }"),
        new("Hardware", "Get-HfInferenceHardware | ForEach-Object { \"$_ $($_.PricePerHour)\" }"),
        new("Quota", "Get-HfInferenceQuota | ForEach-Object { \"$_ $($_.MaxAccelerators)\" }"),
        new("Cost", $"Measure-HfInferenceEndpointCost {World.Quiet} | ForEach-Object {{ \"$_ $($_.UsdPerHour)\" }}"),
        new("Replica", $"Get-HfInferenceEndpointReplica {World.Quiet} | ForEach-Object {{ \"$_ $($_.Stage)\" }}"),
        new("Log", $"Get-HfInferenceEndpointLog {World.Quiet} -Tail 5 | ForEach-Object {{ \"$_\" }}"),
    ];

    private static readonly Operation[] s_changing =
    [
        // A page in place of a probe's answer counts as a route that the server does not have.
        new("Server info", $"Get-HfInferenceServerInfo {World.Writer} -ColdStartTimeout 2 | ForEach-Object {{ \"$_\" }}"),
        new("Metric", $"Get-HfInferenceEndpointMetric {World.Quiet} -Metric ReplicaRunning -Last 0:10 | ForEach-Object {{ \"$_\" }}"),
        new("Audit log", "Get-HfInferenceAuditLog -First 5 | ForEach-Object { \"$($_.Endpoint)\" }"),
        new(
            "Log that is followed",
            $"Get-HfInferenceEndpointLog {World.Quiet} -Tail 2 -Wait | Select-Object -First 2 | ForEach-Object {{ \"$_\" }}"),
        new("Watch", $"Watch-HfInferenceEndpoint {World.Quiet} | Select-Object -First 1 | ForEach-Object {{ \"$($_.Status)\" }}"),
        new("Test", $"Test-HfInferenceEndpoint {World.Writer} | ForEach-Object {{ \"$_\" }}"),
        new("Debug", $"Debug-HfInferenceEndpoint {World.Quiet} | ForEach-Object {{ \"$_\" }}"),
    ];

    public static Operation Draw(Random random, World world) => random.Next(6) switch
    {
        0 => Several(random, world),
        1 => List(random, world),
        2 => s_changing[random.Next(s_changing.Length)] with { Check = HasResultOrError },
        _ => s_fixed[random.Next(s_fixed.Length)] with { IsFixed = true, IsRepeatable = true },
    };

    /// <summary>Some are there and one is not: each has a result or an error.</summary>
    private static Operation Several(Random random, World world) => new(
        "Get several",
        $"Get-HfInferenceEndpoint {World.Writer}, {World.Mood}, nobody, {World.Quiet} | ForEach-Object {{ $_.Name }}")
    {
        Items = 4,
        Wanted = "EndpointNotFound",
        IsFixed = true,
        IsRepeatable = true,
    };

    private static Operation List(Random random, World world) => new("List", "Get-HfInferenceEndpoint | ForEach-Object Name")
    {
        IsChange = true,
        IsRepeatable = true,
        Check = outcome => !outcome.Succeeded || outcome.Lines.Order().SequenceEqual(outcome.After!.Endpoints.Keys.Order())
            ? []
            : [$"the list has {string.Join(' ', outcome.Lines)}, the service {string.Join(' ', outcome.After.Endpoints.Keys)}"],
    };

    private static IEnumerable<string> HasResultOrError(Outcome outcome) =>
        outcome.Lines.Count > 0 || outcome.Errors.Count > 0 ? [] : ["there is neither a result nor an error"];
}
