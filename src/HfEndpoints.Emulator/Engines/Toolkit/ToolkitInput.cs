namespace HfEndpoints.Emulator;

/// <summary>A request as a task gets it.</summary>
/// <param name="Content">The bytes of a request that is not JSON.</param>
/// <param name="Body">The JSON of the others; empty when there are bytes.</param>
/// <param name="Parameters">What was given as parameters or, without these, in the query.</param>
/// <param name="Task">The task's name, which may name languages.</param>
/// <param name="Repository">The model, whose name may tell what it was trained for.</param>
/// <param name="IsHubShaped">Whether answers have the shapes that the hub's clients read, rather than the pipelines' own.</param>
internal sealed record ToolkitInput(
    byte[]? Content, JsonObject Body, RequestParameters Parameters, string Task, string Repository, bool IsHubShaped)
{
    private const string BadSound =
        "Soundfile is either not in the correct format or is malformed. Ensure that the soundfile has a valid audio file extension (e.g. "
            + "wav, flac or mp3) and is not corrupted. "
        + "If reading from a remote URL, ensure that the URL is the full address to **download** the audio file.";

    public JsonNode? Inputs => Body["inputs"];

    /// <summary>Answers each of several inputs with an item of a list, or a single one by itself.</summary>
    public object Each(Func<JsonNode?, object> answer) => IsList ? EachInList(answer) : answer(Inputs);

    /// <summary>Answers each of the inputs with an item of a list.</summary>
    public object[] EachInList(Func<JsonNode?, object> answer) => IsList ? [.. Inputs!.AsArray().Select(answer)] : [answer(Inputs)];

    private bool IsList => Content is null && Inputs is JsonArray;

    public static string Text(JsonNode? node)
    {
        Refuse.If(
            node?.GetValueKind() != JsonValueKind.String,
            () => new ToolkitException("text input must be of type `str` (single example) or `List[str]` (batch)"));
        try
        {
            return node.GetValue<string>();
        }
        catch (InvalidOperationException)
        {
            // Half of a character that takes two escapes, which is only seen when the text is read.
            throw new ToolkitException("lone leading surrogate in hex escape");
        }
    }

    /// <summary>A picture: the request's bytes, or base64 in an input, in its field image or beside it.</summary>
    public RasterImage Image(JsonNode? input)
    {
        if (Content is not null)
        {
            return ReadImage(Content);
        }

        JsonNode? node = input is JsonObject fields ? fields["image"] ?? fields["inputs"] : input ?? Body["image"];
        Refuse.If(node?.GetValueKind() != JsonValueKind.String, () => new ToolkitException(
                "Incorrect format used for image. Should be an url linking to an image, a base64 string, a local path, or a PIL image."));
        string text = Text(node);
        try
        {
            return ReadImage(System.Convert.FromBase64String(WithoutDataUrl(text)));
        }
        catch (FormatException exception)
        {
            throw new ToolkitException(
                "Incorrect image source. Must be a valid URL starting with `http://` or `https://`, a valid path to an image file, or a "
                    + "base64 encoded "
                + $"string. Got {(text.Length > 100 ? text[..100] + "..." : text)}. Failed with {exception.Message}");
        }
    }

    /// <summary>A recording and its bytes: the request's, or base64 in an input.</summary>
    public (SoundClip Clip, byte[] Bytes) Sound(JsonNode? input)
    {
        byte[] bytes = Content ?? Decode(input);
        return (ToyModels.ReadSound(bytes) ?? throw new ToolkitException(BadSound), bytes);
    }

    private static byte[] Decode(JsonNode? input)
    {
        try
        {
            return System.Convert.FromBase64String(WithoutDataUrl(Text(input)));
        }
        catch (FormatException)
        {
            throw new ToolkitException("Only base64 data is allowed");
        }
    }

    private static RasterImage ReadImage(byte[] bytes)
    {
        try
        {
            return ToyModels.ReadImage(bytes);
        }
        catch (ImageException exception)
        {
            throw new ToolkitException(exception.Message);
        }
    }

    private static string WithoutDataUrl(string text) =>
        text.StartsWith("data:", StringComparison.Ordinal) ? text[(text.IndexOf(',', StringComparison.Ordinal) + 1)..] : text;
}
