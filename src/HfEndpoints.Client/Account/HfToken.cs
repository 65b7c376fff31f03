using System.Runtime.InteropServices;
using System.Security;

namespace HfEndpoints.Client;

/// <summary>
/// A Hugging Face access token. It is kept in a <see cref="SecureString"/> and becomes text only while a request is
/// sent, and in the memory of what to mask in answers. <see cref="ToString"/> returns a fixed text. On Linux and macOS
/// .NET does not encrypt a <see cref="SecureString"/>; there it only keeps the token out of logs and of accidental output.
/// </summary>
public sealed class HfToken
{
    private readonly SecureString _value;

    private HfToken(SecureString value, string source, bool isSendable) => (_value, Source, IsSendable) = (value, source, isSendable);

    /// <summary>Where the token came from: a parameter, the name of an environment variable, or a file's path.</summary>
    public string Source { get; }

    /// <summary>Creates a token from plain text. White space around it is removed, as in the Python library.</summary>
    /// <param name="text">The token.</param>
    /// <param name="source">Where it came from, for display.</param>
    /// <returns>The token; null if <paramref name="text"/> is blank.</returns>
    public static HfToken? FromText(string? text, string source)
    {
        string clean = (text ?? "").Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Trim();
        if (clean.Length == 0)
        {
            return null;
        }

        var value = new SecureString();
        foreach (char c in clean)
        {
            value.AppendChar(c);
        }

        value.MakeReadOnly();
        return new HfToken(value, source, clean.All(c => c is > ' ' and <= '~'));
    }

    /// <summary>Creates a token from a secure string, such as <c>Get-Secret</c> and <c>Read-Host -AsSecureString</c> return.</summary>
    /// <param name="value">The token.</param>
    /// <param name="source">Where it came from, for display.</param>
    /// <returns>The token; null if the string is empty.</returns>
    public static HfToken? FromSecureString(SecureString value, string source)
    {
        ArgumentNullException.ThrowIfNull(value);
        return FromText(Reveal(value), source);
    }

    /// <summary>Whether two tokens, either of which may be missing, are the same.</summary>
    /// <param name="one">A token.</param>
    /// <param name="other">Another.</param>
    /// <returns>True if both are missing or both have the same value.</returns>
    public static bool AreSame(HfToken? one, HfToken? other) =>
        ReferenceEquals(one, other)
        || (one is not null && other is not null && one.Reveal().Equals(other.Reveal(), StringComparison.Ordinal));

    /// <summary>Always the same text, whatever the token.</summary>
    /// <returns>A text without the token.</returns>
    public override string ToString() => "HfToken (hidden)";

    /// <summary>Whether it is valid in a header field. A badly pasted token may not be.</summary>
    internal bool IsSendable { get; }

    internal string Reveal() => Reveal(_value);

    private static string Reveal(SecureString value)
    {
        IntPtr pointer = Marshal.SecureStringToGlobalAllocUnicode(value);
        try
        {
            return Marshal.PtrToStringUni(pointer, value.Length);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(pointer);
        }
    }
}
