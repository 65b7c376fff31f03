using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Http;
using HfEndpoints.Emulator.Management.Schema;
using HfEndpoints.Emulator.Serving.Language;

namespace HfEndpoints.Emulator.Serving.Engines.Tgi;

/// <summary>The server's OpenAI-compatible chat route.</summary>
internal static class TgiChat
{
    private static readonly Shape s_request = new ObjectShape()
        .Required("messages", Shape.List(Shape.Any))
        .Maybe("model", Shape.Text)
        .Maybe("frequency_penalty", Shape.Number)
        .Maybe("logprobs", Shape.Flag)
        .Maybe("max_tokens", Shape.Count)
        .Maybe("response_format", new ObjectShape()
            .Required("type", Shape.Text).Maybe("value", Shape.Any).Maybe("json_schema", Shape.Any))
        .Maybe("seed", Shape.Long)
        .Maybe("stop", Shape.List(Shape.Text))
        .Optional("stream", Shape.Flag)
        .Maybe("stream_options", new ObjectShape().Optional("include_usage", Shape.Flag))
        .Maybe("temperature", Shape.Number)
        .Maybe("top_logprobs", Shape.Count)
        .Maybe("top_p", Shape.Number);

    public static async Task AnswerAsync(EngineRequest request)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, s_request).ConfigureAwait(false);
        var generation = new TgiGeneration(request, Prompt(body), Parameters(body), stream: false, fullTextByDefault: false);
        if (body["stream"]?.GetValue<bool>() == true)
        {
            await StreamAsync(request, body, generation.Best).ConfigureAwait(false);
            return;
        }

        await request.ThinkAsync().ConfigureAwait(false);
        JsonObject answer = Envelope(request, "chat.completion");
        answer["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = generation.Best.Text.TrimStart() },
            ["logprobs"] = Logprobs(body, generation.Best.Tokens.Where(token => !token.IsSpecial)),
            ["finish_reason"] = Reason(generation.Best),
        });
        answer["usage"] = Usage(generation.Best);
        await request.Context.AnswerJsonAsync(answer).ConfigureAwait(false);
    }

    private static async Task StreamAsync(EngineRequest request, JsonObject body, Generation generation)
    {
        ServerSentEvents events = ServerSentEvents.Begin(request.Context, "data: ");
        JsonObject envelope = Envelope(request, "chat.completion.chunk");
        GeneratedToken[] tokens = [.. generation.Tokens];
        for (int i = 0; i < tokens.Length; i++)
        {
            await request.ThinkAsync(tokens.Length).ConfigureAwait(false);
            JsonObject chunk = envelope.DeepClone().AsObject();
            chunk["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["delta"] = new JsonObject { ["role"] = "assistant", ["content"] = Piece(tokens[i], i) },
                ["logprobs"] = Logprobs(body, [tokens[i]]),
                ["finish_reason"] = i == tokens.Length - 1 ? Reason(generation) : null,
            });
            chunk["usage"] = null;
            await events.SendAsync(chunk).ConfigureAwait(false);
        }

        if (body["stream_options"]?["include_usage"]?.GetValue<bool>() == true)
        {
            envelope["choices"] = new JsonArray();
            envelope["usage"] = Usage(generation);
            await events.SendAsync(envelope).ConfigureAwait(false);
        }

        await events.SendAsync("[DONE]").ConfigureAwait(false);
    }

    private static string Piece(GeneratedToken token, int index)
    {
        string text = token.IsSpecial ? "" : token.Text;
        return index == 0 ? text.TrimStart() : text;
    }

    private static TgiParameters Parameters(JsonObject body)
    {
        var parameters = new JsonObject
        {
            ["max_new_tokens"] = body["max_tokens"]?.DeepClone(),
            ["seed"] = body["seed"]?.DeepClone(),
            ["temperature"] = body["temperature"]?.DeepClone(),
            ["top_p"] = body["top_p"]?.GetValue<double>() < 1 ? body["top_p"]!.DeepClone() : null,
            ["frequency_penalty"] = body["frequency_penalty"]?.DeepClone(),
            ["stop"] = body["stop"]?.DeepClone(),
            ["top_n_tokens"] = body["top_logprobs"]?.DeepClone(),
        };
        JsonNode? schema = body["response_format"]?["value"] ?? body["response_format"]?["json_schema"]?["schema"];
        if (schema is not null)
        {
            parameters["grammar"] = new JsonObject { ["type"] = "json", ["value"] = schema.DeepClone() };
        }

        return new TgiParameters(parameters);
    }

    private static string Prompt(JsonObject body)
    {
        string[] messages = [.. body["messages"]!.AsArray().Select(Message)];
        return messages.Length > 0
            ? string.Join('\n', messages) + "\n"
            : throw TgiException.Validation("`messages` cannot be empty");
    }

    private static string Message(JsonNode? message)
    {
        if (message?["role"] is not JsonValue role)
        {
            throw new PlainTextException(
                StatusCodes.Status422UnprocessableEntity, "Failed to deserialize the JSON body into the target type: messages: missing field `role`");
        }

        string content = message["content"] switch
        {
            JsonArray parts => string.Concat(parts.Select(part => part?["text"]?.GetValue<string>())),
            JsonValue text => text.ToString(),
            _ => "",
        };
        return $"{role}: {content}";
    }

    private static JsonObject? Logprobs(JsonObject body, IEnumerable<GeneratedToken> tokens) => body["logprobs"]?.GetValue<bool>() == true
        ? new JsonObject
        {
            ["content"] = new JsonArray([.. tokens.Select(token => new JsonObject
            {
                ["token"] = token.Text,
                ["logprob"] = token.LogProbability,
                ["top_logprobs"] = new JsonArray([.. token.Alternatives.Select(other =>
                    new JsonObject { ["token"] = other.Text, ["logprob"] = other.LogProbability })]),
            })]),
        }
        : null;

    private static JsonObject Envelope(EngineRequest request, string kind) => new()
    {
        ["object"] = kind,
        ["id"] = "",
        ["created"] = request.Services.Clock.UtcNow.ToUnixTimeSeconds(),
        ["model"] = request.Spec.Repository,
        ["system_fingerprint"] = "3.3.6-native",
    };

    private static JsonObject Usage(Generation generation) => new()
    {
        ["prompt_tokens"] = generation.PromptTokens.Count,
        ["completion_tokens"] = generation.Tokens.Count,
        ["total_tokens"] = generation.PromptTokens.Count + generation.Tokens.Count,
    };

    private static string Reason(Generation generation) => generation.FinishReason == FinishReason.Length ? "length" : "stop";
}
