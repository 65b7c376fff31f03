using System.Buffers;

namespace HfEndpoints.Client;

/// <summary>Finds <c>NaN</c> and <c>Infinity</c>, which Python writes although JSON does not allow them.</summary>
internal static class NumbersBeyondJson
{
    private static readonly string[] s_numbers = ["NaN", "Infinity", "-Infinity"];

    /// <summary>Replaces each with null, as most JSON writers do.</summary>
    /// <param name="json">The JSON in UTF-8.</param>
    /// <returns>A repaired copy; null if there is nothing to repair.</returns>
    public static byte[]? Replace(ReadOnlySpan<byte> json)
    {
        ArrayBufferWriter<byte>? copy = null;
        int copied = 0;
        bool isText = false;
        for (int i = 0; i < json.Length; i++)
        {
            if (json[i] == '"')
            {
                isText = !isText;
            }
            else if (isText)
            {
                i += json[i] == '\\' ? 1 : 0;
            }
            else if (LengthAt(json[i..]) is > 0 and int length)
            {
                copy ??= new ArrayBufferWriter<byte>(json.Length);
                copy.Write(json[copied..i]);
                copy.Write("null"u8);
                copied = i + length;
                i = copied - 1;
            }
        }

        copy?.Write(json[copied..]);
        return copy?.WrittenSpan.ToArray();
    }

    private static int LengthAt(ReadOnlySpan<byte> json)
    {
        foreach (string number in s_numbers)
        {
            if (json.Length >= number.Length && Ascii.Equals(json[..number.Length], number))
            {
                return number.Length;
            }
        }

        return 0;
    }
}
