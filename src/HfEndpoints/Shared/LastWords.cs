namespace HfEndpoints.Commands;

/// <summary>
/// Warnings of something that still costs money, on the pipeline thread. If the pipeline has been stopped, by Ctrl+C or
/// Select-Object -First, it accepts nothing more, so they go to the host.
/// </summary>
internal static class LastWords
{
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
