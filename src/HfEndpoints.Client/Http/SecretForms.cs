using System.Buffers;

namespace HfEndpoints.Client;

/// <summary>
/// Finds texts in bytes however they are written there: plain, percent-encoded, escaped as in JSON (also JSON within JSON), as HTML,
/// or within base64 of either alphabet, whatever stands before them.
/// </summary>
internal sealed class SecretForms
{
    // A part that is left of a text that was cut.
    private const int LeastPart = 8;

    // Each is searched for by itself.
    private const int MaxSearched = 32;

    private static readonly SearchValues<byte> s_letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private readonly byte[][]?[] _byFirst = new byte[][]?[256];
    private readonly byte[][] _all;
    private readonly byte[][] _beginnings;
    private readonly SearchValues<byte> _starts;

    // By loops: LINQ over bytes would be compiled at the first request of each process.
    public SecretForms(IEnumerable<string> texts)
    {
        _all = [.. texts.SelectMany(FormsOf).Distinct().Select(Encoding.UTF8.GetBytes)];
        var starts = new List<byte>();
        var beginnings = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (byte[] form in _all)
        {
            byte first = form[0];
            if (_byFirst[first] is null)
            {
                starts.Add(first);
            }

            _byFirst[first] = [.. _byFirst[first] ?? [], form];

            // What is escaped nowhere begins like this, also if it is cut. A blank may be written in another way.
            int blank = form.AsSpan().IndexOf((byte)' ');
            byte[] beginning = form[..Math.Min(LeastPart, blank < 0 ? form.Length : blank)];
            beginnings[Convert.ToHexString(beginning)] = beginning;
        }

        _beginnings = [.. beginnings.Values];
        _starts = SearchValues.Create([.. starts, .. _all.Length > 0 ? "%\\"u8 : []]);
    }

    /// <summary>Whether there may be one, which takes little time where there is none.</summary>
    public bool MayBeIn(ReadOnlySpan<byte> text)
    {
        if (_beginnings.Length > MaxSearched || text.IndexOfAny((byte)'%', (byte)'\\') >= 0)
        {
            return true;
        }

        foreach (byte[] beginning in _beginnings)
        {
            if (text.IndexOf(beginning) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<byte> Ellipsis => "\\u2026"u8;

    /// <summary>Copies a text with each of them replaced; returns how much of it was copied or replaced.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isEnd">Whether nothing follows. Otherwise the rest is to come again, with what follows.</param>
    /// <param name="replacement">What is written in place of each.</param>
    /// <param name="output">Where to; null to only look.</param>
    /// <param name="isFound">Whether there was one.</param>
    public int Replace(ReadOnlySpan<byte> text, bool isEnd, ReadOnlySpan<byte> replacement, IBufferWriter<byte>? output, out bool isFound)
    {
        isFound = false;
        int done = 0;
        for (int at = 0; text[at..].IndexOfAny(_starts) is >= 0 and int next;)
        {
            at += next;
            int length = LongestAt(text[at..], isEnd);
            if (length == EscapedText.Undecided)
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
        if (text[0] == '%' && EscapedText.PercentLength(text, isEnd, out byte value) > 0)
        {
            longest = Longest(_byFirst[value], text, isEnd, longest);
        }
        else if (text[0] == '\\' || (text[0] == '%' && !isEnd && text.Length < EscapedText.MaxEscape))
        {
            longest = Longest(_all, text, isEnd, longest);
        }

        return longest;
    }

    private static int Longest(byte[][]? forms, ReadOnlySpan<byte> text, bool isEnd, int longest)
    {
        foreach (byte[] form in forms ?? [])
        {
            int length = longest == EscapedText.Undecided ? EscapedText.Undecided : Match(text, form, isEnd);
            longest = length == EscapedText.Undecided ? EscapedText.Undecided : Math.Max(longest, length);
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
            int step = at == text.Length ? EscapedText.Undecided : EscapedText.Step(text[at..], form[taken..], isEnd, out count);
            if (step == EscapedText.Undecided && !isEnd)
            {
                return EscapedText.Undecided;
            }

            if (step <= 0)
            {
                // An ellipsis may be cut in two as well.
                return !isEnd && taken >= LeastPart && text.Length - at < Ellipsis.Length ? EscapedText.Undecided
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

    private static IEnumerable<string> FormsOf(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        IEnumerable<string> encoded = Enumerable.Range(0, 3).Select(offset => Base64Of(bytes, offset));
        return
        [
            text,
            WebUtility.HtmlEncode(text),
            .. encoded.SelectMany(form => (string[])[form, form.Replace('+', '-').Replace('/', '_')]),
        ];
    }

    /// <summary>The characters of base64 that a text decides alone when so many bytes before it are in its first group.</summary>
    private static string Base64Of(byte[] bytes, int offset)
    {
        string whole = Convert.ToBase64String([.. new byte[offset], .. bytes]);
        int bits = 8 * (offset + bytes.Length);
        return whole[(((8 * offset) + 5) / 6)..(bits / 6)];
    }
}
