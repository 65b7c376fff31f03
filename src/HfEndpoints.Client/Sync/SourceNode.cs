namespace HfEndpoints.Client;

/// <summary>A value in a file, with its line: a table, a list, or a single value.</summary>
internal sealed class SourceNode
{
    /// <summary>The line, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The members of a table, in the file's order; null if it is not a table.</summary>
    public IReadOnlyList<SourceMember>? Members { get; init; }

    /// <summary>The items of a list; null if it is not a list.</summary>
    public IReadOnlyList<SourceNode>? Items { get; init; }

    /// <summary>The single value; null for a table, a list or a null.</summary>
    public JsonNode? Value { get; init; }

    /// <summary>Whether it is a null.</summary>
    public bool IsNull => Members is null && Items is null && Value is null;

    /// <summary>The value as JSON, without the lines.</summary>
    public JsonNode? ToJson() =>
        Members is not null ? new JsonObject(Members.Select(member => KeyValuePair.Create(member.Name, member.Node.ToJson())))
        : Items is not null ? new JsonArray([.. Items.Select(item => item.ToJson())])
        : Value?.DeepClone();
}

/// <summary>A member of a table in a file.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Line">The line of the key, counted from 1.</param>
/// <param name="Node">Its value.</param>
internal sealed record SourceMember(string Name, int Line, SourceNode Node);
