namespace HfEndpoints.Emulator;

/// <summary>A value that does not fit, and where it is in the document.</summary>
internal sealed class ShapeException(string path, string message, bool isSyntax = false) : Exception(message)
{
    public string Path { get; } = path;

    public bool IsSyntax { get; } = isSyntax;

    public static string UnknownVariant(string value, IReadOnlyList<string> known)
    {
        string expected = known.Count switch
        {
            1 => $"`{known[0]}`",
            2 => $"`{known[0]}` or `{known[1]}`",
            _ => "one of " + string.Join(", ", known.Select(name => $"`{name}`")),
        };
        return $"unknown variant `{value}`, expected {expected}";
    }
}
