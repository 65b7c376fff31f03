namespace HfEndpoints.Client;

/// <summary>Reads the value of a setting. A value of the wrong type is an error.</summary>
internal static class SettingValue
{
    public static JsonNode Read(SettingKind kind, SourceMember member, FileProblems problems)
    {
        SourceNode node = member.Node;
        if (FindTwice(node) is { } twice)
        {
            throw problems.At(twice.Line, $"'{twice.Name}' is set twice.");
        }

        return kind switch
        {
            SettingKind.Text or SettingKind.Word when KindOf(node) == JsonValueKind.String => node.ToJson()!,
            SettingKind.WholeNumber when AsWhole(node) is { } whole => JsonValue.Create(whole),
            SettingKind.Number when KindOf(node) == JsonValueKind.Number => node.ToJson()!,
            SettingKind.Flag when KindOf(node) is JsonValueKind.True or JsonValueKind.False => node.ToJson()!,
            SettingKind.TextList or SettingKind.TextSet when KindOf(node) == JsonValueKind.String => new JsonArray(node.ToJson()),
            SettingKind.TextList or SettingKind.TextSet when node.Items?.All(IsText) == true => node.ToJson()!,
            SettingKind.TextTable when node.Members?.All(entry => AsText(entry.Node) is not null) == true => Texts(node),
            SettingKind.SecretTable when node.Members?.All(entry => entry.Node.IsNull || IsText(entry.Node)) == true => node.ToJson()!,
            SettingKind.Settings when node.Members is not null => node.ToJson()!,
            _ => throw problems.At(
                member.Line, $"'{member.Name}' must be {Allowed(kind)}, but this is {Describe(node)}."),
        };
    }

    public static string Describe(SourceNode node) =>
        node.Members is not null ? "a table"
        : node.Items is not null ? "a list"
        : KindOf(node) switch
        {
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            JsonValueKind.True or JsonValueKind.False => "true or false",
            _ => "null",
        };

    private static SourceMember? FindTwice(SourceNode node)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        IReadOnlyList<SourceMember> members = node.Members ?? [];
        return members.FirstOrDefault(member => !seen.Add(member.Name))
            ?? members.Select(member => member.Node).Concat(node.Items ?? []).Select(FindTwice).FirstOrDefault(twice => twice is not null);
    }

    private static string Allowed(SettingKind kind) => kind switch
    {
        SettingKind.Text or SettingKind.Word => "a text",
        SettingKind.WholeNumber => "a whole number",
        SettingKind.Number => "a number",
        SettingKind.Flag => "true or false",
        SettingKind.TextList or SettingKind.TextSet => "a list of texts",
        SettingKind.TextTable => "a table of texts",
        SettingKind.SecretTable => $"a table of references, each of them {SecretReference.Forms}",
        _ => "a table",
    };

    private static JsonValueKind KindOf(SourceNode node) => node.Value?.GetValueKind() ?? JsonValueKind.Undefined;

    private static bool IsText(SourceNode node) => KindOf(node) == JsonValueKind.String;

    private static int? AsWhole(SourceNode node) =>
        KindOf(node) == JsonValueKind.Number && node.Value!.Deserialize(HfJson.Context.JsonElement).TryGetInt32(out int whole)
            ? whole
            : null;

    // Environment variables are texts, but people write numbers.
    private static string? AsText(SourceNode node) => KindOf(node) switch
    {
        JsonValueKind.String => node.Value!.GetValue<string>(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => node.Value!.ToJsonString(),
        _ => null,
    };

    private static JsonObject Texts(SourceNode node) =>
        new(node.Members!.Select(entry => KeyValuePair.Create(entry.Name, (JsonNode?)AsText(entry.Node))));
}
