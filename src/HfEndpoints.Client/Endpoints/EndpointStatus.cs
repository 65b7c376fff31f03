namespace HfEndpoints.Client;

/// <summary>The status of an endpoint.</summary>
public sealed record EndpointStatus
{
    /// <summary>The state as the server sent it. <see cref="EndpointStates"/> lists the known states.</summary>
    public string State { get; init => field = value ?? ""; } = "";

    /// <summary>The server's message about the state.</summary>
    public string? Message { get; init; }

    /// <summary>Details of a failure.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>What the service's agent found when it last debugged the endpoint; null if it never did.</summary>
    public string? AgentMessage { get; init; }

    /// <summary>The address. It may be set long before the endpoint is ready.</summary>
    public string? Url { get; init; }

    /// <summary>The number of replicas that are ready.</summary>
    public int? ReadyReplica { get; init; }

    /// <summary>The number of replicas requested.</summary>
    public int? TargetReplica { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Who created it.</summary>
    public EndpointAccount? CreatedBy { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Who last changed it.</summary>
    public EndpointAccount? UpdatedBy { get; init; }

    /// <summary>Combines the server's messages about the state and a failure, without repetition.</summary>
    /// <returns>At least one sentence.</returns>
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
