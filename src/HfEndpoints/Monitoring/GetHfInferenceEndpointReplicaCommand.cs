namespace HfEndpoints.Commands;

/// <summary>Gets the replicas of endpoints, with their states and times.</summary>
[Cmdlet(
    VerbsCommon.Get, "HfInferenceEndpointReplica", DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Get-HfInferenceEndpointReplica.md")]
[OutputType(typeof(HfReplica))]
public sealed class GetHfInferenceEndpointReplicaCommand : EndpointActionCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachTarget(async (target, output, cancellationToken) =>
    {
        IReadOnlyList<HfReplica> replicas = await target.Client.Replicas
            .ListAsync(target.Namespace, target.Name, cancellationToken)
            .ConfigureAwait(false);
        await output.WriteAllAsync(replicas).ConfigureAwait(false);
    });
}
