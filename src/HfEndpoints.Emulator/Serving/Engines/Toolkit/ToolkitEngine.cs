using System.Text.Json;
using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Http;
using HfEndpoints.Emulator.Management.Schema;
using HfEndpoints.Emulator.Serving.Engines.Tgi;

namespace HfEndpoints.Emulator.Serving.Engines.Toolkit;

/// <summary>The Hugging Face inference toolkit: transformers pipelines behind a small web server.</summary>
internal sealed class ToolkitEngine : IInferenceEngine
{
    private const int DefaultNewTokens = 256;

    public int? DefaultPort => 5000;

    public bool AnswersHealth(string route) => route is "/" or "/health";

    public async Task HandleAsync(EngineRequest request)
    {
        switch (request.Method, request.Path)
        {
            case ("GET", "/" or "/health"):
                await request.Context.AnswerTextAsync("Ok").ConfigureAwait(false);
                break;
            case ("POST", "/" or "/predict"):
                await request.WithSlotAsync(this, () => PredictAsync(request)).ConfigureAwait(false);
                break;
            default:
                request.Context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    public Task RefuseAsync(HttpContext context) => context.AnswerJsonAsync(
        new JsonObject { ["error"] = "Model is overloaded", ["error_type"] = "overloaded" }, StatusCodes.Status429TooManyRequests);

    private static async Task PredictAsync(EngineRequest request)
    {
        try
        {
            byte[] bytes = await request.Context.Request.ReadBodyAsync().ConfigureAwait(false);
            await AnswerAsync(request, Parse(bytes)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ToolkitException or TgiException or JsonException or ShapeException)
        {
            // Whatever goes wrong in a pipeline, the toolkit answers 400.
            await request.Context.AnswerJsonAsync(new JsonObject { ["error"] = exception.Message }, StatusCodes.Status400BadRequest).ConfigureAwait(false);
        }
    }

    private static async Task AnswerAsync(EngineRequest request, JsonObject body)
    {
        if (request.Spec.Task is not ("text-generation" or "custom"))
        {
            throw new ToolkitException($"Task {request.Spec.Task} is not supported");
        }

        JsonNode inputs = body["inputs"] ?? throw new ToolkitException($"Body needs to provide a inputs key, received: {body.ToJsonString()}");
        JsonObject parameters = Parameters(body["parameters"]);
        string[] prompts = inputs is JsonArray list ? [.. list.Select(Prompt)] : [Prompt(inputs)];
        bool streams = body["stream"] is JsonValue stream && stream.GetValueKind() == JsonValueKind.True;
        TgiGeneration[] generations =
            [.. prompts.Select(prompt => new TgiGeneration(request, prompt, new TgiParameters(parameters), streams, fullTextByDefault: true))];
        if (streams)
        {
            ServerSentEvents events = ServerSentEvents.Begin(request.Context);
            foreach (JsonObject frame in generations[0].ToFrames())
            {
                await request.ThinkAsync(generations[0].Best.Tokens.Count).ConfigureAwait(false);
                await events.SendAsync(frame).ConfigureAwait(false);
            }

            return;
        }

        await request.ThinkAsync().ConfigureAwait(false);
        // One prompt gives a list with one result, several prompts give a list of such lists: what the pipelines do.
        JsonNode[] results = [.. generations.Select(generation => new JsonArray(generation.ToJson()))];
        await request.Context.AnswerJsonAsync(inputs is JsonArray ? new JsonArray(results) : results[0]).ConfigureAwait(false);
    }

    private static JsonObject Parse(byte[] bytes) => JsonNode.Parse(bytes) as JsonObject
        ?? throw new ToolkitException("Body needs to be a JSON object");

    private static JsonObject Parameters(JsonNode? given)
    {
        JsonNode request = new JsonObject { ["inputs"] = "", ["parameters"] = given?.DeepClone() ?? new JsonObject() };
        JsonObject parameters = TgiParameters.Request.Read(request, "")!["parameters"]!.DeepClone().AsObject();
        parameters["max_new_tokens"] ??= DefaultNewTokens;
        return parameters;
    }

    private static string Prompt(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String
        ? node.GetValue<string>()
        : throw new ToolkitException("text input must be of type `str` (single example) or `List[str]` (batch)");
}
