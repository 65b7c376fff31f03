namespace HfEndpoints;

/// <summary>A setting of an endpoint that differs from a file.</summary>
public sealed class HfSettingChange
{
    /// <summary>The setting, with the member of a table behind dots, such as MinReplica or Env.LEVEL.</summary>
    public required string Setting { get; init; }

    /// <summary>What the service has; null where it is not set. A secret is masked.</summary>
    public object? Old { get; init; }

    /// <summary>What the file says; null where it is cleared. A secret is its reference.</summary>
    public object? New { get; init; }

    internal string Text { get; init; } = "";

    /// <summary>The change in one line.</summary>
    /// <returns>Such as "MinReplica: 0 -> 1".</returns>
    public override string ToString() => Text;
}
