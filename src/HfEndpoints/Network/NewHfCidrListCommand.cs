namespace HfEndpoints.Commands;

/// <summary>Creates a named list of address ranges that may reach endpoints.</summary>
[Cmdlet(VerbsCommon.New, "HfCidrList", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "New-HfCidrList.md")]
[OutputType(typeof(HfCidrList))]
public sealed class NewHfCidrListCommand : NamespaceCmdlet
{
    /// <summary>The display name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The display name.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The ranges, such as 203.0.113.0/24.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, HelpMessage = "The ranges, such as 203.0.113.0/24.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Alias("CidrList")]
    [ValidateNotNullOrEmpty]
    public string[] Range { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunInNamespace(Name, async (client, owner, output, cancellationToken) =>
    {
        string[] ranges = CidrRanges.Check(Range);
        if (await output.ShouldProcessAsync($"address list '{Name}' of '{owner}'", $"create with {string.Join(", ", ranges)}")
            .ConfigureAwait(false))
        {
            HfCidrList created = await client.Network
                .SaveCidrListAsync(new HfCidrList { Name = Name, Range = [.. ranges], Namespace = owner }, cancellationToken)
                .ConfigureAwait(false);
            await output.WriteAllAsync([created]).ConfigureAwait(false);
        }
    });
}
