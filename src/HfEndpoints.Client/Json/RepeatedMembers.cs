using System.Text.Json;

namespace HfEndpoints.Client;

/// <summary>
/// Finds objects with a duplicate member. It is not known which one counts, and a <c>JsonObject</c> made from such an
/// object throws on first access.
/// </summary>
internal static class RepeatedMembers
{
    /// <summary>The first duplicate name; null if there is none.</summary>
    /// <param name="json">The document.</param>
    /// <param name="text">The same in UTF-8, by which most documents are checked without reading each name.</param>
    public static string? Find(JsonElement json, ReadOnlySpan<byte> text) => MayExist(text) ? Find(json) : null;

    private static string? Find(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            return json.EnumerateArray().Select(Find).FirstOrDefault(name => name is not null);
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        return json.EnumerateObject()
            .Select(member => names.Add(member.Name) ? Find(member.Value) : member.Name)
            .FirstOrDefault(name => name is not null);
    }

    private static bool MayExist(ReadOnlySpan<byte> text)
    {
        var names = new HashSet<ulong>();
        var open = new Stack<uint>();
        uint objects = 0;
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = ForeignJson.MaxDepth });
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    open.Push(++objects);
                    break;
                case JsonTokenType.EndObject:
                    open.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    var hash = default(HashCode);
                    hash.AddBytes(reader.ValueSpan);

                    // A name with escapes may equal one without.
                    if (reader.ValueIsEscaped || !names.Add(((ulong)open.Peek() << 32) | (uint)hash.ToHashCode()))
                    {
                        return true;
                    }

                    break;
            }
        }

        return false;
    }
}
