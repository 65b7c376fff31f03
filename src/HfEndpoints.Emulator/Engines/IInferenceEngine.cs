namespace HfEndpoints.Emulator;

/// <summary>
/// The server inside a deployed container. A new kind of server is one more implementation, named in <see
/// cref="EngineSelector"/>.
/// </summary>
internal interface IInferenceEngine
{
    /// <summary>The port the server listens on by default; null when any will do.</summary>
    int? DefaultPort { get; }

    /// <summary>Whether requests above the slots wait, as vLLM, SGLang and llama.cpp have it, or are refused.</summary>
    bool Queues(EndpointSpec spec) => false;

    /// <summary>How many requests may wait before further ones are refused; null for any number.</summary>
    int? MostWaiting(EndpointSpec spec) => null;

    /// <summary>How many requests a replica works on at once, at most as many as the emulator allows.</summary>
    int Slots(EndpointSpec spec, int allowed) => allowed;

    /// <summary>Whether a GET of the route is answered with success once the model is loaded.</summary>
    bool AnswersHealth(string route);

    /// <summary>Answers a request that the gateway has let through.</summary>
    Task HandleAsync(EngineRequest request);

    /// <summary>Answers a request for which there is neither a slot nor a place in the queue.</summary>
    Task RefuseAsync(HttpContext context);
}

/// <summary>A request that a server refuses or fails at, in its own words; each server puts it into a body of its own shape.</summary>
internal class EngineException(int status, string errorType, string message) : Exception(message)
{
    public int Status { get; } = status;
    public string ErrorType { get; } = errorType;

    /// <summary>Fields that the body has in addition to the usual ones.</summary>
    public JsonMap Details { get; init; } = [];

    /// <summary>The body in which Hugging Face's own servers report an error.</summary>
    public object ToJson() => new { error = Message, error_type = ErrorType };
}

/// <summary>The server of an unknown image: it is trusted to have the health route it was given, and lists its model.</summary>
internal sealed class UnknownEngine : IInferenceEngine
{
    public int? DefaultPort => null;
    public bool AnswersHealth(string route) => true;

    public Task HandleAsync(EngineRequest request) => (request.Method, request.Path) switch
    {
        ("GET", string path) when path == request.Spec.HealthRoute => request.Context.AnswerTextAsync(""),
        ("GET", "/v1/models") => request.Context.AnswerJsonAsync(Models(request)),
        _ => request.Context.AnswerEmptyAsync(404),
    };

    public Task RefuseAsync(HttpContext context) => context.AnswerJsonAsync(new { error = "overloaded" }, 429);

    /// <summary>The one model that a server has.</summary>
    public static object Models(EngineRequest request) => new
    {
        @object = "list",
        data = new[] { new { id = request.Spec.Repository, @object = "model", created = 0, owned_by = request.Spec.Repository } },
    };
}
