using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Http;

namespace HfEndpoints.Emulator.Serving.Engines.Generic;

/// <summary>A server of which only the health and model routes are known; every other route is not found, as in its container.</summary>
internal sealed class HealthOnlyEngine(int? defaultPort) : IInferenceEngine
{
    public int? DefaultPort => defaultPort;

    /// <summary>An image nobody knows is trusted to have the health route it was given.</summary>
    public bool AnswersHealth(string route) => defaultPort is null || route.TrimEnd('/') is "/health" or "/ping";

    public Task HandleAsync(EngineRequest request)
    {
        string own = request.Spec.HealthRoute;
        if (request.Method == "GET" && (AnswersHealth(request.Path) && (defaultPort is not null || request.Path == own)))
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
