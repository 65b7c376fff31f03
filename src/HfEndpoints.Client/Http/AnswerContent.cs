using System.Buffers;
using System.Net.Http.Headers;

namespace HfEndpoints.Client;

/// <summary>The complete, decoded body of an answer.</summary>
internal sealed class AnswerContent : HttpContent
{
    private readonly AnswerRoom _room;
    private byte[]? _rented;

    private AnswerContent(byte[] rented, int length, AnswerRoom room) =>
        (_rented, Bytes, _room) = (rented, rented.AsMemory(0, length), room);

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
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp((announced ?? 0) + 1, 4096, BodyLimits.Short));
        int length = 0;
        var room = new AnswerRoom();
        var inflated = response.Content as InflatedContent;
        try
        {
            int count;
            while ((count = await ReadAsync(body, buffer, length, cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += count;
                if (length > limit)
                {
                    length = isCut ? limit : throw UnreadableBodyException.TooLong(limit);
                    break;
                }

                if (inflated?.IsBomb(length) == true)
                {
                    throw new UnreadableBodyException("it is compressed, and much larger than any answer that so few bytes can be");
                }

                if (length == buffer.Length)
                {
                    int larger = Math.Min(2 * length, limit + 1);
                    await room.EnterAsync(larger, cancellationToken).ConfigureAwait(false);
                    buffer = Grow(buffer, larger);
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
            Replace(response, new AnswerContent(buffer, length, room));
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

            content.Headers.TryAddWithoutValidation(name, values.ToString());
        }

        response.Content = content;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _rented, null) is { } rented)
        {
            Bytes = default;
            Return(rented);
            _room.Dispose();
        }

        base.Dispose(disposing);
    }

    // A connection keeps the buffer that it read into last, also while it is idle. It shall not be a long one.
    private static async ValueTask<int> ReadAsync(Stream body, byte[] buffer, int length, CancellationToken cancellationToken)
    {
        if (buffer.Length <= BodyLimits.Short)
        {
            return await body.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
        }

        byte[] piece = ArrayPool<byte>.Shared.Rent(BodyLimits.Piece);
        try
        {
            int most = Math.Min(piece.Length, buffer.Length - length);
            int count = await body.ReadAsync(piece.AsMemory(0, most), cancellationToken).ConfigureAwait(false);
            piece.AsSpan(0, count).CopyTo(buffer.AsSpan(length));
            return count;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private static byte[] Grow(byte[] full, int length)
    {
        byte[] larger = length > BodyLimits.Short ? GC.AllocateUninitializedArray<byte>(length) : ArrayPool<byte>.Shared.Rent(length);
        full.CopyTo(larger, 0);
        Return(full);
        return larger;
    }

    // The pool would keep a long one for each thread.
    private static void Return(byte[] rented)
    {
        if (rented.Length <= BodyLimits.Short)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
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
