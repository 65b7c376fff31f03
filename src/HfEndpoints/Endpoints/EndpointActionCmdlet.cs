using System.Management.Automation;
using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>
/// A cmdlet that acts on endpoints which are there already. An object means that very endpoint, with its account; a name is
/// acted on as it is, without a look-up; wildcards are looked up in the namespace's list.
/// </summary>
public abstract class EndpointActionCmdlet : HfCmdlet
{
    private protected const string EndpointSet = "Endpoint";

    /// <summary>The endpoints: names, wildcards, <c>namespace/name</c>, objects, or copies of them.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = EndpointSet, ValueFromPipeline = true)]
    [Alias("EndpointName", "InputObject")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EndpointNameCompleter))]
    [EndpointArgument]
    [ValidateNotNullOrEmpty]
    [ValidateEndpoint]
    public HfEndpointReference[] Name { get; set; } = [];

    /// <summary>The user or organization that owns those given by name alone; by default the session's.</summary>
    [Parameter(ParameterSetName = EndpointSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>Finds the endpoints meant and does something with each; a failure is one record, the rest continues.</summary>
    private protected void ForEachTarget(Func<EndpointTarget, CmdletOutput, CancellationToken, Task> act) =>
        EndpointTargets.ForEach(this, Name, Namespace, act);

    /// <summary>For a cmdlet that changes: asks -WhatIf and -Confirm, does it, and writes the endpoint as it is then.</summary>
    private protected void ChangeEachTarget(
        string action, Func<EndpointTarget, CancellationToken, Task<InferenceEndpoint>> change) =>
        ForEachTarget((target, output, token) => target.ChangeAsync(output, action, change, token));
}
