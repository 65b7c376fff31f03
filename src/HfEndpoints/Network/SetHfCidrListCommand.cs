namespace HfEndpoints.Commands;

/// <summary>Changes the name or the ranges of an address list. What is not given stays unchanged.</summary>
[Cmdlet(VerbsCommon.Set, "HfCidrList", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Set-HfCidrList.md")]
[OutputType(typeof(HfCidrList))]
public sealed class SetHfCidrListCommand : NamespaceCmdlet
{
    /// <summary>The list's id, from Get-HfCidrList, or its name.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The list's id, from Get-HfCidrList, or its name.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CidrListNameCompleter))]
    public string Id { get; set; } = "";

    /// <summary>The new name.</summary>
    [Parameter(HelpMessage = "The new name.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Alias("NewName")]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The new ranges, which replace all existing ones.</summary>
    [Parameter(HelpMessage = "The new ranges, which replace all existing ones.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Alias("CidrList")]
    [ValidateNotNullOrEmpty]
    public string[]? Range { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunInNamespace(Id, async (client, owner, output, cancellationToken) =>
    {
        if (Name is null && Range is null)
        {
            throw new HfException(
                HfErrorKind.InvalidRequest, $"Nothing to change on address list '{Id}': neither Name nor Range was given.");
        }

        string[]? ranges = Range is null ? null : CidrRanges.Check(Range);
        // The service replaces the whole list, so what is not given is read first.
        HfCidrList list = await CidrListNames.SingleAsync(client, owner, Id, cancellationToken).ConfigureAwait(false);
        HfCidrList wanted = list with { Name = Name ?? list.Name, Range = ranges is null ? list.Range : [.. ranges] };
        if (await output.ShouldProcessAsync(
            $"address list '{list.Name}' of '{owner}'", $"change to '{wanted.Name}' with {string.Join(", ", wanted.Range)}")
            .ConfigureAwait(false))
        {
            HfCidrList changed = await client.Network.SaveCidrListAsync(wanted, cancellationToken).ConfigureAwait(false);
            await output.WriteAllAsync([changed]).ConfigureAwait(false);
        }
    });
}
