namespace HfEndpoints.Client.Inference;

/// <summary>The events of a chat. It is complete when every requested answer has its finish reason.</summary>
internal sealed class ChatStreamFormat(int answers) : IStreamFormat<HfChatChunk>
{
    private readonly HashSet<int> _ended = [];
    private readonly Dictionary<int, ToolCallNumbers> _calls = [];

    public bool HasPieces(JsonElement json) => json.Member("choices") is { ValueKind: JsonValueKind.Array }
        || json.Member("usage") is { ValueKind: JsonValueKind.Object };

    public IReadOnlyList<HfChatChunk> Read(JsonElement json) => ChatReader.ReadChunks(json, Number);

    // Of several answers, the first is the text.
    public string TextOf(HfChatChunk piece) => piece.ChoiceIndex == 0 ? piece.Text : "";

    public bool AddsTo(HfChatChunk piece) => piece.Text.Length > 0 || piece.Reasoning is not null || piece.ToolCalls.Length > 0;

    public bool IsWholeWith(HfChatChunk piece)
    {
        if (piece is { FinishReason: not null, ChoiceIndex: { } index })
        {
            _ended.Add(index);
        }

        return _ended.Count >= answers;
    }

    private HfToolCallDelta[] Number(int choice, IReadOnlyList<ChatToolCall> pieces)
    {
        if (pieces.Count == 0)
        {
            return [];
        }

        ToolCallNumbers numbers = _calls.TryGetValue(choice, out ToolCallNumbers? known) ? known : _calls[choice] = new();
        return numbers.Number(pieces);
    }
}
