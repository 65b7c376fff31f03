namespace HfEndpoints.Emulator;

/// <summary>A server that nothing is known of but that it starts, answers and stops.</summary>
internal sealed class PlainLog : ServerLog
{
    public static readonly PlainLog Instance = new();

    public override IReadOnlyList<(string Level, string Text)> Stop { get; } = [("INFO", "received SIGTERM, stopping")];

    public override IReadOnlyList<StartLine> Start(EndpointSpec spec) =>
        [new(0, "starting"), new(0.1, $"loading {spec.Repository} from /repository"), new(1, "listening")];

    public override IReadOnlyList<(string Level, string Text)> Failure(string reason) => [("ERROR", reason)];

    public override (string Level, string Text)? Request(string method, string path, int status, TimeSpan elapsed) =>
        (LevelOf(status), $"{method} {path} {status} {Milliseconds(elapsed)}ms");

    public override string Format(DateTimeOffset time, string level, string text) =>
        $"{Stamp(time, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'")} {level} {text}";
}
