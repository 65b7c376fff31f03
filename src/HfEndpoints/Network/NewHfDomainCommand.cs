namespace HfEndpoints.Commands;

/// <summary>Adds a custom domain for endpoints.</summary>
[Cmdlet(VerbsCommon.New, "HfDomain", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "New-HfDomain.md")]
[OutputType(typeof(HfDomain))]
public sealed class NewHfDomainCommand : NamespaceCmdlet
{
    /// <summary>The domain, such as models.example.org.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The domain, such as models.example.org.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string Domain { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunInNamespace(Domain, async (client, owner, output, cancellationToken) =>
    {
        if (await output.ShouldProcessAsync($"domain '{Domain}' of '{owner}'", "add").ConfigureAwait(false))
        {
            HfDomain added = await client.Network.AddDomainAsync(owner, Domain, cancellationToken).ConfigureAwait(false);
            await output.WriteAllAsync([added]).ConfigureAwait(false);
        }
    });
}
