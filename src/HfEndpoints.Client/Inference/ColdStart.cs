using System.Globalization;
using System.Net;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// Sends a request to an endpoint that may be scaled to zero or starting. The gateway answers 503 then; the request
/// itself wakes the endpoint, and <c>X-Scale-Up-Timeout</c> asks the gateway to hold it until a replica is there.
/// </summary>
internal sealed class ColdStart(HfTransport transport, InferenceOptions options)
{
    private const string HoldHeader = "X-Scale-Up-Timeout";

    // A held request is asked for anew now and then, so that a gateway that died does not hold us too.
    private static readonly TimeSpan s_maxHold = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_maxPause = TimeSpan.FromSeconds(5);

    public async Task<HttpResponseMessage> SendAsync(
        Func<IReadOnlyDictionary<string, string>, HfRequest> makeRequest, CancellationToken cancellationToken)
    {
        TimeProvider clock = transport.Options.TimeProvider;
        long begun = clock.GetTimestamp();
        var headers = new Dictionary<string, string>();
        for (int attempt = 0; ; attempt++)
        {
            HfRequest request = makeRequest(headers);
            TimeSpan pause;
            try
            {
                return await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (HfException exception) when (exception is
                { StatusCode: HttpStatusCode.ServiceUnavailable, Kind: HfErrorKind.ServiceUnavailable })
            {
                TimeSpan elapsed = clock.GetElapsedTime(begun);
                TimeSpan left = options.ColdStartTimeout - elapsed;
                if (left <= TimeSpan.Zero)
                {
                    throw NotUp(request, exception);
                }

                options.ColdStartProgress?.Invoke(elapsed);
                TimeSpan ownPause = Shorter(TimeSpan.FromMilliseconds(250 * Math.Pow(2, Math.Min(attempt, 6))), s_maxPause);
                pause = Shorter(exception.RetryAfter ?? ownPause, left);
                double hold = Math.Ceiling(Shorter(left - pause, s_maxHold).TotalSeconds);
                headers[HoldHeader] = Math.Max(1, hold).ToString(CultureInfo.InvariantCulture);
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private HfException NotUp(HfRequest request, HfException exception)
    {
        string patience = options.ColdStartTimeout > TimeSpan.Zero
            ? string.Create(
                CultureInfo.InvariantCulture, $" after {options.ColdStartTimeout.TotalSeconds:0.###} s of waiting")
            : "";
        return new HfException(
            HfErrorKind.EndpointNotRunning,
            $"Cannot {request.Action}: the endpoint is not ready{patience}. The server says: {exception.ServerMessage.TrimEnd('.')}.",
            exception);
    }
}
