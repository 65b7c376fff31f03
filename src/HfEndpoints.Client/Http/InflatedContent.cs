using System.IO.Compression;

namespace HfEndpoints.Client;

/// <summary>A compressed body as it is without the compression.</summary>
internal sealed class InflatedContent : HttpContent
{
    // No answer of a service or a model is that repetitive, and a bomb is ten times as much.
    private const int MaxRatio = 100;

    // Shorter ones do no harm, and zeros may be an answer.
    private const int AlwaysAllowed = 8 << 20;

    private readonly HttpContent _original;
    private readonly string _encoding;
    private CountedStream? _received;

    private InflatedContent(HttpContent original, string encoding)
    {
        (_original, _encoding) = (original, encoding);
        foreach ((string name, System.Net.Http.Headers.HeaderStringValues values) in original.Headers.NonValidated)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
            }
        }

        string[] others = [.. Headers.ContentEncoding.SkipLast(1)];
        Headers.ContentEncoding.Clear();
        Array.ForEach(others, Headers.ContentEncoding.Add);
    }

    /// <summary>A body without its last compression; null if it has none that is known.</summary>
    public static InflatedContent? Of(HttpContent content) =>
        content.Headers.ContentEncoding.LastOrDefault()?.ToLowerInvariant() is ("gzip" or "x-gzip" or "deflate" or "br") and var encoding
            ? new InflatedContent(content, encoding)
            : null;

    /// <summary>Whether so many bytes are too many for those that came over the network.</summary>
    public bool IsBomb(long length) => length > AlwaysAllowed && length / MaxRatio > _received?.Count;

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken)
    {
        Stream body = await _original.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        _received = new CountedStream(body);
        return _encoding switch
        {
            "br" => new BrotliStream(_received, CompressionMode.Decompress),
            "deflate" => await InflateAsync(_received, cancellationToken).ConfigureAwait(false),
            _ => new GZipStream(_received, CompressionMode.Decompress),
        };
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        using Stream body = await CreateContentReadStreamAsync().ConfigureAwait(false);
        await body.CopyToAsync(stream).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _original.Dispose();
        }

        base.Dispose(disposing);
    }

    // The name stands for zlib, but some servers send the compression without its head.
    private static async Task<Stream> InflateAsync(CountedStream body, CancellationToken cancellationToken)
    {
        byte? first = await body.PeekAsync(cancellationToken).ConfigureAwait(false);
        return (first & 0x0F) == 8 ? new ZLibStream(body, CompressionMode.Decompress) : new DeflateStream(body, CompressionMode.Decompress);
    }

    /// <summary>Counts what is read.</summary>
    private sealed class CountedStream(Stream inner) : ReadingStream(inner)
    {
        private byte? _first;

        public long Count { get; private set; }

        /// <summary>The first byte, which is read again afterwards; null if there is none.</summary>
        public async Task<byte?> PeekAsync(CancellationToken cancellationToken)
        {
            byte[] one = new byte[1];
            int count = await Inner.ReadAsync(one, cancellationToken).ConfigureAwait(false);
            return _first = count == 0 ? null : one[0];
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = 1;
            if (_first is { } first && buffer.Length > 0)
            {
                buffer.Span[0] = first;
                _first = null;
            }
            else
            {
                count = await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }

            Count += count;
            return count;
        }
    }
}
