using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace HfEndpoints.Client;

/// <summary>
/// Finds texts in bytes however they are written there: plain, percent-encoded, escaped as in JSON (also JSON within JSON), as HTML,
/// or within base64 of either alphabet, whatever stands before them.
/// </summary>
internal sealed class SecretForms
{
    // A text may end within one, and what follows is looked at again.
    private const int Undecided = -1;

    // A part that is left of a text that was cut.
    private const int LeastPart = 8;

    // "u00e9"
    private const int UnitLength = 5;

    // Levels of JSON within JSON double them.
    private const int MaxEscape = 16;

    private static readonly SearchValues<byte> s_letters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private readonly byte[][]?[] _byFirst = new byte[][]?[256];
    private readonly byte[][] _all;
    private readonly SearchValues<byte> _starts;

    public SecretForms(IEnumerable<string> texts)
    {
        _all = [.. texts.SelectMany(FormsOf).Distinct().Select(Encoding.UTF8.GetBytes)];
        foreach (IGrouping<byte, byte[]> group in _all.GroupBy(form => form[0]))
        {
            _byFirst[group.Key] = [.. group];
        }

        _starts = SearchValues.Create([.. _all.Select(form => form[0]).Distinct(), .. _all.Length > 0 ? "%\\"u8 : []]);
    }

    private static ReadOnlySpan<byte> Ellipsis => "\\u2026"u8;

    /// <summary>Copies a text with each of them replaced; returns how much of it was copied or replaced.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isEnd">Whether nothing follows. Otherwise the rest is to come again, with what follows.</param>
    /// <param name="replacement">What is written in place of each.</param>
    /// <param name="output">Where to; null to only look.</param>
    /// <param name="isFound">Whether there was one.</param>
    public int Replace(
        ReadOnlySpan<byte> text, bool isEnd, ReadOnlySpan<byte> replacement, IBufferWriter<byte>? output, out bool isFound)
    {
        isFound = false;
        int done = 0;
        for (int at = 0; text[at..].IndexOfAny(_starts) is >= 0 and int next;)
        {
            at += next;
            int length = LongestAt(text[at..], isEnd);
            if (length == Undecided)
            {
                output?.Write(text[done..at]);
                return at;
            }

            if (length > 0)
            {
                isFound = true;
                output?.Write(text[done..at]);
                output?.Write(replacement);
                done = at + length;
            }

            at += Math.Max(1, length);
        }

        output?.Write(text[done..]);
        return text.Length;
    }

    private int LongestAt(ReadOnlySpan<byte> text, bool isEnd)
    {
        int longest = Longest(_byFirst[text[0]], text, isEnd, 0);
        if (text[0] == '%' && PercentLength(text, isEnd, out byte value) > 0)
        {
            longest = Longest(_byFirst[value], text, isEnd, longest);
        }
        else if (text[0] == '\\' || (text[0] == '%' && !isEnd && text.Length < MaxEscape))
        {
            longest = Longest(_all, text, isEnd, longest);
        }

        return longest;
    }

    private static int Longest(byte[][]? forms, ReadOnlySpan<byte> text, bool isEnd, int longest)
    {
        foreach (byte[] form in forms ?? [])
        {
            int length = longest == Undecided ? Undecided : Match(text, form, isEnd);
            longest = length == Undecided ? Undecided : Math.Max(longest, length);
        }

        return longest;
    }

    /// <summary>How much of a text stands for a form; 0 if it does not begin with it.</summary>
    private static int Match(ReadOnlySpan<byte> text, ReadOnlySpan<byte> form, bool isEnd)
    {
        if (text.StartsWith(form))
        {
            return form.Length;
        }

        int at = 0;
        for (int taken = 0; taken < form.Length;)
        {
            int count = 0;
            int step = at == text.Length ? Undecided : Step(text[at..], form[taken..], isEnd, out count);
            if (step == Undecided && !isEnd)
            {
                return Undecided;
            }

            if (step <= 0)
            {
                // An ellipsis may be cut in two as well.
                return !isEnd && taken >= LeastPart && text.Length - at < Ellipsis.Length ? Undecided
                    : taken >= LeastPart && IsCut(text[at..], form[..taken]) ? at
                    : 0;
            }

            at += step;
            taken += count;
        }

        return at;
    }

    /// <summary>Whether a part of a form is all that is left of it: a word counts only before an ellipsis.</summary>
    private static bool IsCut(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> part) =>
        rest.StartsWith("..."u8) || rest.StartsWith("…"u8) || rest.StartsWith(Ellipsis)
        || ((rest.IsEmpty || rest[0] is (byte)'"' or (byte)'\r' or (byte)'\n' || rest.StartsWith("\\\""u8))
            && part.IndexOfAnyExcept(s_letters) >= 0);

    /// <summary>How much of a text stands for the next bytes of a form, and how many; 0 if it is something else.</summary>
    private static int Step(ReadOnlySpan<byte> text, ReadOnlySpan<byte> form, bool isEnd, out int count)
    {
        count = 1;
        switch (text[0])
        {
            case (byte)'%':
                int length = PercentLength(text, isEnd, out byte value);
                return length == Undecided || (length > 0 && value == form[0]) ? length
                    : form[0] == '%' ? 1
                    : 0;
            case (byte)'\\':
                return Unescape(text, form, out count);
            case (byte)'+' when form[0] == ' ':
                return 1;
            default:
                return text[0] == form[0] ? 1 : 0;
        }
    }

    /// <summary>The length of a percent-encoded byte, whose own sign may be encoded in turn.</summary>
    private static int PercentLength(ReadOnlySpan<byte> text, bool isEnd, out byte value)
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
        count = form.StartsWith(bytes) ? bytes.Length
            : form[0] == ' ' && bytes[0] == '+' ? 1
            : 0;
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

    private static IEnumerable<string> FormsOf(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        IEnumerable<string> encoded = Enumerable.Range(0, 3).Select(offset => Base64Of(bytes, offset));
        return [text, WebUtility.HtmlEncode(text), .. encoded.SelectMany(form => (string[])[form, form.Replace('+', '-').Replace('/', '_')])];
    }

    /// <summary>The characters of base64 that a text decides alone when so many bytes before it are in its first group.</summary>
    private static string Base64Of(byte[] bytes, int offset)
    {
        string whole = Convert.ToBase64String([.. new byte[offset], .. bytes]);
        int bits = 8 * (offset + bytes.Length);
        return whole[(((8 * offset) + 5) / 6)..(bits / 6)];
    }
}
