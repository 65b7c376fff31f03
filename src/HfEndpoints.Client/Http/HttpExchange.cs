using System.Diagnostics;

namespace HfEndpoints.Client;

/// <summary>
/// Sends a request once. Returns a successful answer, complete unless it is a stream. Any failure is an <see cref="HfException"/>.
/// </summary>
internal sealed class HttpExchange(HfClientOptions options, SecretMask mask, HfRequest request, bool withToken)
{
    private const int MaxRedirects = 5;

    // Nobody reads more of an error body, and it is not worth a longer wait.
    private const int MaxErrorBytes = 64 * 1024;
    private static readonly TimeSpan s_errorPatience = TimeSpan.FromSeconds(10);

    private static readonly string s_userAgent = $"HfEndpoints/{typeof(HttpExchange).Assembly.GetName().Version?.ToString(3)}";

    public async Task<HttpResponseMessage> SendAsync(CancellationToken cancellationToken)
    {
        TimeSpan timeout = request.Timeout ?? request.TotalTimeout ?? options.RequestTimeout;
        timeout = request.TotalTimeout < timeout ? request.TotalTimeout.Value : timeout;
        using var timer = new CancellationTokenSource(timeout, options.TimeProvider);

        // One source for both is enough, because what the caller cancelled is known.
        using CancellationTokenRegistration ends = cancellationToken.UnsafeRegister(
            static timer => ((CancellationTokenSource)timer!).Cancel(), timer);
        HttpResponseMessage? response = null;
        try
        {
            response = await SendAndFollowAsync(timer.Token).ConfigureAwait(false);
            request.AnswerHeaders = response.Headers;
            if (!response.IsSuccessStatusCode)
            {
                bool isBroken = await LoadErrorAsync(response, timer.Token).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                throw ToException(response, isBroken);
            }

            Stream body = await response.Content.ReadAsStreamAsync(timer.Token).ConfigureAwait(false);
            if (request.IsStream)
            {
                TimeSpan silence = request.IdleTimeout ?? options.IdleTimeout;
                AnswerContent.Replace(response, new StreamContent(new AnswerStream(body, mask, silence, options.TimeProvider)));
            }
            else
            {
                // The time-out of the request ends a silence.
                using var whole = new AnswerStream(body, mask, TimeSpan.Zero, options.TimeProvider);
                await AnswerContent.LoadAsync(response, whole, request.MaxBytes, isCut: false, timer.Token).ConfigureAwait(false);
            }

            HttpResponseMessage answer = response;
            response = null;
            return answer;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            request.MayHaveActed = true;
            throw;
        }
        catch (Exception exception)
        {
            HfException failure = exception is OperationCanceledException && timer.IsCancellationRequested
                ? RequestFailure.TimedOut(request, timeout)
                : RequestFailure.From(request, mask, exception, hasBegun: response is not null);
            request.MayHaveActed |= failure.MayHaveActed;
            throw failure;
        }
        finally
        {
            response?.Dispose();
        }
    }

    /// <summary>Reads the body of an error, or the part that comes in time.</summary>
    /// <returns>Whether the connection broke meanwhile.</returns>
    private async Task<bool> LoadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        Task<bool> load = AnswerContent.LoadAsync(response, null, MaxErrorBytes, isCut: true, either.Token);
        if (!load.IsCompleted)
        {
            patience.CancelAfter(s_errorPatience);
        }

        return !await load.ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendAndFollowAsync(CancellationToken cancellationToken)
    {
        Uri uri = request.Uri;
        for (int redirects = 0; ; redirects++)
        {
            using HttpRequestMessage message = ToMessage(uri);
            long since = Stopwatch.GetTimestamp();
            HttpResponseMessage response;
            try
            {
                response = await (options.HttpClient is { } own
                    ? own.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                    : HttpPool.Connections.SendAsync(message, cancellationToken)).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                ClientLog.Failed(options, mask, request.Method, uri, exception, since);
                throw;
            }

            ClientLog.Answered(options, mask, request.Method, uri, response, since);
            if (!IsRedirect(response.StatusCode))
            {
                // Unlike .NET's own decompression, this knows how much came over the network, which is what shows a bomb.
                response.Content = InflatedContent.Of(response.Content) ?? response.Content;
                return response;
            }

            Uri? target = TargetOf(response, uri);
            bool isSameRequest = request.Method == HttpMethod.Get
                || response.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
            response.Dispose();
            if (target is null || redirects == MaxRedirects || !isSameRequest
                || !(UriPath.SameOrigin(uri, target) || (request.FollowsToOthers && !withToken && IsAsSafe(uri, target))))
            {
                throw new HfException(
                    HfErrorKind.InvalidResponse,
                    $"Cannot {request.Action}: '{uri.Authority}' redirects to "
                    + $"'{mask.Redact(target?.GetLeftPart(UriPartial.Path) ?? "nowhere")}', which is not followed.");
            }

            uri = target;
        }
    }

    private HttpRequestMessage ToMessage(Uri uri)
    {
        var message = new HttpRequestMessage(request.Method, uri) { Content = request.Content?.Invoke() };
        if (request.Method != HttpMethod.Get)
        {
            // .NET silently resends a request without content if its connection was closed. But the server may have
            // processed it, so only the retry pipeline may retry.
            message.Content ??= new ByteArrayContent([]);
        }

        // These are known to be valid, and need not be parsed for each request.
        message.Headers.TryAddWithoutValidation("User-Agent", s_userAgent);
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, deflate, br");
        foreach ((string name, string value) in request.Headers)
        {
            message.Headers.Add(name, value);
        }

        if (withToken && options.Token is { } token)
        {
            message.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token.Reveal());
        }

        return message;
    }

    private HfException ToException(HttpResponseMessage response, bool isBroken)
    {
        ServerError error = ServerErrorReader.Read(response, mask, options.TimeProvider);
        HfErrorKind kind = ErrorKinds.FromError(error, request.NotFoundKind, request.ConflictKind);
        if (isBroken && error.StatusCode is (HttpStatusCode.BadRequest or HttpStatusCode.Conflict))
        {
            // Their text tells what they mean, and it is not complete.
            kind = HfErrorKind.ConnectionFailed;
        }

        if (kind == HfErrorKind.Unauthorized && (!withToken || options.Token is null))
        {
            kind = HfErrorKind.TokenNotSet;
        }

        string text = error.Message.Length > 0 ? error.Message
            : response.ReasonPhrase is { Length: > 0 } phrase ? mask.Redact(phrase)
            : "no text";
        string id = error.RequestId is null ? "" : $", request id {error.RequestId}";
        return error.ToException(kind, $"Cannot {request.Action}: {text.TrimEnd('.')} (HTTP {(int)error.StatusCode}{id}).");
    }

    private static Uri? TargetOf(HttpResponseMessage response, Uri from) =>
        response.Headers.Location is { } location && Uri.TryCreate(from, location, out Uri? target) ? target : null;

    // A public address must not redirect to this machine, or from https to http.
    private static bool IsAsSafe(Uri from, Uri to) => to.IsLoopback ? from.IsLoopback : to.Scheme == Uri.UriSchemeHttps;

    private static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently
        or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect
        or HttpStatusCode.PermanentRedirect;
}
