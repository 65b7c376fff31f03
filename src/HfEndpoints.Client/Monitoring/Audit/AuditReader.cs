namespace HfEndpoints.Client;

/// <summary>Makes entries of the audit log's JSON, which stays beside them whole but for secrets.</summary>
internal static class AuditReader
{
    private static readonly string[] s_sides = ["before", "after"];

    // What the names of actions and some settings begin with.
    private const string Prefix = "endpoint";

    public static AuditPage ReadPage(JsonElement json, string owner)
    {
        string what = $"the audit log of namespace '{owner}'";
        return json.Member("list") is null
            ? throw JsonMembers.Unreadable(what)
            : new AuditPage(
                [.. json.ListOf("list", what).Select(item => Read(item, owner))],
                json.TextOf("next_cursor") is { Length: > 0 } next ? next : null);
    }

    private static HfAuditEntry Read(JsonElement json, string owner)
    {
        // An object of one member, whose name is the action; or that name alone.
        JsonElement reason = json.Member("reason") ?? default;
        JsonProperty? action = reason.ValueKind == JsonValueKind.Object
            ? reason.EnumerateObject().Cast<JsonProperty?>().FirstOrDefault()
            : null;
        return new HfAuditEntry
        {
            Time = json.TimeOf("createdAt"),
            Level = json.WordOf("level"),
            Endpoint = json.WordOf("endpoint") ?? "",
            Namespace = owner,
            User = json.Member("user")?.WordOf("name"),
            Action = ToWord(action?.Name ?? json.TextOf("reason")),
            Change = action is { } update ? [.. ReadChanges(update.Value)] : [],
            Ip = json.WordOf("ip"),
            RequestId = json.WordOf("requestId"),
            RawMembers = SecretMembers.Mask(json).ToDictionary(),
        };
    }

    // { "replica": { "before": { "minReplica": 0, "maxReplica": 1 }, "after": { "minReplica": 0, "maxReplica": 2 } } }
    private static IEnumerable<HfAuditChange> ReadChanges(JsonElement reason)
    {
        if (reason.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        // Compared as they are, shown masked: a secret that got another value has changed too.
        JsonElement masked = SecretMembers.Mask(reason);
        return reason.EnumerateObject().Where(group => group.Value.ValueKind == JsonValueKind.Object
                && s_sides.All(side => group.Value.TryGetProperty(side, out _)))
            .SelectMany(group => Compare(group.Name, group.Value, masked.GetProperty(group.Name)));
    }

    private static IEnumerable<HfAuditChange> Compare(string group, JsonElement change, JsonElement masked)
    {
        JsonElement[] sides = [.. s_sides.Select(change.GetProperty)];
        JsonElement[] shown = [.. s_sides.Select(masked.GetProperty)];
        if (sides.All(side => side.ValueKind != JsonValueKind.Object))
        {
            return [Change(group, Value(shown[0]), Value(shown[1]))];
        }

        string[] members = [.. sides.SelectMany(Members).Distinct()];
        string[] changed = [.. members.Where(name => !JsonNode.DeepEquals(Node(sides[0], name), Node(sides[1], name)))];

        // Where the service masked both sides itself they look the same, and yet they changed.
        return (changed.Length > 0 ? changed : members).Select(name => Change(name, Member(shown[0], name), Member(shown[1], name)));
    }

    private static IEnumerable<string> Members(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object ? json.EnumerateObject().Select(member => member.Name) : [];

    private static JsonNode? Node(JsonElement side, string name) =>
        Member(side, name) is { } value ? JsonNode.Parse(value.GetRawText()) : null;

    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) ? Value(value) : null;

    private static JsonElement? Value(JsonElement json) => json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : json;

    private static HfAuditChange Change(string name, JsonElement? before, JsonElement? after)
    {
        string property = ToWord(name) ?? "";
        return new HfAuditChange
        {
            Property = property,
            Before = IsDeep(before) ? ToText(before) : before?.ToValue(),
            After = IsDeep(after) ? ToText(after) : after?.ToValue(),
            BeforeItems = IsDeep(before) ? before?.ToValue() : null,
            AfterItems = IsDeep(after) ? after?.ToValue() : null,
            Text = $"{property}: {ToText(before)} -> {ToText(after)}",
        };
    }

    private static bool IsDeep(JsonElement? value) => value?.ValueKind is JsonValueKind.Array or JsonValueKind.Object;

    // "endpointPaused" becomes "Paused", "endpointType" becomes "Type", "minReplica" becomes "MinReplica".
    private static string? ToWord(string? name)
    {
        string? word = name?.Length > Prefix.Length && name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
        return string.IsNullOrEmpty(word) ? null : $"{char.ToUpperInvariant(word[0])}{word[1..]}";
    }

    private static string ToText(JsonElement? value) => value switch
    {
        null => "none",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { } json => json.GetRawText(),
    };
}
