using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>A plan, and the namespace it is for.</summary>
internal sealed record SyncItem(string Namespace, EndpointPlan Plan)
{
    /// <summary>The endpoint in the words of -WhatIf and -Confirm.</summary>
    public string Description => $"endpoint '{Plan.Name}' of '{Namespace}'";

    /// <summary>What is done in the words of -WhatIf and -Confirm.</summary>
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
