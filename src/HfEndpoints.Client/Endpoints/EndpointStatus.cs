namespace HfEndpoints.Client;

/// <summary>How an endpoint is.</summary>
public sealed record EndpointStatus
{
    /// <summary>The state as the server sent it; <see cref="EndpointStates"/> names those known.</summary>
    public string State { get; init => field = value ?? ""; } = "";

    /// <summary>What the server says of the state.</summary>
    public string? Message { get; init; }

    /// <summary>More of a failure.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>What the service's agent found when it was last asked to debug the endpoint; null where it never was.</summary>
    public string? AgentMessage { get; init; }

    /// <summary>Where it is reached. It may be set long before the endpoint is ready.</summary>
    public string? Url { get; init; }

    /// <summary>Replicas that take requests.</summary>
    public int? ReadyReplica { get; init; }

    /// <summary>Replicas there should be.</summary>
    public int? TargetReplica { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Who created it.</summary>
    public EndpointAccount? CreatedBy { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Who last changed it.</summary>
    public EndpointAccount? UpdatedBy { get; init; }

    /// <summary>Says in sentences what the server says of the state and of a failure, each thing once.</summary>
    /// <returns>Sentences, at least one.</returns>
    internal string Explain()
    {
        string[] texts =
        [
            .. new[] { Message, ErrorMessage }.OfType<string>()
                .Select(text => text.TrimEnd('.', ' ')).Where(text => text.Length > 0).Distinct(),
        ];
        return texts.Length == 0 ? "the service gives no reason." : string.Join(". ", texts) + ".";
    }
}

/// <summary>A user, as an endpoint's status names one.</summary>
public sealed record EndpointAccount
{
    /// <summary>The id of 24 hexadecimal digits.</summary>
    public string? Id { get; init; }

    /// <summary>The user's name.</summary>
    public string? Name { get; init; }
}
