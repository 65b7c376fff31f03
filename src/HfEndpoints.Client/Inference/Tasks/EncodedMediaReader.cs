namespace HfEndpoints.Client.Inference;

/// <summary>Reads images, sounds and videos that come in JSON: as base64 strings, or as samples of sound.</summary>
internal sealed class EncodedMediaReader(TaskOutput output, Func<string, HfException> unexpected)
{
    private static readonly string[] s_members = ["blob", "audio", "image", "video", "b64_json"];
    private static readonly string[] s_lists = ["data", "images"];

    public IReadOnlyList<HfInferenceResult> Read(JsonElement json)
    {
        // OpenAI's form has a list in an object.
        JsonElement inner = s_lists.Select(name => json.Member(name))
            .FirstOrDefault(list => list is { ValueKind: JsonValueKind.Array }) ?? json;
        IEnumerable<JsonElement> items = inner.ValueKind == JsonValueKind.Array ? inner.EnumerateArray() : [inner];
        HfMediaResult[] results = [.. items.Select(item => ReadOne(item) ?? throw NotAsExpected(json))];
        return results.Length > 0 ? results : throw NotAsExpected(json);
    }

    private static HfMediaResult? ReadOne(JsonElement item)
    {
        if (WaveFile.From(item) is { } sound)
        {
            return new HfMediaResult { Bytes = sound, ContentType = "audio/wav", Label = item.TextOf("label") };
        }

        string? encoded = item.ValueKind == JsonValueKind.String
            ? item.GetString()
            : s_members.Select(member => item.TextOf(member)).FirstOrDefault(text => text is not null);
        string? type = item.TextOf("content-type") ?? item.TextOf("content_type");
        if (encoded?.StartsWith("data:", StringComparison.Ordinal) == true
            && encoded.Split([';', ','], 2) is [string head, _])
        {
            type ??= head["data:".Length..];
            encoded = encoded[(encoded.IndexOf(',', StringComparison.Ordinal) + 1)..];
        }

        byte[] bytes = new byte[((encoded?.Length ?? 0) * 3L / 4) + 3];
        return encoded is { Length: > 0 } && Convert.TryFromBase64String(encoded, bytes, out int length)
            ? new HfMediaResult
            {
                Bytes = bytes[..length],
                ContentType = type ?? MediaTypes.FromBytes(bytes) ?? MediaTypes.Unknown,
                Label = item.TextOf("label"),
            }
            : null;
    }

    private HfException NotAsExpected(JsonElement json)
    {
        string expected = output == TaskOutput.Sounds ? "objects with blob and content-type" : MediaReader.Expected(output);
        return unexpected($"the answer should be {expected}, but it is {Excerpt.FromJson(json)}.");
    }
}
