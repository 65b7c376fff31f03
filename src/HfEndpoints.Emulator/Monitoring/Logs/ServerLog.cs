using Microsoft.AspNetCore.WebUtilities;

namespace HfEndpoints.Emulator;

/// <summary>How the server in a container writes its log.</summary>
internal abstract class ServerLog
{
    /// <summary>What it writes when it is asked to stop.</summary>
    public abstract IReadOnlyList<(string Level, string Text)> Stop { get; }

    /// <summary>What it writes from the start of the container until it listens.</summary>
    public abstract IReadOnlyList<StartLine> Start(EndpointSpec spec);

    /// <summary>What it writes when it cannot continue.</summary>
    public abstract IReadOnlyList<(string Level, string Text)> Failure(string reason);

    /// <summary>What it writes about a request it has answered; null if it writes nothing.</summary>
    public abstract (string Level, string Text)? Request(string method, string path, int status, TimeSpan elapsed);

    /// <summary>A line as it is printed.</summary>
    public abstract string Format(DateTimeOffset time, string level, string text);
    protected static string LevelOf(int status) => status switch { >= 500 => "ERROR", >= 400 => "WARN", _ => LogLine.DefaultLevel };
    protected static string Milliseconds(TimeSpan elapsed) => elapsed.TotalMilliseconds.ToString("0.000", CultureInfo.InvariantCulture);
    protected static string Stamp(DateTimeOffset time, string format) => time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}

/// <summary>A line of a server's start; <paramref name="At"/> is the part of the start that has passed, 0 to 1.</summary>
internal sealed record StartLine(double At, string Text, string Level = LogLine.DefaultLevel);

/// <summary>A server that nothing is known of but that it starts, answers and stops.</summary>
internal sealed class UnknownServerLog : ServerLog
{
    public static readonly UnknownServerLog Instance = new();
    public override IReadOnlyList<(string Level, string Text)> Stop { get; } = [("INFO", "received SIGTERM, stopping")];

    public override IReadOnlyList<StartLine> Start(EndpointSpec spec) =>
        [new(0, "starting"), new(0.1, $"loading {spec.Repository} from /repository"), new(1, "listening")];

    public override IReadOnlyList<(string Level, string Text)> Failure(string reason) => [("ERROR", reason)];

    public override (string Level, string Text)? Request(string method, string path, int status, TimeSpan elapsed) =>
        (LevelOf(status), $"{method} {path} {status} {Milliseconds(elapsed)}ms");

    public override string Format(DateTimeOffset time, string level, string text) =>
        $"{Stamp(time, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'")} {level} {text}";
}

internal static class ServerLogs
{
    /// <summary>The log of the server in an endpoint's container.</summary>
    public static ServerLog For(EndpointSpec spec) => EngineSelector.Select(spec) switch
    {
        TgiEngine => TgiLog.Instance,
        TeiEngine => TeiLog.Instance,
        VllmEngine => VllmLog.Instance,
        SglangEngine => SglangLog.Instance,
        LlamaEngine => LlamaLog.Instance,
        ToolkitEngine => ToolkitLog.Instance,
        _ when spec.ImageKind == "hfServe" => ToolkitLog.Instance,
        _ => UnknownServerLog.Instance,
    };
}

/// <summary>The lines that every server in Python has in common.</summary>
internal static class Uvicorn
{
    public static IReadOnlyList<(string Level, string Text)> Stop { get; } =
    [
        ("INFO", "Shutting down"),
        ("INFO", "Waiting for application shutdown."),
        ("INFO", "Application shutdown complete."),
        ("INFO", "Finished server process [1]"),
    ];

    public static IReadOnlyList<StartLine> Start(string address) =>
    [
        new(0.97, "Started server process [1]"),
        new(0.98, "Waiting for application startup."),
        new(0.99, "Application startup complete."),
        new(1, $"Uvicorn running on {address} (Press CTRL+C to quit)"),
    ];

    public static IReadOnlyList<(string Level, string Text)> Traceback(string reason) =>
        [("ERROR", "Traceback (most recent call last):"), ("ERROR", $"RuntimeError: {reason}")];

    public static string Access(string method, string path, int status, TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture,
        $"10.0.0.1:0 - \"{method} {path} HTTP/1.1\" {status} {ReasonPhrases.GetReasonPhrase(status)} {elapsed.TotalMilliseconds:0.000}ms");

    public static string Format(string level, string text) => $"{level + ":",-9} {text}";
}
