using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HfEndpoints.Client;

/// <summary>Joins the two outputs of a client: delegates and loggers.</summary>
internal static partial class ClientLog
{
    /// <summary>The options, with delegates that also write to the logger.</summary>
    public static HfClientOptions Join(HfClientOptions options) =>
        options.LoggerFactory is null ? options : WithLogger(options, options.LoggerFactory);

    /// <summary>Reports a request that was answered.</summary>
    public static void Answered(
        HfClientOptions options, SecretMask mask, HttpMethod method, Uri uri, HttpResponseMessage response, long since)
    {
        if (options.RequestLog is { } log)
        {
            string? id = ServerErrorReader.RequestIdOf(response, mask);
            log(Describe(mask, method, uri, $"HTTP {(int)response.StatusCode}", since) + (id is null ? "" : $", request id {id}"));
        }
    }

    /// <summary>Reports a request that was not answered.</summary>
    public static void Failed(
        HfClientOptions options, SecretMask mask, HttpMethod method, Uri uri, Exception exception, long since) =>
        options.RequestLog?.Invoke(Describe(
            mask, method, uri, exception is OperationCanceledException ? "cancelled" : $"failed ({exception.GetType().Name})", since));

    // Without user information and query, because both may contain secrets. The path may be that of a redirect.
    private static string Describe(SecretMask mask, HttpMethod method, Uri uri, string end, long since) => mask.Apply(string.Create(
        CultureInfo.InvariantCulture,
        $"{method} {uri.Scheme}://{uri.Authority}{uri.AbsolutePath}: {end} "
        + $"after {Stopwatch.GetElapsedTime(since).TotalMilliseconds:0} ms"));

    private static HfClientOptions WithLogger(HfClientOptions options, ILoggerFactory factory)
    {
        ILogger logger = factory.CreateLogger("HfEndpoints.Client");
        Action<string> log = text => Note(logger, text);
        Action<string> requests = text => Request(logger, text);
        return options with
        {
            // It is joined once, even if a second client uses the same options.
            LoggerFactory = null,
            Log = options.Log + log,
            RequestLog = logger.IsEnabled(LogLevel.Debug) ? options.RequestLog + requests : options.RequestLog,
        };
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Text}")]
    private static partial void Note(ILogger logger, string text);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Text}")]
    private static partial void Request(ILogger logger, string text);
}
