using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>What the events of one kind of stream hold.</summary>
/// <typeparam name="T">A piece.</typeparam>
internal interface IStreamFormat<T>
{
    /// <summary>The member that an event has which is a piece, and one that tells of an error has not.</summary>
    string Mark { get; }

    /// <summary>Reads the pieces of an event.</summary>
    /// <exception cref="JsonException">It holds none.</exception>
    IReadOnlyList<T> Read(JsonElement json);

    /// <summary>The text that a piece adds to the whole.</summary>
    string TextOf(T piece);

    /// <summary>Whether the text is whole with this piece; asked once for each, in order.</summary>
    bool IsWholeWith(T piece);
}
