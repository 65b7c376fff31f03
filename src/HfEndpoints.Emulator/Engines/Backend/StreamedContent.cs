using System.Net;

namespace HfEndpoints.Emulator;

/// <summary>A body that goes out as it comes in. The one of the framework waits until its buffer is full.</summary>
internal sealed class StreamedContent(Stream body, CancellationToken aborted) : HttpContent
{
    private const int BufferBytes = 16 * 1024;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, aborted);
        byte[] buffer = new byte[BufferBytes];
        int read;
        while ((read = await body.ReadAsync(buffer, stop.Token)) > 0)
        {
            await stream.WriteAsync(buffer.AsMemory(0, read), stop.Token);
            await stream.FlushAsync(stop.Token);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
