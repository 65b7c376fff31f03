using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>The events of a chat. It is whole when every answer asked for told why it ends.</summary>
internal sealed class ChatStreamFormat(int answers) : IStreamFormat<ChatChunk>
{
    private readonly HashSet<int> _ended = [];

    public string Mark => "choices";

    public IReadOnlyList<ChatChunk> Read(JsonElement json) => ChatReader.ReadChunks(json);

    // Of several answers, the first is the text.
    public string TextOf(ChatChunk piece) => piece.ChoiceIndex == 0 ? piece.Text : "";

    public bool IsWholeWith(ChatChunk piece)
    {
        if (piece is { FinishReason: not null, ChoiceIndex: { } index })
        {
            _ended.Add(index);
        }

        return _ended.Count >= answers;
    }
}
