using System.Globalization;

namespace HfEndpoints.Emulator;

/// <summary>How the server in a container writes its log.</summary>
internal abstract class ServerLog
{
    /// <summary>What it writes when it is told to stop.</summary>
    public abstract IReadOnlyList<(string Level, string Text)> Stop { get; }

    /// <summary>What it writes from the start of the container until it listens.</summary>
    public abstract IReadOnlyList<StartLine> Start(EndpointSpec spec);

    /// <summary>What it writes when it cannot go on.</summary>
    public abstract IReadOnlyList<(string Level, string Text)> Failure(string reason);

    /// <summary>What it writes of a request it has answered; null for one it does not speak of.</summary>
    public abstract (string Level, string Text)? Request(string method, string path, int status, TimeSpan elapsed);

    /// <summary>A line as it is printed.</summary>
    public abstract string Format(DateTimeOffset time, string level, string text);

    protected static string LevelOf(int status) => status switch { >= 500 => "ERROR", >= 400 => "WARN", _ => LogLine.DefaultLevel };

    protected static string Milliseconds(TimeSpan elapsed) => elapsed.TotalMilliseconds.ToString("0.000", CultureInfo.InvariantCulture);

    protected static string Stamp(DateTimeOffset time, string format) => time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}
