namespace HfEndpoints.Commands;

/// <summary>Creates an endpoint, from settings or from the catalog. From then on it costs money.</summary>
[Cmdlet(
    VerbsCommon.New, "HfInferenceEndpoint", SupportsShouldProcess = true, DefaultParameterSetName = SettingsSet,
    HelpUri = HelpPages.Root + "New-HfInferenceEndpoint.md")]
[OutputType(typeof(HfInferenceEndpoint))]
public sealed partial class NewHfInferenceEndpointCommand : EndpointSettingsCmdlet
{
    private readonly PriceTag _price = new();

    /// <summary>The endpoint's name: 1 to 32 of a-z, 0-9 and '-'.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, ParameterSetName = CatalogSet, ValueFromPipelineByPropertyName = true)]
    public string? Name { get; set; }

    /// <summary>The user or organization that will own and pay for it; by default the session's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public override string? Namespace { get; set; }

    private bool IsFromCatalog => ParameterSetName == CatalogSet;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        WarnOfProtected();
        string label = Name ?? CatalogModel!;
        string what = IsFromCatalog
            ? $"create from the catalog's '{CatalogModel}'"
            : $"create with '{Repository}' on {Vendor} {Region} {InstanceType} {InstanceSize}";
        bool isPriceShown = !IsFromCatalog && Asking.IsShown(this);
        EndpointSettings settings = ToSettings() with
        {
            AccountId = AccountId,
            PrivateService = JsonConversion.ToJsonText(PrivateService),
        };
        RunForItem(label, async (connection, output, cancellationToken) =>
        {
            connection.RequireToken();
            HfClient client = connection.CreateClient(output);
            string owner = Namespace ?? await connection.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false);
            await ReportAsync(
                output,
                new FailedEndpoint(label, owner, Name, connection),
                () => DeployAsync(connection, client, owner, settings, (label, what, isPriceShown), output, cancellationToken))
                .ConfigureAwait(false);
        });
    }

    private async Task DeployAsync(
        HfConnection connection,
        HfClient client,
        string owner,
        EndpointSettings settings,
        (string Label, string What, bool IsPriceShown) question,
        CmdletOutput output,
        CancellationToken cancellationToken)
    {
        EndpointRules.Check(settings);
        if (Name is not null)
        {
            EndpointRules.CheckName(Name);
        }

        string price = question.IsPriceShown
            ? await _price.ForAsync(connection, client, owner, (Vendor, Region, InstanceType, InstanceSize), output, cancellationToken)
                .ConfigureAwait(false)
            : "";
        if (await output.ShouldProcessAsync($"endpoint '{question.Label}' of '{owner}'", question.What + price).ConfigureAwait(false))
        {
            HfInferenceEndpoint created = IsFromCatalog
                ? await client.Catalog.DeployAsync(owner, CatalogModel!, Name, Accelerator, cancellationToken).ConfigureAwait(false)
                : await CreateAsync(client, owner, settings, cancellationToken).ConfigureAwait(false);
            WarnOfScaling(settings, created, output);
            await output.WriteAllAsync([connection.Own(created)]).ConfigureAwait(false);
        }
    }

    private async Task<HfInferenceEndpoint> CreateAsync(
        HfClient client, string owner, EndpointSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Endpoints.CreateAsync(owner, Name!, settings, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException refusal) when (Refusal.IsOfValues(refusal))
        {
            throw await Refusal.ExplainAsync(refusal, client, owner, settings, cancellationToken).ConfigureAwait(false);
        }
    }
}
