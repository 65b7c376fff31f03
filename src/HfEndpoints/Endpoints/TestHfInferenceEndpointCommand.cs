namespace HfEndpoints.Commands;

/// <summary>Tests whether endpoints answer, or what the token may do with them.</summary>
[Cmdlet(
    VerbsDiagnostic.Test, "HfInferenceEndpoint", DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Test-HfInferenceEndpoint.md")]
[OutputType(typeof(bool), typeof(HfPermission))]
public sealed class TestHfInferenceEndpointCommand : EndpointActionCmdlet
{
    private const string UriSet = "Uri";

    /// <summary>The address of a deployed server, instead of an endpoint.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet, HelpMessage = HelpText.Uri)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Alias("Model")]
    [ValidateNotNull]
    public Uri? Uri { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = EndpointSet, HelpMessage = HelpText.Namespace)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public override string? Namespace { get; set; }

    /// <summary>read, write or infer: tests this permission of the token, and not whether the endpoint answers.</summary>
    [Parameter(
        ParameterSetName = EndpointSet,
        HelpMessage = "read, write or infer: tests this permission of the token, and not whether the endpoint answers.")]
    [ValidateSet("read", "write", "infer")]
    [ValidateNotNullOrEmpty]
    public string[]? Permission { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Uri is { } address)
        {
            RunForItem(address, (connection, output, cancellationToken) =>
                TestAddressAsync(address, connection, output, cancellationToken));
        }
        else
        {
            ForEachTarget(Permission is null ? TestHealthAsync : TestPermissionsAsync);
        }
    }

    private async Task TestAddressAsync(Uri address, HfConnection connection, CmdletOutput output, CancellationToken cancellationToken)
    {
        InferenceTarget target = ServerResolver.ToTarget(address, Token is not null);
        bool isHealthy = await connection.CreateClient(output).Health.IsHealthyAsync(target, cancellationToken).ConfigureAwait(false);
        await output.WriteAllAsync([isHealthy]).ConfigureAwait(false);
    }

    private static async Task TestHealthAsync(EndpointTarget target, CmdletOutput output, CancellationToken cancellationToken)
    {
        HfInferenceEndpoint endpoint = await target.ReadAsync(cancellationToken).ConfigureAwait(false);
        string? state = endpoint.Status;
        bool isHealthy = false;

        // A request could wake an endpoint that is scaled to zero, which costs money.
        if (EndpointStates.MayAnswer(state))
        {
            isHealthy = await target.Client.Health.IsHealthyAsync(endpoint, cancellationToken).ConfigureAwait(false);
        }

        if (!isHealthy)
        {
            output.Verbose($"Endpoint '{target.Name}' does not respond: it is {state}. {endpoint.Message}".TrimEnd());
        }

        await output.WriteAllAsync([isHealthy]).ConfigureAwait(false);
    }

    private async Task TestPermissionsAsync(EndpointTarget target, CmdletOutput output, CancellationToken cancellationToken)
    {
        await RequireEndpointAsync(target, cancellationToken).ConfigureAwait(false);
        string[] permissions = [.. Permission!.Select(permission => permission.ToLowerInvariant()).Distinct()];
        bool[] answers = await Task.WhenAll(permissions.Select(permission =>
            target.Client.Access.IsAllowedAsync(target.Namespace, target.Name, permission, cancellationToken))).ConfigureAwait(false);
        if (permissions.Length == 1)
        {
            await output.WriteAllAsync([answers[0]]).ConfigureAwait(false);
            return;
        }

        await output.WriteAllAsync([.. permissions.Zip(answers, (permission, isAllowed) => new HfPermission
        {
            Namespace = target.Namespace,
            Endpoint = target.Name,
            Permission = permission,
            Allowed = isAllowed,
        })]).ConfigureAwait(false);
    }

    // The hub checks only the namespace's rules, and would allow it for an endpoint that does not exist.
    private static async Task RequireEndpointAsync(EndpointTarget target, CancellationToken cancellationToken)
    {
        try
        {
            await target.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HfException exception) when (exception.Kind == HfErrorKind.Forbidden)
        {
            // The token may not even read the endpoint, so only the hub's answer counts.
        }
    }
}
