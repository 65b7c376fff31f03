namespace HfEndpoints.Commands;

/// <summary>Gets the domains of a namespace, with their status.</summary>
[Cmdlet(VerbsCommon.Get, "HfDomain", HelpUri = HelpPages.Root + "Get-HfDomain.md")]
[OutputType(typeof(HfDomain))]
public sealed class GetHfDomainCommand : NamespaceCmdlet
{
    /// <summary>The domains; wildcards are allowed. Without it: all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, HelpMessage = "The domains; wildcards are allowed. Without it: all.")]
    [ArgumentCompleter(typeof(DomainCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Domain { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string pattern in Domain)
        {
            RunInNamespace(pattern, async (client, owner, output, cancellationToken) =>
            {
                Func<string, bool> isMatch = NamePattern.Compile(pattern);
                IReadOnlyList<HfDomain> all = await client.Network.ListDomainsAsync(owner, cancellationToken).ConfigureAwait(false);
                HfDomain[] found = [.. all.Where(item => isMatch(item.Domain))];
                if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
                {
                    throw NamePattern.NotFound("domain", pattern, owner, all.Select(item => item.Domain));
                }

                await output.WriteAllAsync(found).ConfigureAwait(false);
            });
        }
    }
}
