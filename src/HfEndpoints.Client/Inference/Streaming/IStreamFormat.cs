using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>What the events of one kind of stream contain. It remembers what came, so each stream has one of its own.</summary>
/// <typeparam name="T">A piece.</typeparam>
internal interface IStreamFormat<T>
{
    /// <summary>Whether an event contains pieces. Servers send others too, such as pings, which are passed over.</summary>
    bool HasPieces(JsonElement json);

    /// <summary>Reads the pieces of an event.</summary>
    /// <exception cref="JsonException">They have another shape.</exception>
    IReadOnlyList<T> Read(JsonElement json);

    /// <summary>The text that a piece adds to the whole.</summary>
    string TextOf(T piece);

    /// <summary>Whether a piece adds anything to the answer, be it text, thought or a tool call.</summary>
    bool AddsTo(T piece);

    /// <summary>Whether the answer is whole with this piece; asked once for each, in order.</summary>
    bool IsWholeWith(T piece);
}
