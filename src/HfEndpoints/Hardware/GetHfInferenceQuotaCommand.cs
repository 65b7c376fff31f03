namespace HfEndpoints.Commands;

/// <summary>Gets a namespace's quota of each kind of accelerator, and how much of it is in use.</summary>
[Cmdlet(VerbsCommon.Get, "HfInferenceQuota", HelpUri = HelpPages.Root + "Get-HfInferenceQuota.md")]
[OutputType(typeof(HfQuota))]
public sealed class GetHfInferenceQuotaCommand : HfCmdlet
{
    /// <summary>Only of these cloud vendors; wildcards are allowed.</summary>
    [Parameter(HelpMessage = "Only of these cloud vendors; wildcards are allowed.")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public string[]? Vendor { get; set; }

    /// <summary>Only these kinds of instance; wildcards are allowed.</summary>
    [Parameter(HelpMessage = "Only these kinds of instance; wildcards are allowed.")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public string[]? InstanceType { get; set; }

    /// <summary>The users or organizations; by default the session's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "The users or organizations; by default the session's.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Namespace is null)
        {
            RunForItem(null, (connection, output, cancellationToken) => WriteAsync(connection, null, output, cancellationToken));
            return;
        }

        foreach (string owner in Namespace)
        {
            RunForItem(owner, (connection, output, cancellationToken) => WriteAsync(connection, owner, output, cancellationToken));
        }
    }

    private async Task WriteAsync(HfConnection connection, string? chosen, CmdletOutput output, CancellationToken cancellationToken)
    {
        connection.RequireToken();
        HfClient client = connection.CreateClient(output);
        string owner = chosen ?? await connection.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false);
        Func<string, bool> isVendor = NamePattern.CompileAny(Vendor);
        Func<string, bool> isType = NamePattern.CompileAny(InstanceType);
        IReadOnlyList<HfQuota> quotas = await client.Hardware.ListQuotasAsync(owner, cancellationToken).ConfigureAwait(false);
        await output.WriteAllAsync(
        [
            .. quotas.Where(quota => isVendor(quota.Vendor) && isType(quota.InstanceType)),
        ]).ConfigureAwait(false);
    }
}
