namespace HfEndpoints.Commands;

/// <summary>Makes the messages of a conversation of hashtables, objects, texts, and earlier answers.</summary>
internal sealed class MessageReader(ContentReader contents)
{
    // By the names of the route, and as PowerShell would write them.
    private static readonly Dictionary<string, string> s_members = new(StringComparer.OrdinalIgnoreCase)
    {
        ["role"] = "role",
        ["content"] = "content",
        ["name"] = "name",
        ["tool_calls"] = "tool_calls",
        ["ToolCalls"] = "tool_calls",
        ["tool_call_id"] = "tool_call_id",
        ["ToolCallId"] = "tool_call_id",
        ["Reasoning"] = "reasoning_content",
    };

    // A message without any of them says nothing.
    private static readonly string[] s_bodies = ["content", "tool_calls", "function_call", "refusal", "audio"];

    private static readonly string[] s_copies = ["Deserialized.HfEndpoints.HfChatCompletion", "Deserialized.HfEndpoints.HfChatChoice"];

    /// <summary>
    /// Reads messages. An earlier answer stands for its whole conversation; so do the pieces of a streamed one, the last of
    /// which has the conversation, and an answer of several.
    /// </summary>
    /// <exception cref="HfException">One is not a message.</exception>
    public IEnumerable<JsonObject> Read(IEnumerable<object?> messages)
    {
        var pieces = new List<HfChatChunk>();
        foreach (object? message in messages)
        {
            object? value = message is PSObject { BaseObject: not PSCustomObject and var inner } ? inner : message;
            if (pieces.Count > 0 && (value as HfChatChunk)?.Index != pieces[0].Index)
            {
                foreach (JsonObject joined in Join(pieces))
                {
                    yield return joined;
                }

                pieces.Clear();
            }

            if (value is HfChatChunk piece)
            {
                pieces.Add(piece);
                continue;
            }

            foreach (JsonObject one in ConversationOf(message, value) is { } conversation ? Read(conversation) : [ReadOne(message)])
            {
                yield return one;
            }
        }

        foreach (JsonObject joined in Join(pieces))
        {
            yield return joined;
        }
    }

    private static IEnumerable<object?>? ConversationOf(object? message, object? value) => value switch
    {
        HfChatCompletion completion => ChatMembers.Messages(completion),
        HfChatChoice choice => ChatMembers.Messages(choice),
        _ when message is PSObject copy && copy.TypeNames.Any(s_copies.Contains) =>
            LanguagePrimitives.GetEnumerable(copy.Properties[nameof(ChatMembers.Messages)]?.Value)?.Cast<object?>(),
        _ => null,
    };

    private IEnumerable<JsonObject> Join(List<HfChatChunk> pieces)
    {
        if (pieces.Count == 0)
        {
            return [];
        }

        if (pieces.FindLast(piece => piece.Conversation is { Length: > 0 }) is { } last)
        {
            return Read(ChatMembers.Messages(last));
        }

        var answer = new AnswerMessage();
        pieces.ForEach(answer.Add);
        JsonObject message = answer.ToJson();
        return message["content"]?.ToString() is "" && message["tool_calls"] is null
            ? throw Refuse("The pieces of an answer contain no text and no tool calls.")
            : [message];
    }

    private JsonObject ReadOne(object? message)
    {
        if ((message is PSObject wrapped ? wrapped.BaseObject : message) is string text)
        {
            return Make("user", JsonValue.Create(text));
        }

        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string name, object? value) in MembersOf(message))
        {
            members[s_members.GetValueOrDefault(name, name)] = value;
        }

        if (members.GetValueOrDefault("role") is not { } role || $"{role}".Length == 0)
        {
            throw Refuse("A message has no role.");
        }

        if (s_bodies.All(body => members.GetValueOrDefault(body) is null))
        {
            string found = string.Join(", ", members.Keys.Select(name => $"'{name}'"));
            throw Refuse($"A message of the role '{role}' has no content; it has {found}.");
        }

        var json = new JsonObject { ["role"] = $"{role}" };
        foreach ((string name, object? value) in members.Where(member => member.Key != "role"))
        {
            json[name] = name switch
            {
                "content" => ReadContent($"{role}", value),
                "tool_calls" => ReadToolCalls(value),
                _ => JsonConversion.ToNode(value),
            };
        }

        return json;
    }

    private static HfException Refuse(string what) => new(
        HfErrorKind.InvalidRequest,
        $"{what} Use a string, an earlier answer or all of its pieces, or a hashtable such as @{{ role = 'user'; content = 'Hello' }}; "
        + "the roles are system, user, assistant and tool.");

    public static JsonObject Make(string role, JsonNode? content) => new() { ["role"] = role, ["content"] = content };

    /// <summary>The result of a tool may be any object: the model reads it as JSON.</summary>
    private JsonNode? ReadContent(string role, object? content) =>
        role == "tool" && JsonConversion.ToNode(content) is JsonObject or JsonArray
            ? JsonValue.Create(JsonConversion.ToNode(content)!.ToJsonString())
            : contents.Read(content);

    private static JsonArray? ReadToolCalls(object? calls) => calls switch
    {
        null => null,
        IEnumerable list and not IDictionary => new JsonArray([.. list.Cast<object?>().Select(ReadToolCall)]),
        _ => new JsonArray(ReadToolCall(calls)),
    };

    // As the route has it, or as an answer's ToolCalls.
    private static JsonNode? ReadToolCall(object? call)
    {
        if (call is HfToolCall or PSObject { BaseObject: HfToolCall })
        {
            HfToolCall known = (call as PSObject)?.BaseObject as HfToolCall ?? (HfToolCall)call;
            return AnswerMessage.MakeCall(
                known.Id, known.Name, known.Arguments as string ?? JsonConversion.ToNode(known.Arguments)?.ToJsonString() ?? "");
        }

        return JsonConversion.ToNode(call);
    }

    private static bool IsSet(object? value) => value is not (null or HfToolCall[] { Length: 0 });

    private static IEnumerable<(string Name, object? Value)> MembersOf(object? message) => message switch
    {
        PSObject { BaseObject: IDictionary wrapped } => MembersOf(wrapped),
        IDictionary table => table.Cast<DictionaryEntry>().Select(entry => ($"{entry.Key}", entry.Value)),
        null => [],
        _ => PSObject.AsPSObject(message).Properties
            .Where(property => property.IsGettable)
            .Select(property => (property.Name, Value: (object?)property.Value))
            .Where(member => PSObject.AsPSObject(message).BaseObject is not HfChatMessage || IsSet(member.Value)),
    };
}
