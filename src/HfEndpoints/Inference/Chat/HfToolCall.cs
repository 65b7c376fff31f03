namespace HfEndpoints;

/// <summary>A call of a tool that the model asks for.</summary>
public sealed class HfToolCall
{
    /// <summary>Its id, which the message with the tool's result names as tool_call_id.</summary>
    public string? Id { get; init; }

    /// <summary>The tool's name.</summary>
    public required string Name { get; init; }

    /// <summary>The arguments as an object; as text where the model wrote no valid JSON.</summary>
    public object? Arguments { get; init; }

    /// <summary>The tool's name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
