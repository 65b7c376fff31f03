namespace HfEndpoints.Emulator;

/// <summary>Writes every request to the service into the log when it arrives, and its end when it ends.</summary>
internal sealed class RequestLogMiddleware(RequestDelegate next, RequestLog log, EmulatorClock clock, BackendProxy backend)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (ControlRoutes.IsControl(context.Request.Path))
        {
            await next(context);
            return;
        }

        var entry = new RequestEntry(context.Request, clock.UtcNow);
        log.Add(entry);
        context.Features.Set(entry);
        using CancellationTokenRegistration abort = context.RequestAborted.Register(entry.Abort);
        try
        {
            await NextAsync(context, entry);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or BadHttpRequestException
            && context.RequestAborted.IsCancellationRequested)
        {
            // The client went away while it sent its body.
            entry.Abort();
        }
        finally
        {
            entry.Finish(context.Response.StatusCode);
        }
    }

    private async Task NextAsync(HttpContext context, RequestEntry entry)
    {
        if (!backend.IsActive || !context.Request.Path.StartsWithSegments("/serve", StringComparison.Ordinal))
        {
            byte[] body = await context.Request.ReadBodyAsync();
            entry.Body = body;
            context.Request.Body = new MemoryStream(body);
            await next(context);
            return;
        }

        // What goes to a real server goes there while it comes in, so it is noted on its way.
        var noting = new NotingStream(context.Request.Body);
        context.Request.Body = noting;
        try
        {
            await next(context);
        }
        finally
        {
            entry.Body = noting.Noted;
        }
    }
}

/// <summary>Reads another stream and keeps what was read.</summary>
internal sealed class NotingStream(Stream inner) : OneWayStream
{
    private readonly MemoryStream _noted = new();

    /// <summary>What has been read so far.</summary>
    public byte[] Noted => _noted.ToArray();
    public override bool CanRead => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken);
        _noted.Write(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}

/// <summary>A stream that is only read or only written, asynchronously and from its start on.</summary>
internal abstract class OneWayStream : Stream
{
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Flush() => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
