using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>The events of Text Generation Inference: a token each, and with the last the whole text.</summary>
internal sealed class GeneratedTextFormat : IStreamFormat<HfGeneratedTextChunk>
{
    public bool HasPieces(JsonElement json) => json.Member("token") is not null || json.Member("generated_text") is not null;

    public IReadOnlyList<HfGeneratedTextChunk> Read(JsonElement json) =>
        [ForeignJson.Read(json, HfJson.Context.HfGeneratedTextChunk)];

    public string TextOf(HfGeneratedTextChunk piece) => piece.Token is null ? "" : piece.Text;

    public bool AddsTo(HfGeneratedTextChunk piece) => true;

    public bool IsWholeWith(HfGeneratedTextChunk piece) => piece.GeneratedText is not null;
}
