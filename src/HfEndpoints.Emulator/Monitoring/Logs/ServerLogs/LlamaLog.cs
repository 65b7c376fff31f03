namespace HfEndpoints.Emulator;

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
