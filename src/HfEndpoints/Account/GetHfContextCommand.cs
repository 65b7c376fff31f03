namespace HfEndpoints.Commands;

/// <summary>Gets the account and the service that this session uses. Without a token there is no output.</summary>
[Cmdlet(VerbsCommon.Get, "HfContext", HelpUri = HelpPages.Root + "Get-HfContext.md")]
[OutputType(typeof(HfContext))]
public sealed class GetHfContextCommand : HfCmdlet
{
    /// <summary>Process, or Runspace for the account of this runspace alone; by default the one that is used now.</summary>
    [Parameter(HelpMessage = HelpText.Scope)]
    [ValidateSet(HfSession.ProcessScope, HfSession.RunspaceScope)]
    public string? Scope { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        HfSession session = HfSession.FromScope(Scope);
        if (session is { Scope: HfSession.RunspaceScope, Connected: null })
        {
            WriteVerbose("This runspace has no account of its own: it uses the one of the process.");
            return;
        }

        Run(async (output, cancellationToken) =>
        {
            try
            {
                HfConnection connection = WithToken(session.GetConnection());
                if (connection.Options.Token is null)
                {
                    output.Verbose("There is no token: run Connect-HfAccount or set HF_TOKEN.");
                    return;
                }

                WhoAmI account = await connection.GetAccountAsync(connection.CreateClient(output), cancellationToken).ConfigureAwait(false);
                await output.WriteAllAsync([ContextConversion.ToOutput(connection, account, session.Scope)]).ConfigureAwait(false);
            }
            catch (HfException exception)
            {
                await output.WriteErrorAsync(ErrorRecords.From(exception, null)).ConfigureAwait(false);
            }
        });
    }
}
