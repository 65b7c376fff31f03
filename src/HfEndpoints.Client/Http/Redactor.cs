using System.Text.RegularExpressions;

namespace HfEndpoints.Client;

/// <summary>Removes tokens from texts from outside, because a server may echo what it received.</summary>
internal sealed partial class Redactor
{
    private const string Mask = "***";
    private readonly HfToken? _token;

    public Redactor(HfToken? token) => _token = token;

    public string Redact(string text)
    {
        string clean = HubToken().Replace(text, Mask);
        return _token?.Reveal() is { Length: > 3 } token
            ? clean.Replace(token, Mask, StringComparison.Ordinal)
            : clean;
    }

    [GeneratedRegex("\\b(hf_|api_org_)[A-Za-z0-9]{8,}")]
    private static partial Regex HubToken();
}
