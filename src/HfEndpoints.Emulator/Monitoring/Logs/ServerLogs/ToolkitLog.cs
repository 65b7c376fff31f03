namespace HfEndpoints.Emulator;

/// <summary>The Hugging Face inference toolkit: transformers pipelines under uvicorn.</summary>
internal sealed class ToolkitLog : ServerLog
{
    public static readonly ToolkitLog Instance = new();
    public override IReadOnlyList<(string Level, string Text)> Stop { get; } = Uvicorn.Stop;

    public override IReadOnlyList<StartLine> Start(EndpointSpec spec) =>
    [
        new(0, "Starting container, repository mounted at /repository"),
        new(0.30, $"Initializing model {spec.Repository} from directory:/repository"),
        new(0.32, "No custom pipeline found at /repository/handler.py"),
        new(0.35, spec.Accelerator == "gpu" ? "Using device GPU" : "Using device CPU"),
        new(0.36, $"Loading the pipeline for task {spec.Task}"),
        new(0.90, "Model initialized successfully"),
        .. Uvicorn.Start("http://0.0.0.0:5000"),
    ];

    public override IReadOnlyList<(string Level, string Text)> Failure(string reason) =>
        [.. Uvicorn.Traceback(reason), ("ERROR", "Application startup failed. Exiting.")];

    public override (string Level, string Text)? Request(string method, string path, int status, TimeSpan elapsed) => method == "GET"
        ? null
        : (LevelOf(status), $"{method} {path} | {status} | Duration: {Milliseconds(elapsed)} ms");

    public override string Format(DateTimeOffset time, string level, string text) =>
        $"{Stamp(time, "yyyy-MM-dd HH:mm:ss,fff")} | {level} | {text}";
}
