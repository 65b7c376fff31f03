namespace HfEndpoints.Commands;

/// <summary>Gets the private links of a namespace, with their status.</summary>
[Cmdlet(VerbsCommon.Get, "HfPrivateService", HelpUri = HelpPages.Root + "Get-HfPrivateService.md")]
[OutputType(typeof(HfPrivateService))]
public sealed class GetHfPrivateServiceCommand : NamespaceCmdlet
{
    /// <summary>Only links of this cloud account.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "Only links of this cloud account.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? AccountId { get; set; }

    /// <summary>Only links that several endpoints share; -Shared:$false gives only those that are not.</summary>
    [Parameter(HelpMessage = "Only links that several endpoints share; -Shared:$false gives only those that are not.")]
    public SwitchParameter Shared { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool? shared = IfBound(Shared);
        RunInNamespace(AccountId, async (client, owner, output, cancellationToken) =>
        {
            await output.WriteAllAsync(
                await client.Network.ListPrivateServicesAsync(owner, AccountId, shared, cancellationToken).ConfigureAwait(false))
                .ConfigureAwait(false);
        });
    }
}
