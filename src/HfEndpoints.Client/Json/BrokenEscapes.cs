using System.Buffers.Text;

namespace HfEndpoints.Client;

/// <summary>Finds the escapes of JSON that are half a surrogate pair, such as <c>\ud83d</c> alone, which no text can hold.</summary>
internal static class BrokenEscapes
{
    private const int Length = 6;

    /// <summary>Puts a replacement character in the place of each.</summary>
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
                // What follows the backslash may be one itself.
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
    /// Whether the writer of .NET put a replacement character where a text has half a surrogate pair. It writes that as an
    /// escape, and a replacement character of the text itself as it is.
    /// </summary>
    /// <param name="json">The JSON that was written, in UTF-8.</param>
    public static bool HasReplacement(ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> escape = "\\uFFFD"u8;
        for (int next = 0; json[next..].IndexOf(escape) is int found and >= 0;)
        {
            int at = next + found;
            ReadOnlySpan<byte> before = json[..at];

            // A backslash that is itself escaped begins no escape.
            if ((before.Length - before.TrimEnd((byte)'\\').Length) % 2 == 0)
            {
                return true;
            }

            next = at + escape.Length;
        }

        return false;
    }

    // The UTF-16 code unit of an escape; 0 where none stands there.
    private static char UnitAt(ReadOnlySpan<byte> json, int at) =>
        at + Length <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
            && Utf8Parser.TryParse(json.Slice(at + 2, 4), out ushort unit, out int read, 'X') && read == 4
            ? (char)unit
            : '\0';
}
