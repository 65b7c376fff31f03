namespace HfEndpoints.Client.Inference;

/// <summary>
/// Finds the call of each piece of a streamed tool call. Most servers number the calls; with others a call is
/// known by its id, by its name (a piece with another one begins a call), or by its place among the pieces of an event.
/// </summary>
internal sealed class ToolCallNumbers
{
    private readonly List<Call> _calls = [];

    /// <summary>The pieces of an event, each with the number of its call.</summary>
    public HfToolCallDelta[] Number(IReadOnlyList<ChatToolCall> pieces) =>

        [
            .. pieces.Select((piece, place) => new HfToolCallDelta
            {
                Index = IndexOf(piece, place, pieces.Count),
                Id = piece.Id,
                Name = piece.Name,
                Arguments = piece.Arguments,
            }),
        ];

    private int IndexOf(ChatToolCall piece, int place, int count)
    {
        Call? call = piece.Index is { } index ? _calls.Find(known => known.Index == index)
            : piece.Id is { } id ? _calls.Find(known => known.Id == id)
            : piece.Name is null ? _calls.ElementAtOrDefault(count > 1 ? place : _calls.Count - 1)
            : null;
        if (call is null || IsOther(call, piece))
        {
            bool isTaken = call is not null || piece.Index is null;
            call = new Call(isTaken ? _calls.Select(known => known.Index + 1).DefaultIfEmpty().Max() : piece.Index!.Value);
            _calls.Add(call);
        }

        call.Id ??= piece.Id;
        call.Name ??= piece.Name;
        return call.Index;
    }

    // Some give every call the number 0. An id alone says nothing: others make one up for each piece.
    private static bool IsOther(Call call, ChatToolCall piece) =>
        piece is { Name: not null, Id: { } id } && call is { Name: not null, Id: { } known } && id != known;

    private sealed class Call(int index)
    {
        public int Index => index;

        public string? Id { get; set; }

        public string? Name { get; set; }
    }
}
