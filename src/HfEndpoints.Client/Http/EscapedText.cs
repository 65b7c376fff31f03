namespace HfEndpoints.Client;

/// <summary>Compares a text in which characters are percent-encoded, or escaped as in JSON, with the bytes they stand for.</summary>
internal static class EscapedText
{
    /// <summary>A text ends within an escape, and is to be looked at again with what follows.</summary>
    public const int Undecided = -1;

    /// <summary>The longest escape. Levels of JSON within JSON double the backslashes.</summary>
    public const int MaxEscape = 16;

    // "u00e9"
    private const int UnitLength = 5;

    /// <summary>How much of a text stands for the next bytes of a form, and how many; 0 if it is something else.</summary>
    public static int Step(ReadOnlySpan<byte> text, ReadOnlySpan<byte> form, bool isEnd, out int count)
    {
        count = 1;
        switch (text[0])
        {
            case (byte)'%':
                int length = PercentLength(text, isEnd, out byte value);
                return length == Undecided || (length > 0 && value == form[0]) ? length : form[0] == '%' ? 1 : 0;
            case (byte)'\\':
                return Unescape(text, form, out count);
            case (byte)'+' when form[0] == ' ':
                return 1;
            default:
                return text[0] == form[0] ? 1 : 0;
        }
    }

    /// <summary>The length of a percent-encoded byte, whose own sign may be encoded in turn.</summary>
    public static int PercentLength(ReadOnlySpan<byte> text, bool isEnd, out byte value)
    {
        value = 0;
        int digits = 1;
        while (digits < MaxEscape - 2 && text[digits..].StartsWith("25"u8))
        {
            digits += 2;
        }

        if (text.Length < digits + 2 && !isEnd)
        {
            return Undecided;
        }

        // "%25" alone is the sign itself.
        foreach (int start in (ReadOnlySpan<int>)[digits, digits - 2])
        {
            if (start > 0 && text.Length >= start + 2
                && byte.TryParse(text.Slice(start, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value))
            {
                return start + 2;
            }
        }

        return 0;
    }

    private static int Unescape(ReadOnlySpan<byte> text, ReadOnlySpan<byte> form, out int count)
    {
        int run = text.IndexOfAnyExcept((byte)'\\') is >= 0 and int other ? other : text.Length;
        ReadOnlySpan<byte> rest = text[run..];
        count = 0;
        if (run > MaxEscape)
        {
            return 0;
        }

        if (rest.IsEmpty)
        {
            return Undecided;
        }

        int length = UnescapedLength(rest, run, form, out count);
        if (length != 0 || form[0] != '\\')
        {
            return length > 0 ? run + length : length;
        }

        // Before an escape, they are together with its own.
        count = form.IndexOfAnyExcept((byte)'\\') is > 0 and int own ? own : form.Length;
        ReadOnlySpan<byte> after = form[count..];
        if (count > run)
        {
            return 0;
        }

        length = UnescapedLength(rest, run, after, out int more);
        count += more;
        return length == Undecided ? Undecided : run + length;
    }

    /// <summary>The length of what follows the backslashes of an escape, if it stands for the next bytes of a form.</summary>
    private static int UnescapedLength(ReadOnlySpan<byte> text, int run, ReadOnlySpan<byte> form, out int count)
    {
        count = 0;
        if (form.IsEmpty)
        {
            return 0;
        }

        if (text[0] != 'u')
        {
            byte control = text[0] switch
            {
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                _ => text[0],
            };
            count = control == form[0] ? 1 : 0;
            return count;
        }

        Span<char> units = stackalloc char[2];
        if (!TryReadUnit(text, out units[0]))
        {
            return text.Length < UnitLength ? Undecided : 0;
        }

        int length = UnitLength;
        if (char.IsHighSurrogate(units[0]))
        {
            length += run + UnitLength;
            if (text.Length < length)
            {
                return Undecided;
            }

            if (!TryReadUnit(text[(UnitLength + run)..], out units[1]))
            {
                return 0;
            }
        }

        Span<byte> bytes = stackalloc byte[8];
        bytes = bytes[..Encoding.UTF8.GetBytes(units[..(length > UnitLength ? 2 : 1)], bytes)];
        count = form.StartsWith(bytes) ? bytes.Length : form[0] == ' ' && bytes[0] == '+' ? 1 : 0;
        return count > 0 ? length : 0;
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> text, out char unit)
    {
        unit = '\0';
        if (text.Length < UnitLength || text[0] != 'u'
            || !ushort.TryParse(text.Slice(1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
        {
            return false;
        }

        unit = (char)code;
        return true;
    }
}
