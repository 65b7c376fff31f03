namespace HfEndpoints.Commands;

/// <summary>Changes endpoints. Only the given settings are sent; an empty list, table or text clears a setting.</summary>
[Cmdlet(
    VerbsCommon.Set, "HfInferenceEndpoint", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Set-HfInferenceEndpoint.md")]
[OutputType(typeof(HfInferenceEndpoint))]
public sealed class SetHfInferenceEndpointCommand : EndpointSettingsCmdlet
{
    private PlanPreview? _preview;

    /// <summary>The endpoints: names, wildcards, <c>namespace/name</c>, objects, or copies of them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = HelpText.Name)]
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
        _preview ??= new PlanPreview { IsWhatIf = Asking.IsWhatIf(this) };
        foreach (HfEndpointReference reference in Name)
        {
            try
            {
                EndpointSettings settings = new RowSettings(this).With(reference.Row, () => BoundSettings.Any()
                    ? ToSettings()
                    : throw new HfException(HfErrorKind.InvalidRequest, NothingToChange(reference)));
                WarnOfProtected(settings.Type);
                Change(reference, settings);
            }
            catch (HfException exception)
            {
                WriteFailure(exception, reference.Given);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _preview?.WriteTotal(this);
        base.EndProcessing();
    }

    private void Change(HfEndpointReference reference, EndpointSettings settings)
    {
        bool isShown = Asking.IsShown(this);
        string keys = string.Join(", ", EndpointSetting.ToValues(settings).Select(setting => setting.Key).Order(StringComparer.Ordinal));
        ForEachTarget([reference], async (target, output, cancellationToken) =>
        {
            EndpointRules.Check(settings);
            string action = isShown ? await PreviewAsync(target, settings, output, cancellationToken).ConfigureAwait(false) : keys;
            await target.ChangeAsync(
                output,
                $"change {action}",
                Waiting,
                (_, _) => UpdateAsync(target, settings, output, cancellationToken),
                cancellationToken).ConfigureAwait(false);
        });
    }

    private async Task<string> PreviewAsync(
        EndpointTarget target, EndpointSettings settings, CmdletOutput output, CancellationToken cancellationToken)
    {
        HfInferenceEndpoint current = await target.ReadAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<SettingChange> changes = EndpointPlanner.Preview(settings, current);
        if (changes.Count == 0)
        {
            await _preview!.AddAsync(PlanAction.Unchanged, target.Connection, target.Client, current, output, cancellationToken)
                .ConfigureAwait(false);
            return "nothing, because it is so already";
        }

        return string.Join(", ", changes) + await _preview!
            .ChangeAsync(target.Connection, target.Client, current, settings, output, cancellationToken).ConfigureAwait(false);
    }

    // A copy has every setting, also those that only the service can set.
    private static string NothingToChange(HfEndpointReference reference) =>
        $"Nothing to change on endpoint '{reference.Name}': no setting was given."
        + (reference.Given is string || reference.Endpoint is not null || reference.Row is not null
            ? ""
            : " The columns of a copy of an endpoint are not taken as changes. Choose those that are: "
                + "... | Select-Object Name, Namespace, MaxReplica | Set-HfInferenceEndpoint");

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
