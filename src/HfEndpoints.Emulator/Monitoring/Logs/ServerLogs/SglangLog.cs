namespace HfEndpoints.Emulator;

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
