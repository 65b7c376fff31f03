namespace HfEndpoints.Emulator;

/// <summary>A server of an image nobody knows: it is trusted to have the health route it was given, and to list its model.</summary>
internal sealed class UnknownEngine : IInferenceEngine
{
    public int? DefaultPort => null;
    public bool AnswersHealth(string route) => true;

    public Task HandleAsync(EngineRequest request)
    {
        if (request.Method == "GET" && request.Path == request.Spec.HealthRoute)
        {
            return request.Context.AnswerTextAsync("");
        }

        if (request.Method == "GET" && request.Path == "/v1/models")
        {
            return request.Context.AnswerJsonAsync(ModelList.For(request));
        }

        request.Context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    public Task RefuseAsync(HttpContext context) =>
        context.AnswerJsonAsync(new JsonObject { ["error"] = "overloaded" }, StatusCodes.Status429TooManyRequests);
}
