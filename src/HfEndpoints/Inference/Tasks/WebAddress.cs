namespace HfEndpoints.Commands;

/// <summary>Tells addresses on the web from paths of files.</summary>
internal static class WebAddress
{
    /// <summary>The address that a text is; null if it is none.</summary>
    public static Uri? TryRead(string text) =>
        (text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        && Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            ? address
            : null;
}
