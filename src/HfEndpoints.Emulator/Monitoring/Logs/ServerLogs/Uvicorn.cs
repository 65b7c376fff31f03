using Microsoft.AspNetCore.WebUtilities;

namespace HfEndpoints.Emulator;

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
