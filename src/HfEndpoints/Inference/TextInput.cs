using System.Runtime.CompilerServices;
using System.Text;

namespace HfEndpoints.Commands;

/// <summary>A text to be sent, and what it came from.</summary>
/// <param name="Text">The text.</param>
/// <param name="Origin">The file it was read from; otherwise the text itself.</param>
internal sealed record TextInput(string Text, object Origin)
{
    private static readonly ConditionalWeakTable<string, object> s_origins = [];

    /// <summary>Creates a placeholder for a text that is not read yet.</summary>
    public static string StandIn(string name, object origin)
    {
        // Never the text that was given, for others may be equal.
        var text = new string(name.AsSpan());
        if (text.Length == 0)
        {
            // There is one empty text only.
            text = new string(' ', 1);
        }

        s_origins.Add(text, origin);
        return text;
    }

    /// <summary>What a text stands for; the text itself where it stands for nothing else.</summary>
    public static object OriginOf(string text) => s_origins.TryGetValue(text, out object? origin) ? origin : text;
}

/// <summary>Reads the texts of what stands for them. On the pipeline thread.</summary>
internal static class TextInputReader
{
    // More than any model reads.
    private const int MaxBytes = 64 << 20;

    // The longer marks first: that of UTF-32 begins with that of UTF-16.
    private static readonly Encoding[] s_marked =
    [
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
    ];

    /// <summary>The text.</summary>
    /// <param name="text">The text, or what stands for a file.</param>
    /// <param name="parameter">The parameter it was given to.</param>
    /// <exception cref="HfException">It is not a text, or a file that can't be read as text.</exception>
    public static TextInput Read(string text, string parameter) => TextInput.OriginOf(text) switch
    {
        FileInfo file => new TextInput(ReadFile(file), file),
        DirectoryInfo folder =>
            throw Refuse($"'{folder.FullName}' is a folder. Pipe its files, as in 'Get-ChildItem -File {folder.Name}'."),
        string plain => new TextInput(plain, plain),
        var other => throw Refuse(
            $"{other.GetType().Name} is not a text. -{parameter} takes texts, files of text, and objects with the property {parameter}."),
    };

    /// <summary>The text of a file.</summary>
    /// <exception cref="HfException">It can't be read, or is not a file of text.</exception>
    public static string ReadFile(FileInfo file)
    {
        byte[] bytes = WholeFile.Read(file.FullName, MaxBytes);
        Encoding encoding = s_marked.FirstOrDefault(one => bytes.AsSpan().StartsWith(one.Preamble)) ?? s_marked[0];
        int start = bytes.AsSpan().StartsWith(encoding.Preamble) ? encoding.Preamble.Length : 0;
        try
        {
            string text = encoding.GetString(bytes, start, bytes.Length - start);
            if (!text.Contains('\0', StringComparison.Ordinal))
            {
                return text;
            }
        }
        catch (DecoderFallbackException)
        {
            // Reported below, as for any other file that is not text.
        }

        throw new HfException(
            HfErrorKind.FileNotRead,
            $"The file '{file.FullName}' is not text in UTF-8, nor in UTF-16 or UTF-32 with a byte order mark. "
            + "Read text in another encoding with 'Get-Content -Raw -Encoding' and pipe it. To ask about a file of "
            + "another kind, write a text about it.");
    }

    private static HfException Refuse(string message) => new(HfErrorKind.InvalidRequest, message);
}
