using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>vLLM's limits, refusals and error bodies.</summary>
internal sealed class VllmDialect : PythonDialect
{
    public const string Version = "0.11.0";

    private const int DefaultContext = 8192;

    public override int ContextTokens(EndpointSpec spec) => spec.Number(null, "--max-model-len", "MAX_MODEL_LEN") ?? DefaultContext;

    public override Task<JsonObject> ReadBodyAsync(EngineRequest request) => request.Context.Request.HasJsonContentType()
        ? base.ReadBodyAsync(request)
        : throw Refuse("[\"Unsupported Media Type: Only 'application/json' is allowed\"]");

    public override EngineException GenerationFailed() =>
        new(StatusCodes.Status500InternalServerError, "InternalServerError", "EngineCore encountered an issue. See stack trace (above) for the root cause.");

    public override JsonObject ErrorBody(EngineException error) => new()
    {
        ["error"] = new JsonObject { ["message"] = error.Message, ["type"] = error.ErrorType, ["param"] = null, ["code"] = error.Status },
    };

    public override void CheckModel(EngineRequest request, string? model)
    {
        if (model is not null && !ServedNames(request.Spec).Contains(model))
        {
            throw new EngineException(StatusCodes.Status404NotFound, "NotFoundError", $"The model `{model}` does not exist.");
        }
    }

    public override void CheckChat(EngineRequest request, ChatRequest chat)
    {
        var card = new ModelCard(request.Spec);
        if (card.Kind != ModelKind.Generator)
        {
            throw BadRequest("The model does not support Chat Completions API");
        }

        if (chat.Choice.Kind == ToolChoice.Auto && chat.Tools.Count > 0 && !request.Spec.HasFlag("--enable-auto-tool-choice"))
        {
            throw BadRequest("\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set");
        }

        if (chat.Choice.Kind == ToolChoice.Named && chat.Tools.All(tool => tool.Name != chat.Choice.Name))
        {
            throw Refuse("[{'type': 'value_error', 'loc': ('body',), 'msg': 'Value error, The tool specified in `tool_choice` does not match any of the specified `tools`'}]");
        }

        if (!card.HasChatTemplate && !request.Spec.HasFlag("--chat-template"))
        {
            throw BadRequest(
                "As of transformers v4.44, default chat template is no longer allowed, so you must provide a chat template if the tokenizer does not define one. None");
        }

        if (chat.TopLogprobs > 0 && !chat.Logprobs)
        {
            throw Refuse("[{'type': 'value_error', 'loc': ('body',), 'msg': 'Value error, when using `top_logprobs`, `logprobs` must be set to true.'}]");
        }
    }

    public override void CheckImages(EngineRequest request) =>
        throw BadRequest($"{ServedNames(request.Spec)[0]} is not a multimodal model");

    public override int CheckLength(EngineRequest request, string prompt, int? maxTokens, JsonFields fields)
    {
        int context = ContextTokens(request.Spec);
        int tokens = Tokenizer.Split(prompt).Count;
        string end = fields.Has("messages") ? " None" : "";
        if (maxTokens < 1)
        {
            throw BadRequest($"max_tokens must be at least 1, got {maxTokens}.");
        }

        if (tokens >= context)
        {
            throw BadRequest(
                $"This model's maximum context length is {context} tokens. However, your request has {tokens} input tokens. Please reduce the length of the input messages.{end}");
        }

        if (tokens + maxTokens > context)
        {
            throw BadRequest(
                $"'max_tokens' or 'max_completion_tokens' is too large: {maxTokens}. This model's maximum context length is {context} tokens and your request has {tokens} input tokens ({maxTokens} > {context} - {tokens}).{end}");
        }

        return maxTokens ?? context - tokens;
    }

    public override string ModelName(EngineRequest request, string? asked) => asked ?? ServedNames(request.Spec)[0];

    public override string ToolCallId(EngineRequest request, ChatRequest chat) => $"chatcmpl-tool-{request.NewHexId(32)}";

    public override void CompleteChoice(JsonObject choice, Generation generation, bool isChunk) => choice["stop_reason"] = generation.StopSequence;

    public override void Complete(JsonObject answer, EngineRequest request, bool isChunk)
    {
        if (!isChunk)
        {
            answer["usage"]!["prompt_tokens_details"] = null;
            answer["service_tier"] = null;
            answer["system_fingerprint"] = null;
            answer["prompt_logprobs"] = null;
            answer["kv_transfer_params"] = null;
        }
    }

    public static EngineException BadRequest(string message) => new(StatusCodes.Status400BadRequest, "BadRequestError", message);

    /// <summary>The names the model answers to.</summary>
    public static IReadOnlyList<string> ServedNames(EndpointSpec spec)
    {
        string[] arguments = [.. spec.ContainerArguments];
        int index = Array.IndexOf(arguments, "--served-model-name");
        string[] names = index < 0 ? [] : [.. arguments.Skip(index + 1).TakeWhile(name => !name.StartsWith('-'))];
        return names.Length > 0 ? names : [spec.Repository];
    }

    protected override EngineException Refuse(string complaint) => new(StatusCodes.Status400BadRequest, "Bad Request", complaint);
}
