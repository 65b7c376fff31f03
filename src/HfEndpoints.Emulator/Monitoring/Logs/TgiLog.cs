namespace HfEndpoints.Emulator;

/// <summary>text-generation-inference: a launcher that watches a shard per accelerator, and a router in Rust.</summary>
internal sealed class TgiLog : ServerLog
{
    public static readonly TgiLog Instance = new();

    public override IReadOnlyList<(string Level, string Text)> Stop { get; } =
    [
        ("INFO", "text_generation_router::server: router/src/server.rs:2603: signal received, starting graceful shutdown"),
        ("INFO", "text_generation_launcher: Terminating webserver"),
        ("INFO", "text_generation_launcher: webserver terminated"),
        ("INFO", "text_generation_launcher: Shutting down shards"),
        ("INFO", "shard-manager: text_generation_launcher: shard terminated rank=0"),
    ];

    public override IReadOnlyList<StartLine> Start(EndpointSpec spec) =>
    [
        new(
            0,
            "text_generation_launcher: Args { model_id: \"/repository\", revision: None, validation_workers: 2, sharded: None, port: 80, "
                + "json_output: false }"),
        new(0.02, "text_generation_launcher: Default `max_batch_prefill_tokens` to 4096"),
        new(0.03, "text_generation_launcher: Using default cuda graphs [1, 2, 4, 8, 16, 32]"),
        new(0.05, "download: text_generation_launcher: Starting check and download process for /repository"),
        new(0.10, "text_generation_launcher: Files are already present on the host. Skipping download."),
        new(0.12, "download: text_generation_launcher: Successfully downloaded weights for /repository"),
        new(0.13, "shard-manager: text_generation_launcher: Starting shard rank=0"),
        new(0.40, "shard-manager: text_generation_launcher: Waiting for shard to be ready... rank=0"),
        new(0.70, "text_generation_launcher: Server started at unix:///tmp/text-generation-server-0"),
        new(0.72, "shard-manager: text_generation_launcher: Shard ready rank=0"),
        new(0.75, "text_generation_launcher: Starting Webserver"),
        new(0.76, $"text_generation_router_v3: backends/v3/src/lib.rs:125: Warming up model {spec.Repository}"),
        new(0.90, "text_generation_launcher: Cuda Graphs are enabled for sizes [32, 16, 8, 4, 2, 1]"),
        new(0.92, "text_generation_router_v3: backends/v3/src/lib.rs:137: Setting max batch total tokens to 16384"),
        new(0.95, "text_generation_router::server: router/src/server.rs:1681: Using config from /repository/config.json"),
        new(0.97, "text_generation_router::server: router/src/server.rs:1731: Invalid hostname, defaulting to 0.0.0.0", "WARN"),
        new(1, "text_generation_router::server: router/src/server.rs:2402: Connected"),
    ];

    public override IReadOnlyList<(string Level, string Text)> Failure(string reason) =>
    [
        ("ERROR", "text_generation_launcher: Error when initializing model"),
        ("ERROR", $"shard-manager: text_generation_launcher: Shard complete standard error output: {reason} rank=0"),
        ("ERROR", "text_generation_launcher: Shard 0 failed to start"),
        ("INFO", "text_generation_launcher: Shutting down shards"),
        ("ERROR", "Error: ShardCannotStart"),
    ];

    public override (string Level, string Text)? Request(string method, string path, int status, TimeSpan elapsed)
    {
        if (method == "GET")
        {
            return null;
        }

        string what = status < 400 ? "Success" : "Error";
        return (
            LevelOf(status),
            $"{{method=\"{method}\" path=\"{path}\"}}: text_generation_router::server: router/src/server.rs:432: "
                + $"{what} status={status} total_time=\"{Milliseconds(elapsed)}ms\"");
    }

    public override string Format(DateTimeOffset time, string level, string text) =>
        $"{Stamp(time, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'")} {level,5} {text}";
}

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

/// <summary>llama.cpp's server, whose lines carry no time.</summary>
internal sealed class LlamaLog : ServerLog
{
    public static readonly LlamaLog Instance = new();
    public override IReadOnlyList<(string Level, string Text)> Stop { get; } = [("INFO", "srv    operator(): cleaning up before exit...")];

    public override IReadOnlyList<StartLine> Start(EndpointSpec spec) =>
    [
        new(0, "system info: n_threads = 6, n_threads_batch = 6, total_threads = 6"),
        new(0.05, "main: binding port with default address family"),
        new(0.06, "main: HTTP server is listening, hostname: 0.0.0.0, port: 80, http threads: 5"),
        new(0.08, "main: loading model"),
        new(0.10, $"srv    load_model: loading model '/repository/{spec.Image["modelPath"]}'"),
        new(0.50, "load_tensors: offloaded 33/33 layers to GPU"),
        new(0.80, "llama_context: n_ctx = 8192"),
        new(0.95, "srv          init: initializing slots, n_slots = 4"),
        new(0.99, "main: model loaded"),
        new(1, "main: server is listening on http://0.0.0.0:80 - starting the main loop"),
    ];

    public override IReadOnlyList<(string Level, string Text)> Failure(string reason) =>
        [("ERROR", $"srv    load_model: failed to load model: {reason}"), ("ERROR", "main: exiting due to model loading error")];

    public override (string Level, string Text)? Request(string method, string path, int status, TimeSpan elapsed) =>
        (LevelOf(status), $"srv  log_server_r: request: {method} {path} 127.0.0.1 {status} total time = {Milliseconds(elapsed)} ms");

    public override string Format(DateTimeOffset time, string level, string text) => text;
}
