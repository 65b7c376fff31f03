using System.Net.ServerSentEvents;

namespace HfEndpoints.Client.Inference;

/// <summary>A streamed answer, and how its pieces are read.</summary>
/// <param name="Stream">The answer.</param>
/// <param name="Format">Reads events.</param>
/// <param name="ReadWhole">Reads an answer that is not streamed after all.</param>
/// <typeparam name="T">A piece.</typeparam>
internal sealed record ModelAnswer<T>(StreamedAnswer Stream, IStreamFormat<T> Format, Func<JsonElement, IEnumerable<T>> ReadWhole)
    : IDisposable
    where T : class
{
    /// <summary>Opens the stream: each item is a piece, or a <see cref="ServerEvent"/> that is still to be read.</summary>
    public async Task<IAsyncEnumerator<SseItem<object>>> OpenAsync() => EventStream.Open(
        new ErrorFieldStream(await Stream.Response.Content.ReadAsStreamAsync(Stream.Token).ConfigureAwait(false)), Read, Stream.Token);

    public void Dispose() => Stream.Dispose();

    private object Read(string type, ReadOnlySpan<byte> data) =>
        type == SseParser.EventTypeDefault && Format.TryRead(data) is { } piece ? piece : EventStream.ToEvent(type, data);
}
