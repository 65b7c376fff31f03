using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;

namespace HfEndpoints.Client;

/// <summary>
/// Sends requests and reads their answers: token, time-outs, retries and redirects. Every failure is an <see cref="HfException"/>.
/// </summary>
internal sealed class HfTransport
{
    // So much of a page has its title.
    private const int PageHead = 16 * 1024;

    public HfTransport(HfClientOptions options)
    {
        Options = ClientLog.Join(options) with
        {
            HubUri = UriPath.Settle(options.HubUri),
            EndpointsUri = UriPath.Settle(options.EndpointsUri),
            CatalogUri = UriPath.Settle(options.CatalogUri),
        };
        Mask = SecretMask.ForService(Options.EndpointsUri);
        Mask.Remember(options.Token?.Reveal());
    }

    public HfClientOptions Options { get; }

    /// <summary>Masks what was sent in all that is not a model's output.</summary>
    public SecretMask Mask { get; }

    /// <summary>Sends a request and deserializes its JSON answer.</summary>
    public Task<T> SendJsonAsync<T>(HfRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendJsonAsync(request, json => ForeignJson.Read(json, type), cancellationToken);

    /// <summary>Sends a request and converts its JSON answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Converts the answer, and keeps nothing of it. Any exception means that the answer is not valid.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<T> SendJsonAsync<T>(HfRequest request, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        SendJsonAsync(request, (shown, _) => read(shown), cancellationToken);

    /// <summary>Sends a request and converts its JSON answer by a function that must also know what was masked.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Converts the answer: as it may be shown, and as it was sent; null if nothing in it is masked.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<T> SendJsonAsync<T>(HfRequest request, Func<JsonElement, JsonElement?, T> read, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await ReadJsonAsync(request, response, read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request and converts its JSON answer, if nothing in it is unusual, from its bytes.</summary>
    /// <param name="request">The request.</param>
    /// <param name="tryRead">Converts the bytes, and keeps none of them; null leaves it to the other.</param>
    /// <param name="read">Converts the answer: as it may be shown, and as it was sent; null if nothing in it is masked.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<T> SendJsonAsync<T>(
        HfRequest request,
        Func<ReadOnlyMemory<byte>, T?> tryRead,
        Func<JsonElement, JsonElement?, T> read,
        CancellationToken cancellationToken)
        where T : class
    {
        using HttpResponseMessage response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await ReadJsonAsync(request, response, tryRead, read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request and ignores the answer's body, unless it is a page of a proxy.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isAnswerRead">Whether an answer that is neither empty nor JSON is an error, because it may be another server's.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task SendAndForgetAsync(HfRequest request, bool isAnswerRead, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        CheckIsNoPage(request, response);
        if (isAnswerRead && response.Content.Headers.ContentLength > 0)
        {
            await ReadJsonAsync(request, response, json => json.ValueKind, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Sends a delete, as <see cref="SendAndForgetAsync"/>. That there is nothing to delete is an error only if no earlier
    /// attempt may have deleted it.
    /// </summary>
    public async Task DeleteAsync(HfRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await SendAndForgetAsync(request, isAnswerRead: true, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException exception) when (exception.StatusCode == HttpStatusCode.NotFound && request.MayHaveActed)
        {
            Options.Log?.Invoke($"{exception.Message} An earlier attempt has deleted it.");
        }
    }

    /// <summary>Sends a request and returns its successful answer, complete unless it is a stream.</summary>
    public Task<HttpResponseMessage> SendAsync(HfRequest request, CancellationToken cancellationToken)
    {
        if (Options.IsOffline)
        {
            throw new HfException(HfErrorKind.Offline, $"Cannot {request.Action}: HF_HUB_OFFLINE forbids every request.");
        }

        if (Options.HttpClient is null)
        {
            // A client of the caller's has its own way.
            ProxyRoute.Check(request);
        }

        bool withToken = TokenPolicy.Allows(Options, request.Uri, request.SendToken);
        if (withToken && Options.Token is { IsSendable: false } token)
        {
            throw new HfException(
                HfErrorKind.Unauthorized,
                $"Cannot {request.Action}: the token from '{token.Source}' is not valid: it contains whitespace or non-ASCII characters.");
        }

        Func<CancellationToken, Task>? announce = IsChange(request) ? Options.BeforeChange : null;
        var exchange = new HttpExchange(Options, Mask, request, withToken);
        return RetryPipeline.RunAsync(Options, request, announce is null ? exchange.SendAsync : SendAnnouncedAsync, cancellationToken);

        // Each time it is sent: a retry is announced too.
        async Task<HttpResponseMessage> SendAnnouncedAsync(CancellationToken cancellationToken)
        {
            await announce!(cancellationToken).ConfigureAwait(false);
            return await exchange.SendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // A request to a deployed server changes nothing.
    private bool IsChange(HfRequest request) => request.Method != HttpMethod.Get && request.Method != HttpMethod.Head
        && (IsBelow(Options.EndpointsUri, request.Uri) || IsBelow(Options.CatalogUri, request.Uri));

    private static bool IsBelow(Uri root, Uri uri) => uri.AbsoluteUri.StartsWith(root.AbsoluteUri, StringComparison.Ordinal);

    /// <summary>Deserializes a JSON answer.</summary>
    public Task<T> ReadJsonAsync<T>(
        HfRequest request, HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        ReadJsonAsync(request, response, json => ForeignJson.Read(json, type), cancellationToken);

    /// <summary>Converts a JSON answer. What is not as expected, or breaks off, is reported as a server's fault.</summary>
    public Task<T> ReadJsonAsync<T>(
        HfRequest request, HttpResponseMessage response, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        ReadJsonAsync(request, response, (shown, _) => read(shown), cancellationToken);

    /// <summary>Converts a JSON answer, if nothing in it is unusual, from its bytes.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">Its answer.</param>
    /// <param name="tryRead">Converts the bytes, and keeps none of them; null leaves it to the other.</param>
    /// <param name="read">Converts the answer: as it may be shown, and as it was sent; null if nothing in it is masked.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<T> ReadJsonAsync<T>(
        HfRequest request,
        HttpResponseMessage response,
        Func<ReadOnlyMemory<byte>, T?> tryRead,
        Func<JsonElement, JsonElement?, T> read,
        CancellationToken cancellationToken)
        where T : class
    {
        ReadOnlyMemory<byte> bytes = await LoadAsync(request, response, cancellationToken).ConfigureAwait(false);
        return ForeignJson.TryRead(bytes, request.IsExact ? null : Mask, tryRead)
            ?? await ReadJsonAsync(request, response, read, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> ReadJsonAsync<T>(
        HfRequest request, HttpResponseMessage response, Func<JsonElement, JsonElement?, T> read, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> bytes = await LoadAsync(request, response, cancellationToken).ConfigureAwait(false);
        try
        {
            return ForeignJson.Read(bytes, request.IsExact ? null : Mask, CharsetOf(response), read);
        }
        catch (JsonException exception)
        {
            MediaTypeHeaderValue? type = response.Content.Headers.ContentType;
            string begin = ForeignText.Decode(bytes.Span[..Math.Min(bytes.Length, PageHead)], type?.CharSet);
            string what = ServerErrorReader.PageOf(begin, type?.MediaType)
                ?? $"not complete JSON of the expected shape ({type?.MediaType ?? "no content type"})";
            throw Invalid(request, response, $"it is {what}", exception);
        }
        catch (Exception exception) when (exception is not HfException)
        {
            throw Invalid(request, response, "it is not of the expected shape", exception);
        }
    }

    /// <summary>Reads an answer's bytes.</summary>
    public async Task<byte[]> ReadBytesAsync(
        HfRequest request, HttpResponseMessage response, CancellationToken cancellationToken) =>
        (await LoadAsync(request, response, cancellationToken).ConfigureAwait(false)).ToArray();

    /// <summary>Sends a request and reads its answer as text.</summary>
    public async Task<string> SendTextAsync(HfRequest request, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        CheckIsNoPage(request, response);
        ReadOnlyMemory<byte> bytes = await LoadAsync(request, response, cancellationToken).ConfigureAwait(false);
        return Mask.Apply(ForeignText.Decode(bytes.Span, CharsetOf(response)));
    }

    /// <summary>The text of a streamed answer, without what was sent. A failure to read it is an <see cref="HfException"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">Its answer.</param>
    /// <param name="maxLine">The most bytes of a line; null sets no limit.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<Stream> OpenTextAsync(
        HfRequest request, HttpResponseMessage response, long? maxLine, CancellationToken cancellationToken)
    {
        CheckIsNoPage(request, response);
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return new MaskedStream(maxLine is { } limit ? new LimitedStream(body, limit, isOfEvents: false) : body, request, Mask);
    }

    /// <summary>Waits before a caller's own retry.</summary>
    /// <param name="number">The number of the retry, from 0.</param>
    /// <param name="cancellationToken">Ends the pause.</param>
    public Task PauseAsync(int number, CancellationToken cancellationToken) =>
        Task.Delay(Backoff.Pause(Options.RetryDelay, number), Options.TimeProvider, cancellationToken);

    // Most answers name none, and their media type need not be parsed.
    private static string? CharsetOf(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Type", out HeaderStringValues type)
            && type.ToString().Contains("charset", StringComparison.OrdinalIgnoreCase)
            ? response.Content.Headers.ContentType?.CharSet
            : null;

    private async Task<ReadOnlyMemory<byte>> LoadAsync(HfRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content is AnswerContent whole)
        {
            return whole.Bytes;
        }

        try
        {
            await AnswerContent.LoadAsync(response, null, request.MaxBytes, isCut: false, cancellationToken).ConfigureAwait(false);
            return ((AnswerContent)response.Content).Bytes;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw RequestFailure.From(request, Mask, exception, hasBegun: true);
        }
    }

    private void CheckIsNoPage(HfRequest request, HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentType?.MediaType == "text/html")
        {
            throw Invalid(request, response, "it is an HTML page", null);
        }
    }

    private HfException Invalid(HfRequest request, HttpResponseMessage response, string what, Exception? cause) =>
        RequestFailure.Unreadable(request, Mask.Redact(what), ServerErrorReader.RequestIdOf(response, Mask), Mask.Apply(cause));
}
