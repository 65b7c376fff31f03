using System.Management.Automation;

namespace HfEndpoints.Commands;

/// <summary>
/// Forgets the account that Connect-HfAccount chose in this session. The token of the environment, if there is one,
/// is used again from then on.
/// </summary>
[Cmdlet(VerbsCommunications.Disconnect, "HfAccount", HelpUri = HelpPages.Root + "Disconnect-HfAccount.md")]
[OutputType(typeof(void))]
public sealed class DisconnectHfAccountCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (HfSession.Current.Connected is null)
        {
            WriteVerbose("Nothing to forget: Connect-HfAccount was not used in this session.");
        }

        HfSession.Current.Connected = null;
    }
}
