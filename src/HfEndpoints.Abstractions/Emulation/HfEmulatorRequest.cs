namespace HfEndpoints;

/// <summary>A request that an emulator got, without its token.</summary>
public sealed record HfEmulatorRequest
{
    /// <summary>When it came, by the emulator's clock.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The method, such as GET.</summary>
    public required string Method { get; init; }

    /// <summary>The path, such as <c>/v2/endpoint/alice</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The query with its question mark; empty without one.</summary>
    public string Query { get; init; } = "";

    /// <summary>The status of the answer; null if there was none, or not yet.</summary>
    public int? Status { get; init; }

    /// <summary>done, underWay, left (the client left before the answer) or cut (a fault cut the connection).</summary>
    public required string Outcome { get; init; }

    /// <summary>Whether a token came.</summary>
    public bool HasToken { get; init; }

    /// <summary>The body: the value of its JSON, or else its text; null without one.</summary>
    public object? Body { get; init; }

    /// <summary>The request in a line.</summary>
    /// <returns>Such as <c>GET /v2/endpoint/alice?limit=5</c>.</returns>
    public override string ToString() => $"{Method} {Path}{Query}";
}
