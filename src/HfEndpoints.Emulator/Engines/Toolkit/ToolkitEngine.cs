namespace HfEndpoints.Emulator;

/// <summary>The Hugging Face inference toolkit: pipelines of transformers and its relatives behind a small web server.</summary>
internal sealed class ToolkitEngine : IInferenceEngine
{
    /// <summary>
    /// The variable of a branch of the toolkit in whose containers answers have the shapes that the hub's clients read. Without it
    /// the container is the main branch's, except for endpoints that the control route made, whose tests ask for streams.
    /// </summary>
    public const string HubShapes = "API_INFERENCE_COMPAT";

    /// <summary>
    /// The container's variable that names the task: the only way to tasks that the service does not accept for an endpoint.
    /// </summary>
    private const string TaskVariable = "HF_TASK";
    private const string TaskRoute = "/pipeline/";
    public int? DefaultPort => 5000;

    /// <summary>One request at a time is in the pipeline, the others wait; the hub's mode, in which all fit, refuses.</summary>
    public bool Queues(EndpointSpec spec) => !HasHubShapes(spec);
    public int Slots(EndpointSpec spec, int allowed) => HasHubShapes(spec) ? allowed : 1;
    public bool AnswersHealth(string route) => route is "/" or "/health";

    public Task HandleAsync(EngineRequest request)
    {
        bool hubShapes = HasHubShapes(request.Spec);
        (int running, int waiting) = request.Work;
        return (request.Method, request.Path) switch
        {
            ("GET" or "HEAD", "/" or "/health") => request.Context.AnswerTextAsync("Ok"),
            ("GET", "/metrics") => request.Context.AnswerTextAsync($"inf_batch_current_size {running}\ninf_queue_size {waiting}\n"),
            ("POST", "/" or "/predict") => request.WithSlotAsync(
                this, () => PredictAsync(request, request.Spec.Environment(TaskVariable) ?? request.Spec.Task, hubShapes)),
            ("POST", string path) when hubShapes && path.StartsWith(TaskRoute, StringComparison.Ordinal) =>
                request.WithSlotAsync(this, () => PredictAsync(request, path[TaskRoute.Length..], hubShapes)),
            (_, "/" or "/health" or "/predict" or "/metrics") => request.Context.AnswerTextAsync("Method Not Allowed", 405),
            _ => request.Context.AnswerTextAsync("Not Found", 404),
        };
    }

    public Task RefuseAsync(HttpContext context) =>
        context.AnswerJsonAsync(new { error = "Model is overloaded", error_type = "overloaded" }, 429);

    private static async Task PredictAsync(EngineRequest request, string task, bool hubShapes)
    {
        try
        {
            await (hubShapes && TextGeneration.Names.Split(' ').Contains(task)
                ? request.Context.AnswerAsync(await TextGeneration.AnswerAsync(request))
                : AnswerAsync(request, task, hubShapes));
        }
        catch (Exception exception) when (exception is ToolkitException or TgiException or JsonException or ShapeException)
        {
            // Whatever goes wrong in a pipeline, the toolkit answers 400.
            await request.Context.AnswerJsonAsync(new { error = exception.Message }, 400);
        }
    }

    private static async Task AnswerAsync(EngineRequest request, string name, bool hubShapes)
    {
        ToolkitTask task = ToolkitTasks.Find(name);
        ToolkitInput input = await ToolkitReader.ReadAsync(request, task, name, hubShapes);
        task.Signature.Check(input.Parameters, hubShapes);
        object output = task.Run(input);
        await request.ThinkAsync();
        await ToolkitWriter.WriteAsync(request.Context, output, input);
    }

    private static bool HasHubShapes(EndpointSpec spec) => spec.Environment(HubShapes)?.ToLowerInvariant() switch
    {
        null => spec.IsForced,
        string value => value is "1" or "true" or "yes" or "on",
    };
}
