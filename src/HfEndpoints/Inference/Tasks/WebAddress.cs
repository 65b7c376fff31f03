namespace HfEndpoints.Commands;

/// <summary>Distinguishes web addresses from file paths.</summary>
internal static class WebAddress
{
    /// <summary>The text as an address; null if it is not one.</summary>
    public static Uri? TryRead(string text) =>
        (text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        && Uri.TryCreate(text, UriKind.Absolute, out Uri? address) ? address : null;
}
