using System.Buffers;
using System.Net.Http.Headers;

namespace HfEndpoints.Client;

/// <summary>The complete, decoded body of an answer.</summary>
internal sealed class AnswerContent : HttpContent
{
    private byte[]? _rented;

    private AnswerContent(byte[] rented, int length) => (_rented, Bytes) = (rented, rented.AsMemory(0, length));

    /// <summary>The body, until the answer is disposed.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>Reads the rest of an answer into memory.</summary>
    /// <param name="response">The answer, of which only the head was read.</param>
    /// <param name="through">The body, if it is to be read through another stream.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="isCut">Whether a longer body is truncated; otherwise it is an error.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>False if the connection broke.</returns>
    /// <exception cref="UnreadableBodyException">It is too long, or does not match its headers.</exception>
    public static async Task<bool> LoadAsync(
        HttpResponseMessage response, Stream? through, int limit, bool isCut, CancellationToken cancellationToken)
    {
        long? announced = response.Content.Headers.ContentLength;
        if (announced > limit && !isCut)
        {
            throw UnreadableBodyException.TooLong(limit);
        }

        using Stream body = through ?? await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);

        // One more than announced, so that the end is read without a larger buffer.
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp((announced ?? 0) + 1, 4096, 1 << 20));
        int length = 0;
        try
        {
            int count;
            while ((count = await body.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += count;
                if (length > limit)
                {
                    length = isCut ? limit : throw UnreadableBodyException.TooLong(limit);
                    break;
                }

                if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }
            }

            return true;
        }
        catch (Exception exception) when (isCut)
        {
            // The part before the break is still useful. The caller checks for cancellation.
            return exception is not IOException;
        }
        finally
        {
            Replace(response, new AnswerContent(buffer, length));
        }
    }

    /// <summary>Replaces the body of an answer and keeps its headers.</summary>
    public static void Replace(HttpResponseMessage response, HttpContent content)
    {
        HttpContent original = response.Content;
        foreach ((string name, HeaderStringValues values) in original.Headers.NonValidated)
        {
            // The length of a buffered body is known.
            if (content is AnswerContent && name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            content.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
        }

        response.Content = content;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _rented, null) is { } rented)
        {
            Bytes = default;
            ArrayPool<byte>.Shared.Return(rented);
        }

        base.Dispose(disposing);
    }

    private static byte[] Grow(byte[] full)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(2 * full.Length);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(Bytes).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = Bytes.Length;
        return true;
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(Bytes, out ArraySegment<byte> array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(Bytes.ToArray(), writable: false));
}
