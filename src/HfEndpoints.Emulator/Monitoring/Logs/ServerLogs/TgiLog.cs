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
