using System.Buffers.Text;

namespace HfEndpoints.Client;

/// <summary>Finds JSON escapes that are half a surrogate pair, such as <c>\ud83d</c> alone, which is not valid text.</summary>
internal static class BrokenEscapes
{
    private const int Length = 6;

    /// <summary>Replaces each with a replacement character.</summary>
    /// <param name="json">The JSON in UTF-8.</param>
    /// <returns>A repaired copy; null if nothing is broken.</returns>
    public static byte[]? Replace(ReadOnlySpan<byte> json)
    {
        byte[]? copy = null;
        int next = 0;
        while (json[next..].IndexOf((byte)'\\') is int found and >= 0)
        {
            int at = next + found;
            char unit = UnitAt(json, at);
            if (!char.IsSurrogate(unit))
            {
                // The character after the backslash may be a backslash.
                next = Math.Min(at + 2, json.Length);
                continue;
            }

            bool isPair = char.IsHighSurrogate(unit) && char.IsLowSurrogate(UnitAt(json, at + Length));
            if (!isPair)
            {
                copy ??= json.ToArray();
                "\\ufffd"u8.CopyTo(copy.AsSpan(at));
            }

            next = at + (isPair ? 2 * Length : Length);
        }

        return copy;
    }

    /// <summary>
    /// Whether .NET's writer replaced half a surrogate pair in a text. It escapes its replacement character, but not
    /// one that is in the text itself.
    /// </summary>
    /// <param name="json">The JSON that was written, in UTF-8.</param>
    public static bool HasReplacement(ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> escape = "\\uFFFD"u8;
        for (int next = 0; json[next..].IndexOf(escape) is int found and >= 0;)
        {
            int at = next + found;
            ReadOnlySpan<byte> before = json[..at];

            // An escaped backslash does not begin an escape.
            if ((before.Length - before.TrimEnd((byte)'\\').Length) % 2 == 0)
            {
                return true;
            }

            next = at + escape.Length;
        }

        return false;
    }

    // The UTF-16 code unit of an escape; 0 if there is none.
    private static char UnitAt(ReadOnlySpan<byte> json, int at) =>
        at + Length <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
            && Utf8Parser.TryParse(json.Slice(at + 2, 4), out ushort unit, out int read, 'X') && read == 4
            ? (char)unit
            : '\0';
}
