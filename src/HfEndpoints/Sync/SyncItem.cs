namespace HfEndpoints.Commands;

/// <summary>A plan, and the namespace it is for.</summary>
internal sealed record SyncItem(string Namespace, EndpointPlan Plan)
{
    /// <summary>The name of the endpoint for -WhatIf and -Confirm.</summary>
    public string Description => $"endpoint '{Plan.Name}' of '{Namespace}'";

    /// <summary>The action for -WhatIf and -Confirm.</summary>
    public string Action => Plan.Action switch
    {
        PlanAction.Create =>
            $"create with '{Setting("Repository")}' on {Setting("Vendor")} {Setting("Region")} "
                + $"{Setting("InstanceType")} {Setting("InstanceSize")}",
        PlanAction.Change => $"change {string.Join(", ", Plan.Changes)}",
        _ => "delete permanently",
    };

    public string? Setting(string key) => Plan.Settings[key]?.ToString();
}
