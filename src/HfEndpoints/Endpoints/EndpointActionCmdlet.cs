using System.Management.Automation;
using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>
/// A cmdlet that acts on endpoints which are there already, named by objects, names or wildcards. A name is acted on
/// as it is, without a look-up; wildcards are looked up in the namespace's list.
/// </summary>
public abstract class EndpointActionCmdlet : HfCmdlet
{
    private protected const string NameSet = "Name";
    private protected const string ObjectSet = "InputObject";

    // Not in the default set: there, names by property come first, and an endpoint piped in would lose its account.
    private protected const string PropertySet = "Property";

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

    /// <summary>Finds the endpoints meant and does something with each; a failure is one record, the rest goes on.</summary>
    private protected void ForEachTarget(Func<EndpointTarget, CmdletOutput, CancellationToken, Task> act) =>
        EndpointTargets.ForEach(this, ParameterSetName == ObjectSet ? InputObject : null, Name, Namespace, act);

    /// <summary>For a cmdlet that changes: asks -WhatIf and -Confirm, does it, and writes the endpoint as it is then.</summary>
    private protected void ChangeEachTarget(
        string action, Func<EndpointTarget, CancellationToken, Task<InferenceEndpoint>> change) =>
        ForEachTarget((target, output, token) => target.ChangeAsync(output, action, change, token));
}
