namespace HfEndpoints.Commands;

/// <summary>Changes endpoints. Only the given settings are sent; an empty list, table or text clears a setting.</summary>
[Cmdlet(
    VerbsCommon.Set, "HfInferenceEndpoint", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Set-HfInferenceEndpoint.md")]
[OutputType(typeof(HfInferenceEndpoint))]
public sealed class SetHfInferenceEndpointCommand : EndpointSettingsCmdlet
{
    /// <summary>The endpoints: names, wildcards, <c>namespace/name</c>, objects, or copies of them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("EndpointName", "InputObject")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EndpointNameCompleter))]
    [EndpointArgument]
    [ValidateNotNullOrEmpty]
    [ValidateEndpoint]
    public HfEndpointReference[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        WarnOfProtected();
        EndpointSettings settings = ToSettings();
        string action = $"change {string.Join(", ", BoundSettings.Order(StringComparer.Ordinal))}";
        ForEachTarget(
            Name,
            async (target, output, cancellationToken) =>
            {
                EndpointRules.Check(settings);
                if (!BoundSettings.Any())
                {
                    throw new HfException(
                        HfErrorKind.InvalidRequest, $"Nothing to change on endpoint '{target.Name}': no setting was given.");
                }

                await target.ChangeAsync(
                    output,
                    action,
                    (_, _) => UpdateAsync(target, settings, output, cancellationToken),
                    cancellationToken).ConfigureAwait(false);
            });
    }

    private static async Task<HfInferenceEndpoint> UpdateAsync(
        EndpointTarget target, EndpointSettings settings, CmdletOutput output, CancellationToken cancellationToken)
    {
        try
        {
            HfInferenceEndpoint changed = await target.Client.Endpoints
                .UpdateAsync(target.Namespace, target.Name, settings, cancellationToken)
                .ConfigureAwait(false);
            WarnOfScaling(settings, changed, output);
            return changed;
        }
        catch (HfException refusal) when (Refusal.IsOfValues(refusal))
        {
            throw await Refusal.ExplainAsync(refusal, target, settings, cancellationToken).ConfigureAwait(false);
        }
    }
}
