using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace HfEndpoints.Emulator;

/// <summary>
/// Hands requests that the gateway has let through to a real server, and its answers back, byte by byte as they come. The
/// caller's token stays here: it is for the gateway.
/// </summary>
internal sealed class BackendProxy : IDisposable
{
    private const int BufferBytes = 16 * 1024;
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
            throw new ServiceException(StatusCodes.Status502BadGateway, "Bad Gateway", $"the backend does not answer: {exception.Message}");
        }
        catch (OperationCanceledException) when (!request.Aborted.IsCancellationRequested)
        {
            throw new ServiceException(
                StatusCodes.Status504GatewayTimeout, "Gateway Timeout", "the backend could not be connected to in time");
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
        bool isStream = answer.Content.Headers.ContentType?.MediaType == "text/event-stream";
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await context.Response.StartAsync(context.RequestAborted);
            using Stream body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
            int read;
            while ((read = await body.ReadAsync(buffer, context.RequestAborted)) > 0)
            {
                if (isStream)
                {
                    context.Features.Get<TrafficSample>()?.CountChunk();
                }

                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException
            && !context.RequestAborted.IsCancellationRequested)
        {
            // The backend broke off in the middle; so must the answer, or the client would take the half for the whole.
            context.Abort();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
