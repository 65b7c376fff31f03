using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

/// <summary>Converts answers to conversations to what users see.</summary>
internal static class ChatConversion
{
    private const string MessageType = "HfEndpoints.HfChatMessage";

    public static HfChatCompletion ToOutput(ChatCompletion completion, ChatRequest request, int index)
    {
        bool isJson = request.ResponseFormat is { } format && format["type"]?.ToString() is not ("text" or "regex");
        HfChatChoice[] choices = [.. completion.Choices.Select(choice => ToOutput(choice, isJson, request))];
        HfChatChoice first = choices[0];
        return new HfChatCompletion
        {
            Text = first.Text,
            Role = first.Role,
            Index = index,
            FinishReason = first.FinishReason,
            ToolCalls = first.ToolCalls,
            Reasoning = first.Reasoning,
            Parsed = first.Parsed,
            Choices = choices,
            Usage = completion.Usage,
            Model = completion.Model,
            Id = completion.Id is "" ? null : completion.Id,
            Created = completion.Created,
            Messages = first.Messages,
            Raw = JsonConversion.ToPSObject(completion.Raw),
        };
    }

    public static HfChatChunk ToOutput(ChatChunk chunk, int index) => new()
    {
        Text = chunk.Text,
        Index = index,
        ChoiceIndex = chunk.ChoiceIndex,
        Role = chunk.Role,
        Reasoning = chunk.Reasoning,
        ToolCalls = [.. chunk.ToolCalls.Select(call => new HfToolCallDelta
        {
            Index = call.Index ?? 0,
            Id = call.Id,
            Name = call.Name,
            Arguments = call.Arguments,
        })],
        FinishReason = chunk.FinishReason,
        Logprobs = chunk.Logprobs is { } logprobs ? JsonConversion.ToValue(logprobs) : null,
        Usage = chunk.Usage,
        Model = chunk.Model,
        Id = chunk.Id is "" ? null : chunk.Id,
    };

    /// <summary>The conversation with an answer as its last message.</summary>
    public static PSObject[] ToMessages(ChatRequest request, JsonObject answer) =>
        [.. request.Messages.Append(answer).Select(ToMessage)];

    private static HfChatChoice ToOutput(ChatChoice choice, bool isJson, ChatRequest request) => new()
    {
        Messages = ToMessages(request, choice.Message),
        Index = choice.Index,
        Text = choice.Content ?? "",
        Role = choice.Role,
        FinishReason = choice.FinishReason,
        Reasoning = choice.Reasoning,
        ToolCalls = [.. choice.ToolCalls.Select(call => new HfToolCall
        {
            Id = call.Id,
            Name = call.Name ?? "",
            Arguments = Parse(call.Arguments) ?? call.Arguments,
        })],
        Logprobs = choice.Logprobs is { } logprobs ? JsonConversion.ToValue(logprobs) : null,
        Parsed = isJson ? Parse(choice.Content ?? "") : null,
    };

    private static PSObject ToMessage(JsonObject message)
    {
        using var document = JsonDocument.Parse(message.ToJsonString());
        PSObject result = JsonConversion.ToPSObject(document.RootElement);
        result.TypeNames.Insert(0, MessageType);
        return result;
    }

    /// <summary>The parsed text of a model; null if it is not complete JSON.</summary>
    private static object? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return JsonConversion.ToValue(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
