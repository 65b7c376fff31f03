using System.Security;

namespace HfEndpoints.Commands;

/// <summary>Checks a token with the hub, and uses its account in this session.</summary>
[Cmdlet(
    VerbsCommunications.Connect, "HfAccount", DefaultParameterSetName = ServiceSet, HelpUri = HelpPages.Root + "Connect-HfAccount.md")]
[OutputType(typeof(HfContext))]
public sealed class ConnectHfAccountCommand : HfCmdlet
{
    private const string ServiceSet = "Service";
    private const string EmulatorSet = "Emulator";

    // An emulator without a list of tokens accepts any.
    private const string EmulatorToken = "hf_emulator";

    /// <summary>The token, as a secure string or text; by default the one of the environment.</summary>
    [Parameter(Position = 0, HelpMessage = "The token, as a secure string or text; by default the one of the environment.")]
    [TokenTransformation]
    public override SecureString? Token { get; set; }

    /// <summary>The default namespace of cmdlets; by default the account's own.</summary>
    [Parameter(HelpMessage = "The default namespace of cmdlets; by default the account's own.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>Process, or Runspace to connect this runspace alone.</summary>
    [Parameter(HelpMessage = "Process, or Runspace to connect this runspace alone.")]
    [ValidateSet(HfSession.ProcessScope, HfSession.RunspaceScope)]
    public string Scope { get; set; } = HfSession.ProcessScope;

    /// <summary>The hub; by default HF_ENDPOINT or https://huggingface.co.</summary>
    [Parameter(ParameterSetName = ServiceSet, HelpMessage = "The hub; by default HF_ENDPOINT or https://huggingface.co.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public Uri? HubUri { get; set; }

    /// <summary>The endpoints API; by default HF_INFERENCE_ENDPOINTS_ENDPOINT or the public one.</summary>
    [Parameter(
        ParameterSetName = ServiceSet,
        HelpMessage = "The endpoints API; by default HF_INFERENCE_ENDPOINTS_ENDPOINT or the public one.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public Uri? EndpointsUri { get; set; }

    /// <summary>The catalog; by default HF_INFERENCE_CATALOG_ENDPOINT or the public one.</summary>
    [Parameter(ParameterSetName = ServiceSet, HelpMessage = "The catalog; by default HF_INFERENCE_CATALOG_ENDPOINT or the public one.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public Uri? CatalogUri { get; set; }

    /// <summary>The address of an emulator, instead of all three.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = EmulatorSet, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The address of an emulator, instead of all three.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public Uri? EmulatorUri { get; set; }

    /// <summary>The default time-out for an answer of an endpoint; 15 minutes if omitted.</summary>
    [Parameter(HelpMessage = "The default time-out for an answer of an endpoint; 15 minutes if omitted.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [DurationTransformation(MinimumSeconds = 0.001)]
    public TimeSpan? Timeout { get; set; }

    /// <summary>How long a stream may be silent by default, 0 for no limit; 2 minutes if omitted.</summary>
    [Parameter(HelpMessage = "How long a stream may be silent by default, 0 for no limit; 2 minutes if omitted.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [DurationTransformation]
    public TimeSpan? IdleTimeout { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Action<HfConnection> connect = HfSession.Connector(Scope);
        string scope = HfSession.FromScope(Scope).Scope;
        Run(async (output, cancellationToken) =>
        {
            try
            {
                HfClientOptions options = MakeOptions();
                var asking = new HfConnection(options);
                WhoAmI account = await asking.GetAccountAsync(asking.CreateClient(output), cancellationToken).ConfigureAwait(false);
                var connection = new HfConnection(options, Namespace, account);
                connect(connection);
                if (Namespace is not null && !account.Has(Namespace))
                {
                    // Not an error, because a token may be able to use a namespace that it can't list.
                    output.Warn($"'{Namespace}' is neither '{account.Name}' nor an organization that the token lists: "
                        + $"{string.Join(", ", account.Organizations.Select(organization => organization.Name).DefaultIfEmpty("none"))}.");
                }

                await output.WriteAllAsync([ContextConversion.ToOutput(connection, account, scope)]).ConfigureAwait(false);
            }
            catch (HfException exception)
            {
                await output.WriteErrorAsync(ErrorRecords.From(exception, HubUri ?? EmulatorUri)).ConfigureAwait(false);
            }
        });
    }

    private HfClientOptions MakeOptions()
    {
        var environment = new HfEnvironment();
        HfClientOptions options = HfClientOptions.FromEnvironment(environment);
        options = options with
        {
            InferenceTimeout = Timeout ?? options.InferenceTimeout,
            IdleTimeout = IdleTimeout ?? options.IdleTimeout,
        };
        options = EmulatorUri is { } emulator
            ? options with
            {
                HubUri = Absolute(nameof(EmulatorUri), emulator),
                EndpointsUri = new Uri($"{emulator.AbsoluteUri.TrimEnd('/')}/v2"),
                CatalogUri = new Uri($"{emulator.AbsoluteUri.TrimEnd('/')}/api/catalog"),
                Token = options.Token ?? HfToken.FromText(EmulatorToken, nameof(EmulatorUri)),
            }
            : options with
            {
                HubUri = Absolute(nameof(HubUri), HubUri ?? options.HubUri),
                EndpointsUri = Absolute(nameof(EndpointsUri), EndpointsUri ?? options.EndpointsUri),
                CatalogUri = Absolute(nameof(CatalogUri), CatalogUri ?? options.CatalogUri),
            };
        return Token is null ? options : options with { Token = OwnToken };
    }

    private static Uri Absolute(string parameter, Uri uri) =>
        uri.IsAbsoluteUri && uri.Scheme is ("http" or "https")
            ? uri
            : throw new HfException(HfErrorKind.InvalidRequest, $"{parameter} is '{uri}'. Use an absolute http or https address.");
}
