using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HfEndpoints.Client;

/// <summary>
/// Sends requests: token, time-out, repetition, redirects, and every failure told as an <see cref="HfException"/>.
/// </summary>
internal sealed class HfTransport
{
    private const int MaxRedirects = 5;

    private static readonly ProductInfoHeaderValue s_userAgent = new(
        "HfEndpoints", typeof(HfTransport).Assembly.GetName().Version?.ToString(3));

    private readonly Redactor _redactor;

    public HfTransport(HfClientOptions options)
    {
        Options = options with
        {
            HubUri = UriPath.Settle(options.HubUri),
            EndpointsUri = UriPath.Settle(options.EndpointsUri),
            CatalogUri = UriPath.Settle(options.CatalogUri),
        };
        _redactor = new Redactor(options.Token);
    }

    public HfClientOptions Options { get; }

    /// <summary>Sends a request and reads its JSON answer.</summary>
    public async Task<T> SendJsonAsync<T>(HfRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await ReadJsonAsync(request, response, type, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request whose answer's body does not matter, as long as it is no page of a proxy.</summary>
    public async Task SendAndForgetAsync(HfRequest request, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.Content.Headers.ContentType?.MediaType == "text/html")
        {
            throw Invalid(request, response, "it is an HTML page", null);
        }
    }

    /// <summary>Sends a request and gives its answer, whole unless it is a stream; the status is a success.</summary>
    public async Task<HttpResponseMessage> SendAsync(HfRequest request, CancellationToken cancellationToken)
    {
        if (Options.IsOffline)
        {
            throw new HfException(
                HfErrorKind.Offline, $"Cannot {request.Action}: HF_HUB_OFFLINE forbids every request.");
        }

        bool withToken = TokenPolicy.Allows(Options, request.Uri, request.SendToken);
        if (withToken && Options.Token is { IsSendable: false } token)
        {
            throw new HfException(
                HfErrorKind.Unauthorized,
                $"Cannot {request.Action}: the token of '{token.Source}' is none, it holds blanks or characters beyond ASCII.");
        }

        HttpResponseMessage response = await RetryPipeline.Build(Options, request)
            .ExecuteAsync(
                static async (state, token) =>
                    await state.Self.SendOnceAsync(state.Request, state.WithToken, token).ConfigureAwait(false),
                (Self: this, Request: request, WithToken: withToken),
                cancellationToken)
            .ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ToExceptionAsync(request, response, withToken, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a JSON answer; what is not JSON, or breaks off, is told as a server's fault.</summary>
    public async Task<T> ReadJsonAsync<T>(
        HfRequest request, HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadBodyAsync(
                    request, response, body => JsonSerializer.DeserializeAsync(body, type, cancellationToken), cancellationToken)
                .ConfigureAwait(false)
                ?? throw Invalid(request, response, "it is null", null);
        }
        catch (JsonException exception)
        {
            string mediaType = response.Content.Headers.ContentType?.MediaType ?? "no content type";
            throw Invalid(request, response, $"it is no complete JSON of the expected shape ({mediaType})", exception);
        }
    }

    /// <summary>Reads an answer's bytes.</summary>
    public Task<byte[]> ReadBytesAsync(
        HfRequest request, HttpResponseMessage response, CancellationToken cancellationToken) =>
        ReadBodyAsync(request, response, async body =>
        {
            using var bytes = new MemoryStream();
            await body.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes.ToArray();
        }, cancellationToken);

    /// <summary>Sends a request and reads its answer as text.</summary>
    public async Task<string> SendTextAsync(HfRequest request, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.Content.Headers.ContentType?.MediaType == "text/html")
        {
            throw Invalid(request, response, "it is an HTML page", null);
        }

        try
        {
            return await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Broken(request, exception);
        }
    }

    public string Redact(string text) => _redactor.Redact(text);

    private HfException Invalid(
        HfRequest request, HttpResponseMessage response, string what, Exception? cause)
    {
        string? id = ServerErrorReader.RequestIdOf(response, _redactor);
        string suffix = id is null ? "" : $" (request id {id})";
        return new HfException(
            HfErrorKind.InvalidResponse,
            $"Cannot {request.Action}: the answer of '{request.Uri.Authority}' can't be read: {what}{suffix}.",
            cause);
    }

    private async Task<T> ReadBodyAsync<T>(
        HfRequest request, HttpResponseMessage response, Func<Stream, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            using var body = new LimitedStream(
                await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), BodyLimits.Whole);
            return await read(body).ConfigureAwait(false);
        }
        catch (BodyTooLongException exception)
        {
            throw Invalid(request, response, exception.Message, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Broken(request, exception);
        }
    }

    private static HfException Broken(HfRequest request, Exception cause) => new(
        HfErrorKind.ConnectionFailed,
        $"Cannot {request.Action}: the connection to '{request.Uri.Authority}'{Via(request)} broke while the answer came.",
        cause);

    private async Task<HttpResponseMessage> SendOnceAsync(
        HfRequest request, bool withToken, CancellationToken cancellationToken)
    {
        request.Attempts++;
        TimeSpan timeout = request.Timeout ?? Options.RequestTimeout;
        using var timer = new CancellationTokenSource(timeout, Options.TimeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return await SendAndFollowAsync(request, withToken, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && timer.IsCancellationRequested)
        {
            throw new HfException(
                HfErrorKind.RequestTimeout,
                $"Cannot {request.Action}: '{request.Uri.Authority}' gave no answer within {timeout.TotalSeconds:0.#} s.");
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            string reason = new BodyTooLongException(BodyLimits.Whole).Message;
            throw new HfException(
                HfErrorKind.InvalidResponse,
                $"Cannot {request.Action}: the answer of '{request.Uri.Authority}' can't be read: {reason}.",
                exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            or OperationCanceledException { InnerException: TimeoutException } && !cancellationToken.IsCancellationRequested)
        {
            Exception cause = ProxyRoute.WithoutCredentials(exception);
            throw new HfException(
                HfErrorKind.ConnectionFailed,
                $"Cannot {request.Action}: no connection to '{request.Uri.Authority}'{Via(request)} ({Reason(cause)}).",
                cause);
        }
    }

    private async Task<HttpResponseMessage> SendAndFollowAsync(
        HfRequest request, bool withToken, CancellationToken cancellationToken)
    {
        Uri uri = request.Uri;
        for (int redirects = 0; ; redirects++)
        {
            using HttpRequestMessage message = ToMessage(request, uri, withToken);
            HttpResponseMessage response = await HttpPool.Client
                .SendAsync(
                    message,
                    request.IsStream ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead,
                    cancellationToken)
                .ConfigureAwait(false);
            if (!IsRedirect(response.StatusCode))
            {
                return response;
            }

            Uri? target = response.Headers.Location is { } location ? new Uri(uri, location) : null;
            response.Dispose();
            if (target is null || redirects == MaxRedirects || request.Method != HttpMethod.Get
                || !(UriPath.SameOrigin(uri, target) || (request.FollowsToOthers && !withToken && IsAsSafe(uri, target))))
            {
                throw new HfException(
                    HfErrorKind.InvalidResponse,
                    $"Cannot {request.Action}: '{uri.Authority}' redirects to "
                    + $"'{Redact(target?.GetLeftPart(UriPartial.Path) ?? "nowhere")}', which is not followed.");
            }

            uri = target;
        }
    }

    private HttpRequestMessage ToMessage(HfRequest request, Uri uri, bool withToken)
    {
        var message = new HttpRequestMessage(request.Method, uri) { Content = request.Content?.Invoke() };
        if (request.Method != HttpMethod.Get)
        {
            // .NET by itself sends a request without content again, over a new connection, where the old one was closed.
            // It may have been carried out: it is for the retry pipeline to repeat and to count.
            message.Content ??= new ByteArrayContent([]);
        }

        message.Headers.UserAgent.Add(s_userAgent);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(request.Accept));
        foreach ((string name, string value) in request.Headers)
        {
            message.Headers.Add(name, value);
        }

        if (withToken && Options.Token is { } token)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
        }

        return message;
    }

    private async Task<HfException> ToExceptionAsync(
        HfRequest request, HttpResponseMessage response, bool withToken, CancellationToken cancellationToken)
    {
        ServerError error = await ServerErrorReader
            .ReadAsync(response, _redactor, Options.TimeProvider, cancellationToken)
            .ConfigureAwait(false);
        HfErrorKind kind = ErrorKinds.FromError(error, request.NotFoundKind, request.ConflictKind);
        if (kind == HfErrorKind.Unauthorized && (!withToken || Options.Token is null))
        {
            kind = HfErrorKind.TokenNotSet;
        }

        string text = error.Message.Length > 0 ? error.Message
            : response.ReasonPhrase is { Length: > 0 } phrase ? Redact(phrase)
            : "no text";
        string id = error.RequestId is null ? "" : $", request id {error.RequestId}";
        return error.ToException(kind, $"Cannot {request.Action}: {text.TrimEnd('.')} (HTTP {(int)error.StatusCode}{id}).");
    }

    // An address of the web does not lead to a server of this machine, or out of https.
    private static bool IsAsSafe(Uri from, Uri to) =>
        to.IsLoopback ? from.IsLoopback : to.Scheme == Uri.UriSchemeHttps;

    private static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently
        or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect
        or HttpStatusCode.PermanentRedirect;

    private static string Via(HfRequest request) => ProxyRoute.Describe(HttpClient.DefaultProxy, request.Uri);

    private static string Reason(Exception exception) =>
        exception.GetBaseException() is SocketException socket ? socket.Message : exception.Message;
}
