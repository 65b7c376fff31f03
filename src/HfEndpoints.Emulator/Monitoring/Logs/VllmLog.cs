namespace HfEndpoints.Emulator;

/// <summary>vLLM's OpenAI server under uvicorn.</summary>
internal sealed class VllmLog : ServerLog
{
    public static readonly VllmLog Instance = new();
    public override IReadOnlyList<(string Level, string Text)> Stop { get; } = Uvicorn.Stop;

    public override IReadOnlyList<StartLine> Start(EndpointSpec spec) =>
    [
        new(0, "[__init__.py:244] Automatically detected platform cuda."),
        new(0.05, "[api_server.py:1043] vLLM API server version 0.11.0"),
        new(0.06, $"[cli_args.py:325] non-default args: {{'model': '/repository', 'served_model_name': ['{spec.Repository}']}}"),
        new(0.10, "[config.py:1604] Using max model len 8192"),
        new(0.15, "[core.py:77] Initializing a V1 LLM engine (v0.11.0) with config: model='/repository', dtype=torch.bfloat16"),
        new(0.25, "[gpu_model_runner.py:1595] Starting to load model /repository..."),
        new(0.40, "Loading safetensors checkpoint shards: 100% Completed | 1/1"),
        new(0.45, "[default_loader.py:272] Loading weights took 4.31 seconds"),
        new(0.55, "[backends.py:508] Using cache directory: /root/.cache/vllm/torch_compile_cache for vLLM's torch.compile"),
        new(0.75, "[gpu_worker.py:227] Available KV cache memory: 14.80 GiB"),
        new(0.76, "[kv_cache_utils.py:716] GPU KV cache size: 277,056 tokens"),
        new(0.90, "[gpu_model_runner.py:2048] Graph capturing finished in 18 secs, took 0.49 GiB"),
        new(0.95, "[api_server.py:1349] Starting vLLM API server 0 on http://0.0.0.0:8000"),
        .. Uvicorn.Start("http://0.0.0.0:8000"),
    ];

    public override IReadOnlyList<(string Level, string Text)> Failure(string reason) =>
    [
        ("ERROR", "[core.py:700] EngineCore failed to start."),
        .. Uvicorn.Traceback(reason),
        ("ERROR", "RuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {}"),
    ];

    public override (string Level, string Text)? Request(string method, string path, int status, TimeSpan elapsed) =>
        (LevelOf(status), Uvicorn.Access(method, path, status, elapsed));

    public override string Format(DateTimeOffset time, string level, string text) => text.StartsWith('[')
        ? $"{Name(level)} {Stamp(time, "MM-dd HH:mm:ss")} {text}"
        : Uvicorn.Format(Name(level), text);

    private static string Name(string level) => level == "WARN" ? "WARNING" : level;
}

/// <summary>SGLang's server under uvicorn.</summary>
internal sealed class SglangLog : ServerLog
{
    public static readonly SglangLog Instance = new();
    public override IReadOnlyList<(string Level, string Text)> Stop { get; } = Uvicorn.Stop;

    public override IReadOnlyList<StartLine> Start(EndpointSpec spec) =>
    [
        new(0, $"server_args=ServerArgs(model_path='/repository', served_model_name='{spec.Repository}', host='0.0.0.0', port=30000)"),
        new(0.20, "Init torch distributed begin."),
        new(0.25, "Load weight begin. avail mem=21.62 GB"),
        new(0.55, "Load weight end. type=LlamaForCausalLM, dtype=torch.bfloat16, avail mem=6.55 GB, mem usage=15.07 GB."),
        new(0.60, "KV Cache is allocated. #tokens: 20480, K size: 1.25 GB, V size: 1.25 GB"),
        new(0.62, "Capture cuda graph begin. This can take up to several minutes."),
        new(0.90, "max_total_num_tokens=20480, chunked_prefill_size=2048, max_running_requests=2048, context_len=8192"),
        .. Uvicorn.Start("http://0.0.0.0:30000"),
        new(1, "The server is fired up and ready to roll!"),
    ];

    public override IReadOnlyList<(string Level, string Text)> Failure(string reason) =>
        [("ERROR", "Scheduler hit an exception:"), .. Uvicorn.Traceback(reason), ("ERROR", "Received sigquit from a child process. It "
            + "usually means the child failed.")];

    public override (string Level, string Text)? Request(string method, string path, int status, TimeSpan elapsed) =>
        (LevelOf(status), Uvicorn.Access(method, path, status, elapsed));

    public override string Format(DateTimeOffset time, string level, string text) => $"[{Stamp(time, "yyyy-MM-dd HH:mm:ss")}] {text}";
}

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
