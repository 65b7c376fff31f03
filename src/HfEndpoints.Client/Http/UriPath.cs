namespace HfEndpoints.Client;

/// <summary>Builds addresses from parts that people typed.</summary>
internal static class UriPath
{
    /// <summary>
    /// Parses an address fully before threads share it. A <see cref="Uri"/> is parsed on first use, and two threads
    /// at the same moment may get a wrong IsLoopback.
    /// </summary>
    public static Uri Settle(Uri uri)
    {
        _ = uri.IsLoopback;
        _ = uri.AbsoluteUri;
        return uri;
    }

    /// <summary>
    /// Appends segments, each escaped, so that a name can't reach another route. A dot segment is refused, because it
    /// would be resolved even if escaped.
    /// </summary>
    public static Uri Append(Uri root, params ReadOnlySpan<string> segments)
    {
        var builder = new StringBuilder(root.GetLeftPart(UriPartial.Path).TrimEnd('/'));
        foreach (string segment in segments)
        {
            if (segment is "" or "." or "..")
            {
                throw new HfException(
                    HfErrorKind.InvalidRequest, $"'{segment}' can't be a name or a namespace.");
            }

            // Half a surrogate pair would be escaped as another character, and so name something else.
            if (segment.EnumerateRunes().Contains(Rune.ReplacementChar))
            {
                throw new HfException(HfErrorKind.InvalidRequest, $"'{segment}' can't be a name or a namespace: it is not valid text.");
            }

            builder.Append('/').Append(Uri.EscapeDataString(segment));
        }

        return ToUri(builder.ToString());
    }

    /// <summary>Appends a route that the server gave, such as a health route.</summary>
    public static Uri AppendRoute(Uri root, string? route) =>
        string.IsNullOrEmpty(route) ? root : ToUri($"{root.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{route.TrimStart('/')}");

    /// <summary>Adds a query; parts whose value is null are left out.</summary>
    public static Uri WithQuery(Uri uri, IEnumerable<KeyValuePair<string, string?>> query)
    {
        var text = new StringBuilder();
        foreach ((string key, string? value) in query)
        {
            if (value is not null)
            {
                text.Append(text.Length == 0 ? '?' : '&').Append(key).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return text.Length == 0 ? uri : ToUri($"{uri}{text}");
    }

    /// <summary>The root of another version of an API, if the root ends with a version.</summary>
    public static Uri WithVersion(Uri root, string version)
    {
        string path = root.AbsolutePath.TrimEnd('/');
        string last = path[(path.LastIndexOf('/') + 1)..];
        bool isVersion = last.Length > 1 && last[0] == 'v' && last.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
        return new Uri(root, $"{(isVersion ? path[..^last.Length] : path + '/')}{version}");
    }

    public static bool SameOrigin(Uri one, Uri other) =>
        one.Port == other.Port && one.Scheme == other.Scheme && one.Host.Equals(other.Host, StringComparison.OrdinalIgnoreCase);

    // .NET 8 refuses more than 65,519 characters.
    private static Uri ToUri(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) ? uri : throw new HfException(
        HfErrorKind.InvalidRequest, $"The address '{text[..Math.Min(text.Length, 100)]}' of {text.Length} characters is not valid.");
}
