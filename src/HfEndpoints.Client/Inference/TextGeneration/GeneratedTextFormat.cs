using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>The events of Text Generation Inference: a token each, and with the last the whole text.</summary>
internal sealed class GeneratedTextFormat : IStreamFormat<GeneratedTextChunk>
{
    public string Mark => "token";

    public IReadOnlyList<GeneratedTextChunk> Read(JsonElement json) =>
        [json.Deserialize(HfJson.Context.GeneratedTextChunk) ?? throw new JsonException()];

    public string TextOf(GeneratedTextChunk piece) => piece.Token is null ? "" : piece.Text;

    public bool IsWholeWith(GeneratedTextChunk piece) => piece.GeneratedText is not null;
}
