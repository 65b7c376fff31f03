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

    /// <summary>Fields that the body has besides the usual ones.</summary>
    public JsonObject? Details { get; init; }
}
