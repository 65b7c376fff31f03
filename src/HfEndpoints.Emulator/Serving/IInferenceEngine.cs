namespace HfEndpoints.Emulator.Serving;

/// <summary>The server inside a deployed container. A new kind of server is one more implementation, named in <see cref="EngineSelector"/>.</summary>
internal interface IInferenceEngine
{
    /// <summary>The port the server listens on when nothing tells it otherwise; null when any will do.</summary>
    int? DefaultPort { get; }

    /// <summary>Whether a GET of the route is answered with success once the model is loaded.</summary>
    bool AnswersHealth(string route);

    /// <summary>Answers a request that the gateway has let through.</summary>
    Task HandleAsync(EngineRequest request);

    /// <summary>Answers a request for which no replica has a slot left.</summary>
    Task RefuseAsync(HttpContext context);
}
