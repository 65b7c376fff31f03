namespace HfEndpoints.Commands;

/// <summary>
/// What is said at the end, such as a warning of something that still costs money, on the pipeline thread. If the pipeline has
/// been stopped, by Ctrl+C or Select-Object -First, it accepts nothing more, so it goes to the host.
/// </summary>
internal static class LastWords
{
    /// <summary>Says what became of the work: as Write-Host does, or to the host.</summary>
    public static void Say(PSCmdlet cmdlet, string text)
    {
        try
        {
            cmdlet.WriteInformation(new HostInformationMessage { Message = text }, ["PSHOST"]);
        }
        catch (PipelineStoppedException)
        {
            cmdlet.Host.UI.WriteLine(text);
        }
    }

    public static void Warn(PSCmdlet cmdlet, string text)
    {
        try
        {
            cmdlet.WriteWarning(text);
        }
        catch (PipelineStoppedException)
        {
            cmdlet.Host.UI.WriteWarningLine(text);
        }
    }
}
