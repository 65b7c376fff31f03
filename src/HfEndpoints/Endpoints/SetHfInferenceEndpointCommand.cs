using System.Management.Automation;
using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>Changes endpoints: only what is given is sent, and an empty list, table or text clears.</summary>
[Cmdlet(
    VerbsCommon.Set, "HfInferenceEndpoint", SupportsShouldProcess = true, DefaultParameterSetName = NameSet,
    HelpUri = HelpPages.Root + "Set-HfInferenceEndpoint.md")]
[OutputType(typeof(HfInferenceEndpoint))]
public sealed class SetHfInferenceEndpointCommand : EndpointSettingsCmdlet
{
    private const string NameSet = "Name";
    private const string ObjectSet = "InputObject";

    // Not in the default set: there, names by property come first, and an endpoint piped in would lose its account.
    private const string PropertySet = "Property";

    /// <summary>The endpoints' names; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [Parameter(Mandatory = true, ParameterSetName = PropertySet, ValueFromPipelineByPropertyName = true)]
    [Alias("EndpointName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EndpointNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>The endpoints themselves, with the account and the service they came from.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public HfInferenceEndpoint[] InputObject { get; set; } = [];

    /// <summary>The user or organization that owns them; by default the session's.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = PropertySet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        WarnOfProtected();
        EndpointSettings settings = ToSettings();
        string action = $"change {string.Join(", ", BoundSettings.Order(StringComparer.Ordinal))}";
        EndpointTargets.ForEach(
            this,
            ParameterSetName == ObjectSet ? InputObject : null,
            Name,
            Namespace,
            async (target, output, token) =>
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
                    (_, cancel) => UpdateAsync(target, settings, cancel),
                    token).ConfigureAwait(false);
            });
    }

    private static async Task<InferenceEndpoint> UpdateAsync(
        EndpointTarget target, EndpointSettings settings, CancellationToken token)
    {
        try
        {
            return await target.Client.Endpoints.UpdateAsync(target.Namespace, target.Name, settings, token)
                .ConfigureAwait(false);
        }
        catch (HfException refusal) when (Refusal.IsOfValues(refusal))
        {
            throw await Refusal.ExplainAsync(refusal, target, settings, token).ConfigureAwait(false);
        }
    }
}
