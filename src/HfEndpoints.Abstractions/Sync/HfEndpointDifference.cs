namespace HfEndpoints;

/// <summary>A setting of an endpoint that differs from a file or from another endpoint.</summary>
public sealed record HfEndpointDifference
{
    /// <summary>The endpoint's name.</summary>
    public required string Name { get; init; }

    /// <summary>The user or organization that owns it.</summary>
    public required string Namespace { get; init; }

    /// <summary>The setting, with the member of a table, such as MinReplica or Env.LEVEL; null if the whole endpoint is missing.</summary>
    public string? Setting { get; init; }

    /// <summary>What the endpoint has; null where it is not set. A secret is masked.</summary>
    public object? Value { get; init; }

    /// <summary>What the file or the other endpoint has; null where it is not set. A secret is its reference, or masked.</summary>
    public object? Other { get; init; }

    /// <summary>The file, or the other endpoint as <c>namespace/name</c>.</summary>
    public required string With { get; init; }

    internal string Text { get; init; } = "";

    /// <summary>The difference in one line.</summary>
    /// <returns>Such as "alice/chat MinReplica: 0 -> 1".</returns>
    public override string ToString() => $"{Namespace}/{Name} {Text}";
}
