namespace HfEndpoints.Client.Inference;

/// <summary>Reads answers of the OpenAI-compatible route, in the dialects of the engines.</summary>
internal static class ChatReader
{
    // Milliseconds would make a year beyond what a date can be.
    private const long MaxUnixSeconds = 253_402_300_799;

    private static readonly string[] s_reasoning = ["reasoning", "reasoning_content", "thinking"];

    /// <summary>Reads a whole answer, with its text as values if JSON was requested; null if it is not valid.</summary>
    public static HfChatCompletion? ReadCompletion(JsonElement json, bool isJson)
    {
        HfChatChoice[] choices = [.. json.ItemsOf("choices").Select(choice => ReadChoice(choice, isJson))];
        return choices.Length == 0
            ? null
            : new HfChatCompletion
            {
                Text = choices[0].Text,
                Role = choices[0].Role,
                FinishReason = choices[0].FinishReason,
                ToolCalls = choices[0].ToolCalls ?? [],
                Reasoning = choices[0].Reasoning,
                Parsed = choices[0].Parsed,
                Id = IdOf(json),
                Created = json.WholeOf("created") is >= 0 and <= MaxUnixSeconds and { } seconds
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                    : null,
                Model = ServedModel.Told(json.TextOf("model")),
                Choices = choices,
                Usage = ChatUsageReader.Read(json),
                RawMembers = json.ToDictionary(),
                Answer = json,
            };
    }

    /// <summary>Reads an event of a stream: a piece for each answer that it continues, or only the usage.</summary>
    public static IReadOnlyList<HfChatChunk> ReadChunks(JsonElement json, Func<int, IReadOnlyList<ChatToolCall>, HfToolCallDelta[]> number)
    {
        HfChatUsage? usage = ChatUsageReader.Read(json);
        var whole = new HfChatChunk { Text = "", Id = IdOf(json), Model = ServedModel.Told(json.TextOf("model")), Usage = usage };
        JsonElement[] choices = [.. json.ItemsOf("choices")];
        if (choices.Length == 0)
        {
            return usage is null ? [] : [whole];
        }

        HfChatChunk before = whole with { Usage = null };
        return [.. choices.Select((choice, place) => ReadChunk(place < choices.Length - 1 ? before : whole, choice, number))];
    }

    /// <summary>The one piece, or one for each answer, of a server that does not stream.</summary>
    public static IEnumerable<HfChatChunk> ToChunks(HfChatCompletion completion) => completion.Choices.Select(choice =>
        new HfChatChunk
        {
            Id = completion.Id,
            Model = completion.Model,
            ChoiceIndex = choice.Index,
            Role = choice.Role,
            Text = choice.Text,
            Reasoning = choice.Reasoning,
            ToolCalls =
            [
                .. (choice.ToolCalls ?? []).Select((call, place) => new HfToolCallDelta
                {
                    Index = place,
                    Id = call.Id,
                    Name = call.Name,
                    Arguments = (string)call.Arguments!,
                }),
            ],
            FinishReason = choice.FinishReason,
            Logprobs = choice.Logprobs,
            Usage = ReferenceEquals(choice, completion.Choices[^1]) ? completion.Usage : null,
        });

    private static HfChatChunk ReadChunk(
        HfChatChunk whole, JsonElement choice, Func<int, IReadOnlyList<ChatToolCall>, HfToolCallDelta[]> number)
    {
        int index = (int)(choice.WholeOf("index") ?? 0);
        JsonElement delta = choice.Member("delta") ?? choice.Member("message") ?? default;
        return whole with
        {
            ChoiceIndex = index,
            Role = delta.TextOf("role"),
            Text = ReadText(delta) ?? "",
            Reasoning = ReadReasoning(delta),
            ToolCalls = number(index, ReadToolCalls(delta)),
            FinishReason = ReadFinishReason(choice),
            Logprobs = choice.Member("logprobs")?.ToValue(),
        };
    }

    private static HfChatChoice ReadChoice(JsonElement choice, bool isJson)
    {
        JsonElement message = choice.Member("message") ?? default;
        var next = new JsonObject
        {
            ["role"] = message.TextOf("role") ?? "assistant",
            ["content"] = ReadText(message),
        };
        ChatToolCall[] calls = ReadToolCalls(message);
        string text = ReadText(message) ?? "";
        if (calls.Length > 0)
        {
            next["tool_calls"] = new JsonArray([.. calls.Select(ToNode)]);

            // The model continues its thought when the tools have answered, by the name it has at the server.
            if (s_reasoning.FirstOrDefault(name => !string.IsNullOrEmpty(message.TextOf(name))) is { } thought)
            {
                next[thought] = message.TextOf(thought);
            }
        }
        else
        {
            next["content"] ??= "";
        }

        return new HfChatChoice
        {
            Index = (int)(choice.WholeOf("index") ?? 0),
            Role = message.TextOf("role") ?? "assistant",
            Text = text,
            Parsed = isJson ? Parse(text) : null,
            Reasoning = ReadReasoning(message),
            ToolCalls = calls.Length == 0
                ? null
                : [.. calls.Select(call => new HfToolCall { Id = call.Id, Name = call.Name ?? "", Arguments = call.Arguments })],
            FinishReason = ReadFinishReason(choice),
            Logprobs = choice.Member("logprobs")?.ToValue(),
            Message = next,
        };
    }

    private static string? IdOf(JsonElement json) => json.WordOf("id") is { Length: > 0 } id ? id : null;

    // A model's text need not be JSON, and may be cut off.
    private static object? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ToValue();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? ReadText(JsonElement message) => message.Member("content") switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(part => part.TextOf("text"))),
        _ => null,
    };

    // One of the names may be there for compatibility alone, and empty.
    private static string? ReadReasoning(JsonElement message) =>
        s_reasoning.Select(name => message.TextOf(name)).FirstOrDefault(text => !string.IsNullOrEmpty(text));

    // Some servers send an empty one with each piece: it ends nothing.
    private static string? ReadFinishReason(JsonElement choice) => choice.TextOf("finish_reason") is { Length: > 0 } reason ? reason : null;

    // Older servers send one call in place of a list.
    private static ChatToolCall[] ReadToolCalls(JsonElement message) => message.Member("tool_calls") switch
    {
        { ValueKind: JsonValueKind.Array } calls => [.. calls.EnumerateArray().Select(ReadToolCall)],
        { ValueKind: JsonValueKind.Object } call => [ReadToolCall(call)],
        _ => [],
    };

    private static ChatToolCall ReadToolCall(JsonElement call)
    {
        JsonElement function = call.Member("function") ?? default;
        return new ChatToolCall
        {
            Index = call.CountOf("index"),
            Id = call.WordOf("id") is { Length: > 0 } id ? id : null,
            Name = function.TextOf("name"),
            // A text that contains JSON, but some servers send the JSON itself.
            Arguments = function.TextOf("arguments") ?? function.Member("arguments")?.GetRawText() ?? "",
        };
    }

    private static JsonObject ToNode(ChatToolCall call) => new()
    {
        ["id"] = call.Id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments },
    };
}

/// <summary>A tool call as a server sends it, or a piece of one.</summary>
internal sealed record ChatToolCall
{
    /// <summary>In a stream, which call the piece belongs to; null if the server does not number them.</summary>
    public int? Index { get; init; }

    /// <summary>The id; null on all but a call's first piece.</summary>
    public string? Id { get; init; }

    /// <summary>The name of the tool; null on all but a call's first piece.</summary>
    public string? Name { get; init; }

    /// <summary>The arguments as JSON text; in a stream, a piece of it.</summary>
    public string Arguments { get; init; } = "";
}
