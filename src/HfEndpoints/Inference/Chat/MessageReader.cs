using System.Collections;
using System.Management.Automation;
using System.Text.Json.Nodes;

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
    };

    /// <summary>Reads messages; an earlier answer stands for its whole conversation.</summary>
    /// <exception cref="HfException">One is no message.</exception>
    public IEnumerable<JsonObject> Read(IEnumerable<object?> messages) => messages.SelectMany(message =>
        message is HfChatCompletion or PSObject { BaseObject: HfChatCompletion }
            ? Read(((message as PSObject)?.BaseObject as HfChatCompletion ?? (HfChatCompletion)message).Messages)
            : [ReadOne(message)]);

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

        if (members.GetValueOrDefault("role") is not { } role)
        {
            throw new HfException(
                HfErrorKind.InvalidRequest,
                "A message has no role. Use a string, or a hashtable such as @{ role = 'user'; content = 'Hello' }; "
                + "the roles are system, user, assistant and tool.");
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
            return new JsonObject
            {
                ["id"] = known.Id,
                ["type"] = "function",
                ["function"] = new JsonObject
                {
                    ["name"] = known.Name,
                    ["arguments"] = known.Arguments as string ?? JsonConversion.ToNode(known.Arguments)?.ToJsonString() ?? "{}",
                },
            };
        }

        return JsonConversion.ToNode(call);
    }

    private static IEnumerable<(string Name, object? Value)> MembersOf(object? message) => message switch
    {
        PSObject { BaseObject: IDictionary wrapped } => MembersOf(wrapped),
        IDictionary table => table.Cast<DictionaryEntry>().Select(entry => ($"{entry.Key}", entry.Value)),
        null => [],
        _ => PSObject.AsPSObject(message).Properties
            .Where(property => property.IsGettable)
            .Select(property => (property.Name, (object?)property.Value)),
    };
}
