using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client;

/// <summary>Makes entries of the audit log's JSON, which stays beside them whole but for secrets.</summary>
internal static class AuditReader
{
    private static readonly string[] s_sides = ["before", "after"];

    public static AuditPage ReadPage(JsonElement json, string owner)
    {
        if (json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("list", out JsonElement list)
            || list.ValueKind != JsonValueKind.Array)
        {
            throw Unreadable(owner, null);
        }

        string? next = json.TryGetProperty("next_cursor", out JsonElement cursor)
            && cursor.ValueKind == JsonValueKind.String
            && cursor.GetString() is { Length: > 0 } text ? text : null;
        try
        {
            return new AuditPage([.. list.EnumerateArray().Select(item => Read(item, owner))], next);
        }

        // An object that has a member twice is told as a wrong argument.
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw Unreadable(owner, exception);
        }
    }

    private static AuditEntry Read(JsonElement json, string owner)
    {
        AuditEntry entry = json.ValueKind == JsonValueKind.Object
            ? json.Deserialize(HfJson.Context.AuditEntry)!
            : throw Unreadable(owner, null);
        entry = entry with { Raw = SecretMask.ApplyEverywhere(json) };
        if (!json.TryGetProperty("reason", out JsonElement reason))
        {
            return entry;
        }

        if (reason.ValueKind != JsonValueKind.Object)
        {
            return reason.ValueKind == JsonValueKind.String ? entry with { Action = reason.GetString()! } : entry;
        }

        // An object of one member, whose name is the action.
        JsonProperty action = reason.EnumerateObject().FirstOrDefault();
        return action.Value.ValueKind == JsonValueKind.Undefined
            ? entry
            : entry with { Action = action.Name, Changes = [.. ReadChanges(action.Value)] };
    }

    // { "replica": { "before": { "minReplica": 0, "maxReplica": 1 }, "after": { "minReplica": 0, "maxReplica": 2 } } }
    private static IEnumerable<AuditChange> ReadChanges(JsonElement reason)
    {
        if (reason.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        // Compared as they are, shown masked: a secret that got another value has changed too.
        JsonElement masked = SecretMask.ApplyEverywhere(reason);
        return reason.EnumerateObject()
            .Where(group => group.Value.ValueKind == JsonValueKind.Object
                && s_sides.All(side => group.Value.TryGetProperty(side, out _)))
            .SelectMany(group => Compare(group.Name, group.Value, masked.GetProperty(group.Name)));
    }

    private static IEnumerable<AuditChange> Compare(string group, JsonElement change, JsonElement masked)
    {
        JsonElement[] sides = [.. s_sides.Select(change.GetProperty)];
        JsonElement[] shown = [.. s_sides.Select(masked.GetProperty)];
        if (sides.All(side => side.ValueKind != JsonValueKind.Object))
        {
            return [new AuditChange(group, Value(shown[0]), Value(shown[1]))];
        }

        string[] members = [.. sides.SelectMany(Members).Distinct()];
        string[] changed = [.. members.Where(name => !JsonNode.DeepEquals(Node(sides[0], name), Node(sides[1], name)))];

        // Where the service masked both sides itself they look the same, and yet they changed.
        return (changed.Length > 0 ? changed : members)
            .Select(name => new AuditChange(name, Member(shown[0], name), Member(shown[1], name)));
    }

    private static IEnumerable<string> Members(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object ? json.EnumerateObject().Select(member => member.Name) : [];

    private static JsonNode? Node(JsonElement side, string name) =>
        Member(side, name) is { } value ? JsonNode.Parse(value.GetRawText()) : null;

    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) ? Value(value) : null;

    private static JsonElement? Value(JsonElement json) =>
        json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : json;

    private static HfException Unreadable(string owner, Exception? cause) => new(
        HfErrorKind.InvalidResponse,
        $"The service's answer is JSON, but no audit log of namespace '{owner}' can be read from it.",
        cause);
}
