namespace HfEndpoints.Commands;

/// <summary>
/// A cmdlet that acts on existing endpoints. An object means that endpoint with its account; a name is used without a
/// look-up; wildcards are matched against the namespace's list.
/// </summary>
public abstract class EndpointActionCmdlet : EndpointCmdlet
{
    private protected const string EndpointSet = "Endpoint";

    /// <summary>The endpoints: names, wildcards, <c>namespace/name</c>, objects, or copies of them.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = EndpointSet, ValueFromPipeline = true, HelpMessage = HelpText.Name)]
    [Alias("EndpointName", "InputObject")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EndpointNameCompleter))]
    [EndpointArgument]
    [ValidateNotNullOrEmpty]
    [ValidateEndpoint]
    public HfEndpointReference[] Name { get; set; } = [];

    /// <summary>Finds the endpoints and acts on each. A failure is one error record, and the rest continues.</summary>
    private protected void ForEachTarget(Func<EndpointTarget, CmdletOutput, CancellationToken, Task> act) => ForEachTarget(Name, act);

    /// <summary>For cmdlets that change something: calls ShouldProcess, acts, and writes the endpoint.</summary>
    private protected void ChangeEachTarget(
        string action, Func<EndpointTarget, CancellationToken, Task<HfInferenceEndpoint>> change) =>
        ForEachTarget((target, output, cancellationToken) => target.ChangeAsync(output, action, null, change, cancellationToken));
}
