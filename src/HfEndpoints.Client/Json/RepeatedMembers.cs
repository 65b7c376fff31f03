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

    /// <summary>Whether there may be one in a text that is known to be valid JSON.</summary>
    // Compares the names of each object by a number that is quick to make: equal names have the same. Called for every answer, so nothing
    // is allocated, and only quotes and braces are looked for.
    public static bool MayExist(ReadOnlySpan<byte> text)
    {
        // The names of the objects that are open, and where those of each begin.
        Span<ulong> names = stackalloc ulong[MaxOpen];
        Span<int> starts = stackalloc int[JsonLimits.MaxDepth + 1];
        int count = 0;
        int open = 0;
        for (int next; (next = text.IndexOfAny((byte)'"', (byte)'{', (byte)'}')) >= 0;)
        {
            byte mark = text[next];
            text = text[(next + 1)..];
            if (mark == '{')
            {
                starts[open++] = count;
                continue;
            }

            if (mark == '}')
            {
                count = starts[--open];
                continue;
            }

            int length = LengthOf(text, out bool isEscaped);
            ReadOnlySpan<byte> word = text[..length];
            text = text[(length + 1)..];
            if (!IsName(text))
            {
                continue;
            }

            ulong name = NumberOf(word);
            ReadOnlySpan<ulong> siblings = names[starts[open - 1]..count];

            // A name with escapes may equal one without.
            if (isEscaped || siblings.Length == MaxCompared || count == MaxOpen || siblings.Contains(name))
            {
                return true;
            }

            names[count++] = name;
        }

        return false;
    }

    // The bytes of a text up to its quote.
    private static int LengthOf(ReadOnlySpan<byte> text, out bool isEscaped)
    {
        int length = text.IndexOfAny((byte)'"', (byte)'\\');
        isEscaped = text[length] == '\\';
        while (text[length] == '\\')
        {
            // What is escaped may be a quote.
            length += 2;
            length += text[length..].IndexOfAny((byte)'"', (byte)'\\');
        }

        return length;
    }

    // Whether a colon follows, so that what was before is the name of a member.
    private static bool IsName(ReadOnlySpan<byte> rest)
    {
        foreach (byte letter in rest)
        {
            if (letter is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                return letter == ':';
            }
        }

        return false;
    }

    private static ulong NumberOf(ReadOnlySpan<byte> name)
    {
        if (name.Length is >= sizeof(uint) and < sizeof(ulong))
        {
            uint front = BinaryPrimitives.ReadUInt32LittleEndian(name);
            uint back = BinaryPrimitives.ReadUInt32LittleEndian(name[^sizeof(uint)..]);
            return ((ulong)name.Length << 56) ^ ((ulong)front << 24) ^ back;
        }

        if (name.Length < sizeof(uint))
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
