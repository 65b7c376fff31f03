namespace HfEndpoints;

/// <summary>A rule by which an emulator has requests go wrong.</summary>
public sealed record HfEmulatorFault
{
    /// <summary>The method of the requests that it is for; null for all.</summary>
    public string? Method { get; init; }

    /// <summary>The path of the requests that it is for, where * stands for anything; null for all.</summary>
    public string? Path { get; init; }

    /// <summary>How often it applies at most; null for always.</summary>
    public int? Times { get; init; }

    /// <summary>How often it has applied.</summary>
    public int Hits { get; init; }

    /// <summary>The whole rule, as JSON.</summary>
    public required string Rule { get; init; }

    /// <summary>The whole rule.</summary>
    /// <returns>Its JSON.</returns>
    public override string ToString() => Rule;
}
