namespace HfEndpoints;

/// <summary>A call of a tool that the model asks for.</summary>
public sealed record HfToolCall
{
    /// <summary>The id of the call, which the message with the tool's result repeats.</summary>
    public string? Id { get; init; }

    /// <summary>The name of the tool.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The arguments. The cmdlets return an object with a property for each argument, or text if the model did not write valid
    /// JSON; the client library returns the JSON text as the model wrote it.
    /// </summary>
    public object? Arguments { get; init; }

    /// <summary>Returns the name of the tool.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}

/// <summary>A tool that a model may call.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">What the tool does and when to use it; null leaves it to the name.</param>
/// <param name="Parameters">The JSON schema of the arguments, as JSON text; null if the tool takes none.</param>
public sealed record HfChatTool(string Name, string? Description = null, string? Parameters = null)
{
    /// <summary>Returns the name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
