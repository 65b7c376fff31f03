namespace HfEndpoints.Client.Inference;

/// <summary>A call of a tool that the model asks for; in a stream, a piece of one.</summary>
public sealed record ChatToolCall
{
    /// <summary>In a stream, which call the piece belongs to; else its place.</summary>
    public int? Index { get; init; }

    /// <summary>Its id, which the message with the tool's result names; null on all but a call's first piece.</summary>
    public string? Id { get; init; }

    /// <summary>The tool's name; null on all but a call's first piece.</summary>
    public string? Name { get; init; }

    /// <summary>The arguments as JSON text; in a stream, a piece of it.</summary>
    public string Arguments { get; init; } = "";
}
