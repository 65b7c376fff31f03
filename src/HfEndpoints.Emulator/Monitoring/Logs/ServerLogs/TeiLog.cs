namespace HfEndpoints.Emulator;

/// <summary>text-embeddings-inference: one router in Rust.</summary>
internal sealed class TeiLog : ServerLog
{
    public static readonly TeiLog Instance = new();

    public override IReadOnlyList<(string Level, string Text)> Stop { get; } =
        [("INFO", "text_embeddings_router::shutdown: router/src/shutdown.rs:26: signal received, starting graceful shutdown")];

    public override IReadOnlyList<StartLine> Start(EndpointSpec spec) =>
    [
        new(
            0,
            "text_embeddings_router: router/src/main.rs:203: Args { model_id: \"/repository\", pooling: None, max_concurrent_requests: "
                + "512, port: 80 }"),
        new(0.10, "text_embeddings_router: router/src/lib.rs:235: Maximum number of tokens per request: 512"),
        new(0.15, "text_embeddings_core::tokenization: core/src/tokenization.rs:38: Starting 4 tokenization workers"),
        new(0.30, "text_embeddings_router: router/src/lib.rs:288: Starting model backend"),
        new(0.60, $"text_embeddings_backend_candle: backends/candle/src/lib.rs:281: Starting {spec.Repository}"),
        new(0.80, "text_embeddings_router: router/src/lib.rs:306: Warming up model"),
        new(0.98, "text_embeddings_router::http::server: router/src/http/server.rs:1852: Starting HTTP server: 0.0.0.0:80"),
        new(1, "text_embeddings_router::http::server: router/src/http/server.rs:1853: Ready"),
    ];

    public override IReadOnlyList<(string Level, string Text)> Failure(string reason) =>
        [("ERROR", $"text_embeddings_router: Could not create backend: {reason}"), ("ERROR", "Error: Model backend is not healthy")];

    public override (string Level, string Text)? Request(string method, string path, int status, TimeSpan elapsed) => method == "GET"
        ? null
        : (LevelOf(status), $"{path.TrimStart('/')}{{total_time=\"{Milliseconds(elapsed)}ms\" status={status}}}: "
            + $"text_embeddings_router::http::server: router/src/http/server.rs:714: {(status < 400 ? "Success" : "Error")}");

    public override string Format(DateTimeOffset time, string level, string text) => TgiLog.Instance.Format(time, level, text);
}
