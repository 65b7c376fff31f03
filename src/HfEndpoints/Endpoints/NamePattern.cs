using System.Runtime.CompilerServices;

namespace HfEndpoints.Commands;

/// <summary>Finds endpoints by wildcards: the server filters as far as it can, the pattern does the rest.</summary>
internal static class NamePattern
{
    private static readonly char[] s_special = ['*', '?', '[', ']', '`'];

    /// <summary>All endpoints of a namespace that match, page by page.</summary>
    public static async IAsyncEnumerable<HfInferenceEndpoint> FindAsync(
        HfClient client,
        string owner,
        string pattern,
        EndpointFilter? filter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Func<string, bool> isMatch = Compile(pattern);
        filter = Narrow(filter ?? new EndpointFilter(), pattern);
        await foreach (EndpointPage page in client.Endpoints.ListPagesAsync(owner, filter, cancellationToken).ConfigureAwait(false))
        {
            foreach (HfInferenceEndpoint endpoint in page.Items.Where(endpoint => isMatch(endpoint.Name)))
            {
                yield return endpoint;
            }
        }
    }

    /// <summary>The failure for a name that does not exist, with the most similar name.</summary>
    public static HfException NotFound(string what, string name, string owner, IEnumerable<string> names) => new(
        HfErrorKind.NotFound,
        $"No {what} is named '{name}' in namespace '{owner}'."
        + (NearestWord.Find(name, names) is { } nearest ? $" Did you mean '{nearest}'?" : ""));

    /// <summary>Matches with a pattern, case-insensitively.</summary>
    /// <exception cref="HfException">The pattern is not valid: a bracket is not closed.</exception>
    public static Func<string, bool> Compile(string pattern)
    {
        var wildcard = new WildcardPattern(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        try
        {
            // A pattern is parsed on first use.
            wildcard.IsMatch("");
        }
        catch (WildcardPatternException)
        {
            throw new HfException(
                HfErrorKind.InvalidRequest,
                $"'{pattern}' is not a valid pattern. Use '*', '?' and closed brackets such as '[a-c]', and '`[' for the "
                + "character itself.");
        }

        return wildcard.IsMatch;
    }

    /// <summary>Matches values with any of several patterns. Without patterns, all match.</summary>
    /// <exception cref="HfException">A pattern is not valid.</exception>
    public static Func<string, bool> CompileAny(string[]? patterns)
    {
        Func<string, bool>[] matches = [.. (patterns ?? []).Select(Compile)];
        return value => matches.Length == 0 || matches.Any(isMatch => isMatch(value));
    }

    /// <summary>Asks the server for names that contain the pattern's longest literal part, unless there is a search already.</summary>
    public static EndpointFilter Narrow(EndpointFilter filter, string pattern)
    {
        // Inside brackets no character is literal, so such a pattern is only matched here.
        if (filter.Search is not null || pattern.Contains('[', StringComparison.Ordinal))
        {
            return filter;
        }

        string? part = pattern.Split(s_special).MaxBy(text => text.Length);
        return string.IsNullOrEmpty(part) ? filter : filter with { Search = part.ToLowerInvariant() };
    }
}
