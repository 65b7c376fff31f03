namespace HfEndpoints.Commands;

/// <summary>Where the help pages can be read in a browser: what <c>Get-Help -Online</c> opens.</summary>
internal static class HelpPages
{
    /// <summary>The folder of the pages. The name of a cmdlet with <c>.md</c> follows.</summary>
    public const string Root = "https://github.com/hf-endpoints/HfEndpoints/blob/main/docs/en-US/";
}
