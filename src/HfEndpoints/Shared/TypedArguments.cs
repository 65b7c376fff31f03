namespace HfEndpoints.Commands;

/// <summary>Reads the arguments already typed on the command line being completed.</summary>
internal static class TypedArguments
{
    private const string EveryNamespace = "*";

    /// <summary>The values of a parameter; empty if it is not typed.</summary>
    public static string[] Read(IDictionary? bound, string parameter)
    {
        object? value = bound?[parameter] is PSObject wrapped ? wrapped.BaseObject : bound?[parameter];
        return value switch
        {
            null => [],
            string text => [text],
            IEnumerable list => [.. list.Cast<object?>().Select(item => item?.ToString() ?? "")],
            _ => [value.ToString() ?? ""],
        };
    }

    /// <summary>Matches the typed values of a parameter; matches everything if it is not typed.</summary>
    public static Func<string, bool> Match(IDictionary? bound, string parameter)
    {
        try
        {
            return NamePattern.CompileAny(Read(bound, parameter));
        }
        catch (HfException)
        {
            return _ => false;
        }
    }

    /// <summary>The namespace and the name of an endpoint that is typed as <c>name</c> or <c>namespace/name</c>.</summary>
    public static (string? Namespace, string Name) Endpoint(string typed, string? chosen) =>
        typed.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? (typed[..slash], typed[(slash + 1)..]) : (chosen, typed);

    /// <summary>The one namespace typed; null for the session's.</summary>
    public static string? Namespace(IDictionary? bound) =>
        Read(bound, nameof(Namespace)).FirstOrDefault(name => name is not ("" or EveryNamespace));
}
