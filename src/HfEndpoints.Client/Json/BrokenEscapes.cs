using System.Buffers.Text;

namespace HfEndpoints.Client;

/// <summary>Finds the escapes of JSON that are half a surrogate pair, such as <c>\ud83d</c> alone, which no text can hold.</summary>
internal static class BrokenEscapes
{
    private const int Length = 6;

    /// <summary>Puts a replacement character in the place of each.</summary>
    /// <param name="json">The JSON in UTF-8.</param>
    /// <returns>A repaired copy; null where nothing is broken.</returns>
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

    // The UTF-16 code unit of an escape; 0 where none stands there.
    private static char UnitAt(ReadOnlySpan<byte> json, int at) =>
        at + Length <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
            && Utf8Parser.TryParse(json.Slice(at + 2, 4), out ushort unit, out int read, 'X') && read == 4
            ? (char)unit
            : '\0';
}
