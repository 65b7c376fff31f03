namespace HfEndpoints;

/// <summary>A piece of a tool call as it streams in.</summary>
public sealed class HfToolCallDelta
{
    /// <summary>Which call it belongs to, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The call's id, on its first piece.</summary>
    public string? Id { get; init; }

    /// <summary>The tool's name, on the call's first piece.</summary>
    public string? Name { get; init; }

    /// <summary>A piece of the arguments' JSON text. All pieces of a call joined are the arguments.</summary>
    public required string Arguments { get; init; }

    /// <summary>The piece of the arguments.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Arguments;
}
