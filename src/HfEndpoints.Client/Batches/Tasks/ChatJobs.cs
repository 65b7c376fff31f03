using System.Text.Json;
using System.Text.Json.Nodes;
using HfEndpoints.Client.Batches.Input;
using HfEndpoints.Client.Errors;
using HfEndpoints.Client.Inference;
using HfEndpoints.Client.Json;

namespace HfEndpoints.Client.Batches.Tasks;

/// <summary>Conversations, over the OpenAI-compatible route: messages, or a prompt as the user's one message.</summary>
internal sealed class ChatJobs(DeployedServer server) : IBatchTask
{
    // Servers that hold one model take any name for it.
    private const string AnyModel = "tgi";

    public async Task<BatchAnswer> AnswerAsync(
        BatchJob job, InferenceOptions options, CancellationToken cancellationToken)
    {
        JsonObject body = job.Parameters.DeepClone().AsObject();
        body["model"] ??= AnyModel;
        body["messages"] = job.Input is JsonArray messages
            ? messages.DeepClone()
            : new JsonArray(new JsonObject { ["role"] = "user", ["content"] = job.Input.DeepClone() });
        var request = new ServerRequest(
            server.Target.OpenAiRoute("chat/completions"), $"complete a chat on {server.Target.Label}")
        {
            Content = () => HfJson.ToContent(body, HfJson.Context.JsonObject),
        };
        JsonElement answer = await server.SendJsonAsync(request, options, cancellationToken).ConfigureAwait(false);
        if (JsonNode.Parse(answer.GetRawText()) is not JsonObject root
            || root["choices"] is not JsonArray { Count: > 0 } choices
            || choices[0]?["message"] is not JsonObject message)
        {
            throw new HfException(
                HfErrorKind.InvalidResponse, $"Cannot {request.Action}: the answer holds no message.");
        }

        var more = new JsonObject { ["finish_reason"] = choices[0]!["finish_reason"]?.DeepClone() };
        if (message["tool_calls"] is not null)
        {
            more["message"] = message.DeepClone();
        }

        if (root["usage"] is { } usage)
        {
            more["usage"] = usage.DeepClone();
        }

        return new BatchAnswer(message["content"]?.DeepClone())
        {
            More = more,
            Tokens = root["usage"]?["completion_tokens"] is JsonValue count && count.TryGetValue(out long tokens) ? tokens : 0,
        };
    }
}
