namespace HfEndpoints.Commands;

/// <summary>
/// Disconnects the account of Connect-HfAccount. Then the token of the environment is used again, if there is one; in
/// a runspace with its own account, the account of the process.
/// </summary>
[Cmdlet(VerbsCommunications.Disconnect, "HfAccount", HelpUri = HelpPages.Root + "Disconnect-HfAccount.md")]
[OutputType(typeof(void))]
public sealed class DisconnectHfAccountCommand : PSCmdlet
{
    /// <summary>Process, or Runspace for the account of this runspace alone; by default the one that is used now.</summary>
    [Parameter(HelpMessage = HelpText.Scope)]
    [ValidateSet(HfSession.ProcessScope, HfSession.RunspaceScope)]
    public string? Scope { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        HfSession session = HfSession.FromScope(Scope);
        if (session.Connected is null)
        {
            WriteVerbose("Nothing to forget: Connect-HfAccount was not used.");
        }

        session.Disconnect();
    }
}
