using System.Text.Json;

namespace HfEndpoints.Client;

/// <summary>
/// Finds objects that have a member twice. JSON allows them and readers take the last, but a <c>JsonObject</c> made of one
/// throws when it is first looked at.
/// </summary>
internal static class RepeatedMembers
{
    /// <summary>Whether there may be one; by far most documents are told apart from those that surely have none.</summary>
    /// <param name="json">JSON that has been read before.</param>
    public static bool MayExist(ReadOnlySpan<byte> json)
    {
        var names = new HashSet<ulong>();
        var open = new Stack<uint>();
        uint objects = 0;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = ForeignJson.MaxDepth });
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

                    // A name with escapes may be another's in other letters.
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
