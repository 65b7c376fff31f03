namespace HfEndpoints.Client.Inference;

/// <summary>Reads the events of one kind of stream. It has state, so each stream needs its own.</summary>
/// <typeparam name="T">A piece.</typeparam>
internal interface IStreamFormat<T>
    where T : class
{
    /// <summary>Reads the usual event of one piece in one pass.</summary>
    /// <param name="json">The event's data, which may be anything.</param>
    /// <returns>The piece; null leaves the event to <see cref="Read"/>, also if it is not valid.</returns>
    T? TryRead(ReadOnlySpan<byte> json) => null;

    /// <summary>Whether an event contains pieces. Others, such as pings, are skipped.</summary>
    bool HasPieces(JsonElement json);

    /// <summary>Reads the pieces of an event.</summary>
    /// <exception cref="JsonException">They have another shape.</exception>
    IReadOnlyList<T> Read(JsonElement json);

    /// <summary>The text that a piece adds to the whole.</summary>
    string TextOf(T piece);

    /// <summary>Whether a piece adds anything to the answer: text, reasoning or a tool call.</summary>
    bool AddsTo(T piece);

    /// <summary>Whether this piece completes the answer. Called once for each piece, in order.</summary>
    bool IsWholeWith(T piece);
}
