using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>Reads images, sounds and videos that come as base64 strings in JSON.</summary>
internal sealed class EncodedMediaReader(TaskOutput output, Func<string, HfException> unexpected)
{
    private static readonly string[] s_members = ["blob", "audio", "image", "video"];

    public IReadOnlyList<TaskResult> Read(JsonElement json)
    {
        IEnumerable<JsonElement> items = json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [json];
        MediaResult[] results = [.. items.Select(item => ReadOne(item) ?? throw NotAsExpected(json))];
        return results.Length > 0 ? results : throw NotAsExpected(json);
    }

    private static MediaResult? ReadOne(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        string? encoded = s_members.Select(member => Text(item, member)).FirstOrDefault(text => text is not null);
        string? type = Text(item, "content-type") ?? Text(item, "content_type");
        if (encoded?.StartsWith("data:", StringComparison.Ordinal) == true
            && encoded.Split([';', ','], 2) is [string head, _])
        {
            type ??= head["data:".Length..];
            encoded = encoded[(encoded.IndexOf(',', StringComparison.Ordinal) + 1)..];
        }

        byte[] bytes = new byte[(encoded?.Length ?? 0) * 3 / 4 + 3];
        return encoded is { Length: > 0 } && Convert.TryFromBase64String(encoded, bytes, out int length)
            ? new MediaResult(bytes.AsMemory(0, length), type ?? MediaTypes.OfBytes(bytes) ?? MediaTypes.Unknown)
            {
                Label = Text(item, "label"),
            }
            : null;
    }

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private HfException NotAsExpected(JsonElement json)
    {
        string expected = output == TaskOutput.Sounds ? "objects with blob and content-type" : MediaReader.Expected(output);
        return unexpected($"the answer is to be {expected}, but it is {Excerpt.FromJson(json)}.");
    }
}
