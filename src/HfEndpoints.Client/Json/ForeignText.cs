using System.Text.Unicode;

namespace HfEndpoints.Client;

/// <summary>Reads text from outside, in UTF-8 or in the encoding of its byte order mark or media type.</summary>
internal static class ForeignText
{
    // The longer marks first: that of UTF-32 begins with that of UTF-16.
    private static readonly Encoding[] s_marked =
    [
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        new UTF32Encoding(bigEndian: false, byteOrderMark: true),
        new UTF32Encoding(bigEndian: true, byteOrderMark: true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
    ];

    /// <summary>The encoding of a text's byte order mark; null if it has none.</summary>
    public static Encoding? FindMark(ReadOnlySpan<byte> bytes)
    {
        // No mark begins with a letter or a brace.
        if (bytes.IsEmpty || (bytes[0] < 0x80 && bytes[0] != 0))
        {
            return null;
        }

        foreach (Encoding encoding in s_marked)
        {
            if (bytes.StartsWith(encoding.Preamble))
            {
                return encoding;
            }
        }

        return null;
    }

    /// <summary>Reads a text for display. Invalid bytes become replacement characters.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="charset">The charset of its media type, used if there is no byte order mark.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        if (FindMark(bytes) is { } marked)
        {
            return marked.GetString(bytes[marked.Preamble.Length..]);
        }

        if (Utf8.IsValid(bytes) || TextEncodings.Find(charset) is not { } named)
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var lenient = (Encoding)named.Clone();
        lenient.DecoderFallback = DecoderFallback.ReplacementFallback;
        return lenient.GetString(bytes);
    }

    /// <summary>The bytes in UTF-8 without a byte order mark. Invalid bytes stay invalid.</summary>
    public static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> bytes, string? charset, out bool isValid)
    {
        Encoding? marked = FindMark(bytes.Span);
        ReadOnlyMemory<byte> text = bytes[(marked?.Preamble.Length ?? 0)..];
        isValid = marked is null or UTF8Encoding && Utf8.IsValid(text.Span);
        if (isValid || marked is UTF8Encoding)
        {
            return text;
        }

        try
        {
            if (TextEncodings.Find(marked?.WebName ?? charset) is { } strict)
            {
                isValid = true;
                return Encoding.UTF8.GetBytes(strict.GetString(text.Span));
            }
        }
        catch (DecoderFallbackException)
        {
            // It is in another encoding than it says.
        }

        isValid = false;
        return text;
    }
}
