using Microsoft.Extensions.Logging;

namespace HfEndpoints.Client;

/// <summary>The options of an <see cref="HfClient"/>: addresses, token, time-outs and retries.</summary>
public sealed record HfClientOptions
{
    /// <summary>The hub, without <c>/api</c>. Default: https://huggingface.co.</summary>
    public Uri HubUri { get; init; } = new("https://huggingface.co");

    /// <summary>The endpoints API with its version. Default: https://api.endpoints.huggingface.cloud/v2.</summary>
    public Uri EndpointsUri { get; init; } = new("https://api.endpoints.huggingface.cloud/v2");

    /// <summary>The model catalog. Default: https://endpoints.huggingface.co/api/catalog.</summary>
    public Uri CatalogUri { get; init; } = new("https://endpoints.huggingface.co/api/catalog");

    /// <summary>The token, sent only to the three addresses above and to endpoints. Null: no token is sent.</summary>
    public HfToken? Token { get; init; }

    /// <summary>How long a server may take to answer a request of the management API. Default: 60 seconds.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an endpoint may take to answer, or to begin a stream, including retries. Default: 15 minutes.</summary>
    public TimeSpan InferenceTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a stream may be silent. Zero sets no limit. Default: 2 minutes.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a request is retried if that is safe. 0 for never. Default: 3.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>The delay before the first retry. It doubles each time, up to 8 seconds. Default: 0.5 seconds.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether every request is refused, as HF_HUB_OFFLINE asks.</summary>
    public bool IsOffline { get; init; }

    /// <summary>The clock for delays and time-outs.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Receives retries and corrections, a sentence each, without tokens. Called on any thread.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>
    /// Receives a line for each request: method, address, status, milliseconds and request id, never a token or a body.
    /// Called on any thread.
    /// </summary>
    public Action<string>? RequestLog { get; init; }

    /// <summary>
    /// Receives log entries: what <see cref="Log"/> receives at information level, and each request at debug level.
    /// The category is <c>HfEndpoints.Client</c>.
    /// </summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>
    /// Sends the requests; the caller disposes of it. It should not follow redirects by itself, nor time out: the client
    /// does both. Null: the process's own pool of connections, which reads the proxy variables for each request.
    /// </summary>
    public HttpClient? HttpClient { get; init; }

    /// <summary>
    /// Awaited before each request that may change something on the service, so that messages sent to <see
    /// cref="Log"/> can be read first. If it throws, the request is not sent. Called on any thread.
    /// </summary>
    public Func<CancellationToken, Task>? BeforeChange { get; init; }

    /// <summary>Creates options from the environment variables and the saved token, as the Python library does.</summary>
    /// <param name="environment">The environment.</param>
    /// <returns>The options.</returns>
    /// <exception cref="HfException">A variable contains an address that is not valid.</exception>
    public static HfClientOptions FromEnvironment(HfEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return new HfClientOptions
        {
            HubUri = environment.HubUri,
            EndpointsUri = environment.EndpointsUri,
            CatalogUri = environment.CatalogUri,
            Token = environment.FindToken(),
            IsOffline = environment.IsOffline,
        };
    }
}
