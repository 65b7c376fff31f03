using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace HfEndpoints.Emulator;

/// <summary>
/// Hands requests that the gateway has let through to a real server, and its answers back, byte by byte as they come. The
/// caller's token stays here: it is for the gateway.
/// </summary>
internal sealed class BackendProxy : IDisposable
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(10);
    private readonly Uri? _backend;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = s_connectTimeout,
    });

    public BackendProxy(EmulatorOptions options) => _backend = options.Backend;

    /// <summary>Whether there is a real server; without one the emulated ones answer.</summary>
    public bool IsActive => _backend is not null;

    public async Task ForwardAsync(EngineRequest request)
    {
        HttpContext context = request.Context;
        using HttpRequestMessage message = Message(request);
        HttpResponseMessage answer;
        try
        {
            answer = await _client.SendAsync(message, request.Aborted);
        }
        catch (HttpRequestException exception)
        {
            throw new ServiceException(502, "Bad Gateway", $"the backend does not answer: {exception.Message}");
        }
        catch (OperationCanceledException) when (!request.Aborted.IsCancellationRequested)
        {
            throw new ServiceException(504, "Gateway Timeout", "the backend could not be connected to in time");
        }

        using (answer)
        {
            context.Response.StatusCode = (int)answer.StatusCode;
            BackendHeaders.CopyBack(answer, context.Response);
            await CopyBodyAsync(answer, context);
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Message(EngineRequest request)
    {
        HttpRequest from = request.Context.Request;
        // The path is as the web server has cleaned it, so that ".." cannot leave the backend's own base path.
        string path = _backend!.AbsolutePath.TrimEnd('/') + new PathString(request.Path).ToUriComponent();
        var target =
            new UriBuilder(_backend.Scheme, _backend.Host, _backend.Port) { Path = path, Query = from.QueryString.ToUriComponent() };
        var message = new HttpRequestMessage(new HttpMethod(from.Method), target.Uri) { Version = HttpVersion.Version11 };
        if (request.Context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            message.Content = new StreamedContent(from.Body, request.Aborted);
        }

        BackendHeaders.CopyOver(from, message);
        return message;
    }

    private static async Task CopyBodyAsync(HttpResponseMessage answer, HttpContext context)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        TrafficSample? sample =
            answer.Content.Headers.ContentType?.MediaType == "text/event-stream" ? context.Features.Get<TrafficSample>() : null;
        try
        {
            await context.Response.StartAsync(context.RequestAborted);
            using Stream body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
            await StreamedContent.CopyAsync(body, context.Response.Body, sample, context.RequestAborted);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException
            && !context.RequestAborted.IsCancellationRequested)
        {
            // The backend broke off in the middle; so must the answer, or the client would take the half for the whole.
            context.Abort();
        }
    }
}

/// <summary>Copies headers between the caller and a backend: all but those that are about one connection only.</summary>
internal static class BackendHeaders
{
    private static readonly HashSet<string> s_ofOneHop = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.Connection, HeaderNames.KeepAlive, "Proxy-Connection", HeaderNames.ProxyAuthenticate, HeaderNames.ProxyAuthorization,
        HeaderNames.TE, HeaderNames.Trailer,
        HeaderNames.TransferEncoding, HeaderNames.Upgrade,
    };

    /// <summary>What is meant for the gateway, or set again.</summary>
    private static readonly HashSet<string> s_notForBackend = new(s_ofOneHop, StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.Authorization, HeaderNames.Host, HeaderNames.Expect, "X-Scale-Up-Timeout",
    };

    public static void CopyOver(HttpRequest from, HttpRequestMessage to)
    {
        HashSet<string> named = Named(from.Headers.Connection);
        foreach ((string name, StringValues values) in from.Headers.Where(header =>
            !s_notForBackend.Contains(header.Key) && !named.Contains(header.Key)))
        {
            if (!to.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                to.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }
    }

    public static void CopyBack(HttpResponseMessage from, HttpResponse to)
    {
        HashSet<string> named = Named(new StringValues([.. from.Headers.Connection]));
        foreach ((string name, IEnumerable<string> values) in from.Headers.NonValidated.Concat(from.Content.Headers.NonValidated).Select(
            pair => (pair.Key, (IEnumerable<string>)pair.Value)))
        {
            if (!s_ofOneHop.Contains(name) && !named.Contains(name))
            {
                to.Headers[name] = new StringValues([.. values]);
            }
        }
    }

    /// <summary>A Connection header may name further headers that are about this connection only.</summary>
    private static HashSet<string> Named(StringValues connection) =>
        new(connection.SelectMany(value => (value ?? "").Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)), StringComparer.OrdinalIgnoreCase);
}

/// <summary>A body that goes out as it comes in. The one of the framework waits until its buffer is full.</summary>
internal sealed class StreamedContent(Stream body, CancellationToken aborted) : HttpContent
{
    private const int BufferBytes = 16 * 1024;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, aborted);
        await CopyAsync(body, stream, null, stop.Token);
    }

    /// <summary>Copies a stream, and sends off each piece as it comes.</summary>
    public static async Task CopyAsync(Stream from, Stream to, TrafficSample? sample, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferBytes];
        int read;
        while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            sample?.CountChunk();
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            await to.FlushAsync(cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
