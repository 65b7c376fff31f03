namespace HfEndpoints;

/// <summary>A setting of an endpoint that an update changed.</summary>
public sealed class HfAuditChange
{
    /// <summary>The setting, such as MinReplica.</summary>
    public required string Property { get; init; }

    /// <summary>What it was; null where it was not set. The values of secrets are masked.</summary>
    public object? Before { get; init; }

    /// <summary>What it became; null where it was cleared. The values of secrets are masked.</summary>
    public object? After { get; init; }

    internal string Text { get; init; } = "";

    /// <summary>The change in one line.</summary>
    /// <returns>Such as "MinReplica: 0 -> 1".</returns>
    public override string ToString() => Text;
}
