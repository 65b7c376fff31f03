using System.Text.Json;

namespace HfEndpoints.Commands;

/// <summary>Converts answers to conversations to what users see.</summary>
internal static class ChatConversion
{
    private const string MessageType = "HfEndpoints.HfChatMessage";

    public static HfChatCompletion ToOutput(HfChatCompletion completion, ChatRequest request, int index)
    {
        HfChatChoice[] choices = [.. completion.Choices.Select(choice => ToOutput(choice, request))];
        HfChatChoice first = choices[0];
        return completion with
        {
            Index = index,
            ToolCalls = first.ToolCalls ?? [],
            Parsed = first.Parsed,
            Choices = choices,
            Conversation = first.Conversation,
        };
    }

    public static HfChatChunk ToOutput(HfChatChunk chunk, int index) =>
        chunk with { Index = index, Logprobs = JsonConversion.ToObjects(chunk.Logprobs) };

    /// <summary>The conversation with an answer as its last message.</summary>
    public static PSObject[] ToMessages(ChatRequest request, JsonObject answer) => [.. request.Messages.Append(answer).Select(ToMessage)];

    private static HfChatChoice ToOutput(HfChatChoice choice, ChatRequest request) => choice with
    {
        ToolCalls = choice.ToolCalls is { } calls
            ? [.. calls.Select(call => call with { Arguments = Parse((string)call.Arguments!) ?? call.Arguments })]
            : null,
        Logprobs = JsonConversion.ToObjects(choice.Logprobs),
        Parsed = JsonConversion.ToObjects(choice.Parsed),
        Conversation = ToMessages(request, choice.Message),
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
