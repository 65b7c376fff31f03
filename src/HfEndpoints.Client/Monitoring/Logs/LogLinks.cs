using System.Net.Http.Headers;

namespace HfEndpoints.Client;

/// <summary>
/// Reads the Link field of a page. Only the queries of the links are used: the host that a service behind a proxy
/// names may be none that can be reached, or that may be sent the token.
/// </summary>
internal static partial class LogLinks
{
    /// <summary>The query of the link with a relation, without its question mark; null if there is none.</summary>
    public static string? Find(HttpResponseHeaders headers, string relation)
    {
        if (!headers.TryGetValues("Link", out IEnumerable<string>? values))
        {
            return null;
        }

        foreach (Match link in Link().Matches(string.Join(',', values)))
        {
            if (link.Groups["rel"].Value.Split(' ').Contains(relation, StringComparer.OrdinalIgnoreCase)
                && link.Groups["uri"].Value.Split('?', 2) is [_, { Length: > 0 } query])
            {
                return query;
            }
        }

        return null;
    }

    /// <summary>A request's own parameters, with those of a link in their place or beside them.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Merge(IEnumerable<KeyValuePair<string, string?>> own, string link)
    {
        var merged = new Dictionary<string, string?>(own);
        foreach (string part in link.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=', 2);
            merged[Decode(pair[0])] = Decode(pair.Length > 1 ? pair[1] : "");
        }

        return merged;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    [GeneratedRegex(
        "<(?<uri>[^>]*)>(?:\\s*;\\s*(?:rel\\s*=\\s*(?:\"(?<rel>[^\"]*)\"|(?<rel>[^\\s\",;]+))"
            + "|[\\w*-]+\\s*=\\s*(?:\"[^\"]*\"|[^\\s\",;]*)))*")]
    private static partial Regex Link();
}
