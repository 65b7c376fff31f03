namespace HfEndpoints.Client.Inference;

/// <summary>The input of a task: a text, JSON, an image or a sound.</summary>
public sealed record TaskInput
{
    private TaskInput()
    {
    }

    // A text is a JSON string; null if it is content.
    internal JsonNode? Json { get; private init; }

    /// <summary>An image or a sound; null if it is a text or JSON.</summary>
    public TaskContent? Content { get; private init; }

    /// <summary>Creates an input from a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The input.</returns>
    public static TaskInput FromText(string text) => new() { Json = JsonValue.Create(text) };

    /// <summary>Creates an input from JSON. An object is <c>inputs</c> as it is, where the task's own inputs are members of one.</summary>
    /// <param name="json">The text of the JSON.</param>
    /// <returns>The input.</returns>
    /// <exception cref="HfException">The text is not JSON, or it is a null.</exception>
    public static TaskInput FromJson(string json) => FromJson(JsonText.ParseNode(json) ?? throw new HfException(
        HfErrorKind.InvalidRequest, "The JSON is null, which is not an input."));

    internal static TaskInput FromJson(JsonNode json) => new() { Json = json };

    /// <summary>Creates an input from an image or a sound.</summary>
    /// <param name="content">The bytes.</param>
    /// <returns>The input.</returns>
    public static TaskInput FromContent(TaskContent content) => new() { Content = content };
}
