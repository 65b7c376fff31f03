using System.Text.Json;
using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>Makes what users see of an audit log's entry.</summary>
internal static class AuditConversion
{
    private const string Prefix = "endpoint";

    public static HfAuditEntry ToOutput(AuditEntry entry, string owner) =>
        new(() => JsonConversion.ToPSObject(entry.Raw))
        {
            Time = entry.CreatedAt,
            Level = entry.Level,
            Endpoint = entry.Endpoint,
            Namespace = owner,
            User = entry.User?.Name,
            Action = ToWord(entry.Action),
            Change = [.. entry.Changes.Select(ToOutput)],
            Ip = entry.Ip,
            RequestId = entry.RequestId,
        };

    private static HfAuditChange ToOutput(AuditChange change)
    {
        string property = ToWord(change.Property) ?? "";
        return new HfAuditChange
        {
            Property = property,
            Before = change.Before is { } before ? JsonConversion.ToValue(before) : null,
            After = change.After is { } after ? JsonConversion.ToValue(after) : null,
            Text = $"{property}: {ToText(change.Before)} -> {ToText(change.After)}",
        };
    }

    // "endpointPaused" becomes "Paused", "endpointType" becomes "Type", "minReplica" becomes "MinReplica".
    private static string? ToWord(string name)
    {
        string word = name.Length > Prefix.Length && name.StartsWith(Prefix, StringComparison.Ordinal)
            ? name[Prefix.Length..]
            : name;
        return word.Length == 0 ? null : $"{char.ToUpperInvariant(word[0])}{word[1..]}";
    }

    private static string ToText(JsonElement? value) => value switch
    {
        null => "none",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { } json => json.GetRawText(),
    };
}
