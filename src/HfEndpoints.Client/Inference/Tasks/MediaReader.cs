using System.Net.Http.Headers;

namespace HfEndpoints.Client.Inference;

/// <summary>Reads answers that are not JSON: images, sounds and videos, and what a handler of one's own says.</summary>
internal static class MediaReader
{
    public static TaskAnswer Read(InferenceTask task, byte[] bytes, MediaTypeHeaderValue? declared, Func<string, HfException> unexpected)
    {
        string? named = declared?.MediaType?.ToLowerInvariant();
        if (named is not null && IsMedia(named) && bytes.Length > 0)
        {
            return Media(bytes, named);
        }

        if (named is null or MediaTypes.Unknown && MediaTypes.FromBytes(bytes) is { } seen)
        {
            return Media(bytes, seen);
        }

        if (task.Output != TaskOutput.Any)
        {
            string what = bytes.Length == 0 ? "it is empty" : $"it is {named ?? "of an unknown type"}";
            throw unexpected($"the answer should be {Expected(task.Output)}, but {what}.");
        }

        return named is null or MediaTypes.Unknown ? Media(bytes, MediaTypes.Unknown) : new TaskAnswer { Json = Text(bytes) };
    }

    /// <summary>The expected kind of answer.</summary>
    public static string Expected(TaskOutput output) => output switch
    {
        TaskOutput.Image => "an image",
        TaskOutput.Audio => "a sound",
        TaskOutput.Video => "a video",
        _ => "JSON",
    };

    // Handlers send JSON under other names too.
    private static JsonElement Text(byte[] bytes)
    {
        try
        {
            return ForeignJson.Parse(bytes, mask: null);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(Encoding.UTF8.GetString(bytes), HfJson.Context.String);
        }
    }

    private static TaskAnswer Media(byte[] bytes, string type) => new() { Media = new HfMediaResult { Bytes = bytes, ContentType = type } };

    private static bool IsMedia(string type) =>
        type.StartsWith("image/", StringComparison.Ordinal) || type.StartsWith("audio/", StringComparison.Ordinal)
        || type.StartsWith("video/", StringComparison.Ordinal);
}
