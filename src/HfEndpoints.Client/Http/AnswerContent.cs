using System.Net;
using System.Net.Http.Headers;

namespace HfEndpoints.Client;

/// <summary>The complete, decoded body of an answer.</summary>
internal sealed class AnswerContent : HttpContent
{
    private AnswerContent(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Reads the rest of an answer into memory.</summary>
    /// <param name="response">The answer, of which only the head was read.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="isCut">Whether a longer body is truncated; otherwise it is an error.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="UnreadableBodyException">It is too long, or does not match its headers.</exception>
    public static async Task LoadAsync(HttpResponseMessage response, int limit, bool isCut, CancellationToken cancellationToken)
    {
        long? announced = response.Content.Headers.ContentLength;
        if (announced > limit && !isCut)
        {
            throw UnreadableBodyException.TooLong(limit);
        }

        var bytes = new MemoryStream((int)Math.Min(announced ?? 0, Math.Min(limit, 1 << 20)));
        using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent((int)Math.Clamp(announced ?? 0, 4096, 1 << 16));
        try
        {
            int count;
            while ((count = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (bytes.Length + count > limit)
                {
                    if (!isCut)
                    {
                        throw UnreadableBodyException.TooLong(limit);
                    }

                    bytes.Write(buffer, 0, limit - (int)bytes.Length);
                    break;
                }

                bytes.Write(buffer, 0, count);
            }
        }
        catch (Exception) when (isCut)
        {
            // The part before the break is still useful. The caller checks for cancellation.
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
            Replace(response, new AnswerContent(bytes.GetBuffer().AsMemory(0, (int)bytes.Length)));
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
