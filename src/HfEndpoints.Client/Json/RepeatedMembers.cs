using System.Buffers.Binary;
using System.Numerics;

namespace HfEndpoints.Client;

/// <summary>
/// Finds objects with a duplicate member. It is not known which one counts, and a <c>JsonObject</c> made from such an
/// object throws on first access.
/// </summary>
internal static class RepeatedMembers
{
    // An object with more members is checked by a set.
    private const int MaxCompared = 64;

    // So is a document in which more are open at once.
    private const int MaxOpen = 256;

    /// <summary>The first duplicate name; null if there is none.</summary>
    /// <param name="json">The document.</param>
    /// <param name="text">The same in UTF-8, by which most documents are checked without reading each name.</param>
    public static string? Find(JsonElement json, ReadOnlySpan<byte> text) => text.Contains((byte)'{') && MayExist(text) ? Find(json) : null;

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

    // Compares the names of each object by a number that is quick to make: equal names have the same. Called for every event of a
    // stream, so nothing is allocated.
    private static bool MayExist(ReadOnlySpan<byte> text)
    {
        // The names of the objects that are open, and where those of each begin.
        Span<ulong> names = stackalloc ulong[MaxOpen];
        Span<int> starts = stackalloc int[JsonLimits.MaxDepth + 1];
        int count = 0;
        int open = 0;
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth });
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    starts[open++] = count;
                    break;
                case JsonTokenType.EndObject:
                    count = starts[--open];
                    break;
                case JsonTokenType.PropertyName:
                    ulong name = NumberOf(reader.ValueSpan);
                    ReadOnlySpan<ulong> siblings = names[starts[open - 1]..count];

                    // A name with escapes may equal one without.
                    if (reader.ValueIsEscaped || siblings.Length == MaxCompared || count == MaxOpen || siblings.Contains(name))
                    {
                        return true;
                    }

                    names[count++] = name;
                    break;
            }
        }

        return false;
    }

    private static ulong NumberOf(ReadOnlySpan<byte> name)
    {
        if (name.Length < sizeof(ulong))
        {
            ulong all = (ulong)name.Length;
            foreach (byte letter in name)
            {
                all = (all << 8) | letter;
            }

            return all;
        }

        ulong first = BinaryPrimitives.ReadUInt64LittleEndian(name);
        ulong last = BinaryPrimitives.ReadUInt64LittleEndian(name[^sizeof(ulong)..]);
        return BitOperations.RotateLeft(first, 5) * 0x9E3779B97F4A7C15 ^ last ^ ((ulong)name.Length << 56);
    }
}
