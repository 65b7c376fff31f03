using System.Collections;
using System.Management.Automation;

namespace HfEndpoints.Commands;

/// <summary>Reads what is already typed on the command line that is being completed.</summary>
internal static class TypedArguments
{
    private const string EveryNamespace = "*";

    /// <summary>The values of a parameter; none if it is not typed.</summary>
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

    /// <summary>Matches what the values of a parameter match; everything where it is not typed.</summary>
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

    /// <summary>The one namespace typed; null for the session's.</summary>
    public static string? Namespace(IDictionary? bound) =>
        Read(bound, nameof(Namespace)).FirstOrDefault(name => name is not ("" or EveryNamespace));
}
