namespace HfEndpoints.Client;

/// <summary>The one pool of connections of the process.</summary>
internal static class HttpPool
{
    /// <summary>
    /// The only client. Redirects are followed by <see cref="HfTransport"/>, which knows where a token may go, and
    /// time-outs are each request's own.
    /// </summary>
    public static HttpClient Client { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        // A new look-up of the name now and then: endpoints move between hosts.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // An answer that is not wanted any more is read on only while it is nearly here: by default the server of an
        // abandoned stream would go on for two seconds.
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(50),
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = BodyLimits.Whole,
    };
}
