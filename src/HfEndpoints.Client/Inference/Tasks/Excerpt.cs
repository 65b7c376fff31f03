using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>Shows the beginning of an answer that is not what was expected.</summary>
internal static class Excerpt
{
    private const int MaxLength = 120;

    public static string FromJson(JsonElement json)
    {
        string text = json.GetRawText();
        return text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");
    }
}
