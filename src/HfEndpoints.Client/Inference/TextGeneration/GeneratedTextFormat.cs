namespace HfEndpoints.Client.Inference;

/// <summary>
/// The answers of Text Generation Inference: a text, or events of a token each, and with the last the whole text. They are
/// read member by member, because most members of an event are null.
/// </summary>
/// <param name="prompt">The prompt, which each piece has.</param>
internal sealed class GeneratedTextFormat(string prompt) : IStreamFormat<HfGeneratedTextChunk>
{
    /// <summary>Reads a text that is not streamed.</summary>
    /// <param name="json">An object with a <c>generated_text</c>.</param>
    public static HfGeneratedText ReadWhole(JsonElement json) => new()
    {
        Text = json.TextOf("generated_text") ?? "",
        Details = Details(json),
    };

    /// <summary>Reads an event of a token alone: with the last one comes the text.</summary>
    public HfGeneratedTextChunk? TryRead(ReadOnlySpan<byte> json) =>
        TokenEvent.TryRead(json) is { } token ? new HfGeneratedTextChunk { Prompt = prompt, Token = token } : null;

    public bool HasPieces(JsonElement json) => json.Member("token") is not null || json.Member("generated_text") is not null;

    public IReadOnlyList<HfGeneratedTextChunk> Read(JsonElement json) =>
    [
        new HfGeneratedTextChunk
        {
            Prompt = prompt,
            Token = json.Member("token") is { ValueKind: JsonValueKind.Object } token ? Token(token) : null,
            TopTokens = json.Member("top_tokens") is null ? [] : TopTokens(json),
            GeneratedText = json.TextOf("generated_text"),
            Details = Details(json),
        },
    ];

    public string TextOf(HfGeneratedTextChunk piece) => piece.Token is null ? "" : piece.Text;

    public bool AddsTo(HfGeneratedTextChunk piece) => true;

    public bool IsWholeWith(HfGeneratedTextChunk piece) => piece.GeneratedText is not null;

    private static HfGeneratedToken Token(JsonElement json) => new()
    {
        Id = json.WholeOf("id") ?? 0,
        Text = json.TextOf("text") ?? "",
        Logprob = json.NumberOf("logprob"),
        Special = json.FlagOf("special") ?? false,
    };

    private static HfGeneratedToken[] TopTokens(JsonElement json) =>
        [.. json.ItemsOf("top_tokens").Where(item => item.ValueKind == JsonValueKind.Object).Select(Token)];

    private static HfGenerationDetails? Details(JsonElement json) => json.Member("details") is { ValueKind: JsonValueKind.Object } details
        ? ForeignJson.Read(details, HfJson.Context.HfGenerationDetails)
        : null;
}
