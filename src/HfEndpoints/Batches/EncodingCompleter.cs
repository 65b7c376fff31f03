namespace HfEndpoints.Commands;

/// <summary>Completes the names of encodings, as PowerShell has them.</summary>
public sealed class EncodingCompleter : WordListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Words =>
    [
        ("ansi", "The encoding of this computer's language, such as windows-1252"),
        ("ascii", "The 128 characters of ASCII"),
        ("bigendianunicode", "UTF-16, the higher byte first"),
        ("bigendianutf32", "UTF-32, the highest byte first"),
        ("oem", "The encoding of this computer's console"),
        ("unicode", "UTF-16"),
        ("utf32", "UTF-32"),
        ("utf8", "UTF-8, the default"),
        ("windows-1252", "Western European, as older programs on Windows write it"),
    ];
}
