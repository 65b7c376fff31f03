using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>llama.cpp's limits, refusals and error bodies. It does not look at the name of the model, and has a template for any.</summary>
internal sealed class LlamaDialect : OpenAiDialect
{
    public const string Build = "b6869-13002a08";

    private const int DefaultContext = 8192;

    public override bool EndsBrokenStream => false;

    public override int? DefaultCompletionTokens => null;

    public override int ContextTokens(EndpointSpec spec) => spec.Number("ctxSize", "--ctx-size", "LLAMA_ARG_CTX_SIZE") is int size and > 0 ? size : DefaultContext;

    public override EngineException BadJson(string reason) => new(
        StatusCodes.Status500InternalServerError, "server_error", "[json.exception.parse_error.101] parse error at line 1, column 1: syntax error while parsing value");

    public override EngineException BadField(string name, FieldProblem problem, JsonNode? value) => BadRequest(
        problem == FieldProblem.Missing ? $"'{name}' is required" : $"Expected '{name}' to be {Expected(problem)}");

    public override EngineException GenerationFailed() => new(StatusCodes.Status500InternalServerError, "server_error", "Compute error.");

    public override JsonObject ErrorBody(EngineException error)
    {
        var inner = new JsonObject { ["code"] = error.Status, ["message"] = error.Message, ["type"] = error.ErrorType };
        foreach ((string name, JsonNode? value) in error.Details ?? [])
        {
            inner[name] = value?.DeepClone();
        }

        return new JsonObject { ["error"] = inner };
    }

    public override void CheckChat(EngineRequest request, ChatRequest chat)
    {
        CheckMode(request.Spec);
        if (chat.ResponseFormat?["type"]?.ToString() is string type && type is not ("text" or "json_object" or "json_schema"))
        {
            throw BadRequest($"response_format type must be one of \"text\" or \"json_object\", but got: {type}");
        }
    }

    public override bool Sees(EndpointSpec spec) => spec.Image["mmprojModelPath"] is not null || spec.HasFlag("--mmproj") || spec.HasFlag("--mmproj-url");

    public override void CheckImages(EngineRequest request) => throw new EngineException(
        StatusCodes.Status500InternalServerError,
        "server_error",
        "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj");

    public override int CheckLength(EngineRequest request, string prompt, int? maxTokens, JsonFields fields)
    {
        CheckMode(request.Spec);
        int context = ContextTokens(request.Spec);
        int tokens = Tokenizer.Split(prompt).Count;
        if (tokens >= context)
        {
            throw new EngineException(
                StatusCodes.Status400BadRequest,
                "exceed_context_size_error",
                $"request ({tokens} tokens) exceeds the available context size ({context} tokens), try increasing it")
            {
                Details = new JsonObject { ["n_prompt_tokens"] = tokens, ["n_ctx"] = context },
            };
        }

        // More than fits is not refused: the answer ends where the context does.
        return maxTokens is int wanted and >= 0 ? Math.Min(wanted, context - tokens) : context - tokens;
    }

    public override string ModelName(EngineRequest request, string? asked) => asked ?? request.Spec.Repository;

    public override string ToolCallId(EngineRequest request, ChatRequest chat) => request.NewHexId(32);

    public override void Complete(JsonObject answer, EngineRequest request, bool isChunk)
    {
        answer["system_fingerprint"] = Build;
        if (answer["usage"] is JsonObject usage)
        {
            answer["timings"] = Timings(usage["prompt_tokens"]!.GetValue<int>(), usage["completion_tokens"]!.GetValue<int>(), request);
        }
    }

    /// <summary>How long prompt and answer took, as far as an emulated model takes time.</summary>
    public static JsonObject Timings(int promptTokens, int predictedTokens, EngineRequest request)
    {
        double predicted = Math.Max(0.001, request.Services.Options.GenerateTime.TotalMilliseconds);
        double prompt = Math.Max(0.001, promptTokens / 100.0);
        return new JsonObject
        {
            ["cache_n"] = 0,
            ["prompt_n"] = promptTokens,
            ["prompt_ms"] = prompt,
            ["prompt_per_token_ms"] = prompt / Math.Max(1, promptTokens),
            ["prompt_per_second"] = 1000 * promptTokens / prompt,
            ["predicted_n"] = predictedTokens,
            ["predicted_ms"] = predicted,
            ["predicted_per_token_ms"] = predicted / Math.Max(1, predictedTokens),
            ["predicted_per_second"] = 1000 * predictedTokens / predicted,
        };
    }

    public static EngineException BadRequest(string message) => new(StatusCodes.Status400BadRequest, "invalid_request_error", message);

    /// <summary>Refuses what the server was not started for.</summary>
    public static EngineException NotSupported(string message) => new(StatusCodes.Status501NotImplemented, "not_supported_error", message);

    private static void CheckMode(EndpointSpec spec)
    {
        if (LlamaMode.Of(spec) != LlamaMode.Completions)
        {
            throw NotSupported("This server does not support completions. Start it without `--embeddings`");
        }
    }

    private static string Expected(FieldProblem problem) => problem switch
    {
        FieldProblem.NotInteger => "an integer",
        FieldProblem.NotNumber => "a number",
        FieldProblem.NotFlag => "a boolean",
        FieldProblem.NotObject => "an object",
        FieldProblem.NotList => "an array",
        _ => "a string",
    };
}
