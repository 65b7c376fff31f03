using System.Management.Automation;
using HfEndpoints.Conversion;

namespace HfEndpoints.Commands.Network;

/// <summary>Gets the named lists of address ranges of a namespace.</summary>
[Cmdlet(VerbsCommon.Get, "HfCidrList")]
[OutputType(typeof(HfCidrList))]
public sealed class GetHfCidrListCommand : NamespaceCmdlet
{
    /// <summary>The lists' names; wildcards are allowed. Without it: all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string pattern in Name)
        {
            RunInNamespace(pattern, async (client, owner, output, token) =>
            {
                Func<string, bool> isMatch = NamePattern.Compile(pattern);
                HfCidrList[] found =
                [
                    .. (await client.Network.ListCidrListsAsync(owner, token).ConfigureAwait(false))
                        .Select(item => NetworkConversion.ToOutput(item, owner))
                        .Where(item => isMatch(item.Name)),
                ];
                if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
                {
                    throw NamePattern.NotFound("address list", pattern, owner);
                }

                await output.WriteAllAsync(found).ConfigureAwait(false);
            });
        }
    }
}
