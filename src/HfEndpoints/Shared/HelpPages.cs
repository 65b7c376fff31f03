namespace HfEndpoints.Commands;

/// <summary>The address of the help pages for <c>Get-Help -Online</c>.</summary>
internal static class HelpPages
{
    /// <summary>The folder of the pages, to which a cmdlet's name and <c>.md</c> are appended.</summary>
    public const string Root = "https://github.com/hf-endpoints/HfEndpoints/blob/main/docs/en-US/";
}
