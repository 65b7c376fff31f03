using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>The events of Text Generation Inference: a token each, and with the last the whole text.</summary>
internal sealed class GeneratedTextFormat : IStreamFormat<GeneratedTextChunk>
{
    public bool HasPieces(JsonElement json) => json.Member("token") is not null || json.Member("generated_text") is not null;

    public IReadOnlyList<GeneratedTextChunk> Read(JsonElement json) =>
        [ForeignJson.Read(json, HfJson.Context.GeneratedTextChunk)];

    public string TextOf(GeneratedTextChunk piece) => piece.Token is null ? "" : piece.Text;

    public bool AddsTo(GeneratedTextChunk piece) => true;

    public bool IsWholeWith(GeneratedTextChunk piece) => piece.GeneratedText is not null;
}
