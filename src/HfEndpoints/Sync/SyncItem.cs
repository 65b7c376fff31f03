namespace HfEndpoints.Commands;

/// <summary>A plan, and the namespace it is for.</summary>
internal sealed record SyncItem(string Namespace, EndpointPlan Plan)
{
    /// <summary>The name of the endpoint for -WhatIf and -Confirm.</summary>
    public string Description => $"endpoint '{Plan.Name}' of '{Namespace}'";

    /// <summary>What it costs, appended to the action; empty if that is not shown or not known.</summary>
    public string Price { get; init; } = "";

    /// <summary>The action for -WhatIf and -Confirm.</summary>
    public string Action => What + Price;

    private string What => Plan.Action switch
    {
        PlanAction.Create =>
            $"create with '{Setting("Repository")}' on {Setting("Vendor")} {Setting("Region")} "
                + $"{Setting("InstanceType")} {Setting("InstanceSize")}",
        PlanAction.Change => $"change {string.Join(", ", Plan.Changes)}",
        _ => "delete permanently",
    };

    public string? Setting(string key) => Plan.Settings[key]?.ToString();

    /// <summary>The settings that decide on hardware and cost.</summary>
    public EndpointSettings Deployment => new()
    {
        Vendor = Setting("Vendor"),
        Region = Setting("Region"),
        Accelerator = Setting("Accelerator"),
        InstanceType = Setting("InstanceType"),
        InstanceSize = Setting("InstanceSize"),
        MinReplica = (int?)Plan.Settings["MinReplica"],
        MaxReplica = (int?)Plan.Settings["MaxReplica"],
    };
}
