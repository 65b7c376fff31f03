using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>The events of a chat. It is complete when every requested answer has its finish reason.</summary>
internal sealed class ChatStreamFormat(int answers) : IStreamFormat<ChatChunk>
{
    private readonly HashSet<int> _ended = [];
    private readonly Dictionary<int, ToolCallNumbers> _calls = [];

    public bool HasPieces(JsonElement json) => json.Member("choices") is { ValueKind: JsonValueKind.Array }
        || json.Member("usage") is { ValueKind: JsonValueKind.Object };

    public IReadOnlyList<ChatChunk> Read(JsonElement json) => [.. ChatReader.ReadChunks(json).Select(WithNumbers)];

    // Of several answers, the first is the text.
    public string TextOf(ChatChunk piece) => piece.ChoiceIndex == 0 ? piece.Text : "";

    public bool AddsTo(ChatChunk piece) => piece.Text.Length > 0 || piece.Reasoning is not null || piece.ToolCalls.Count > 0;

    public bool IsWholeWith(ChatChunk piece)
    {
        if (piece is { FinishReason: not null, ChoiceIndex: { } index })
        {
            _ended.Add(index);
        }

        return _ended.Count >= answers;
    }

    private ChatChunk WithNumbers(ChatChunk piece)
    {
        if (piece.ToolCalls.Count == 0)
        {
            return piece;
        }

        int choice = piece.ChoiceIndex ?? 0;
        ToolCallNumbers numbers = _calls.TryGetValue(choice, out ToolCallNumbers? known) ? known : _calls[choice] = new();
        return piece with { ToolCalls = numbers.Number(piece.ToolCalls) };
    }
}
