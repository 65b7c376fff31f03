namespace HfEndpoints.Commands;

/// <summary>Lets the service's agent analyze what is wrong with endpoints, and emits them with its message.</summary>
[Cmdlet(
    VerbsDiagnostic.Debug, "HfInferenceEndpoint", DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Debug-HfInferenceEndpoint.md")]
[OutputType(typeof(HfInferenceEndpoint))]
public sealed class DebugHfInferenceEndpointCommand : EndpointActionCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachTarget(DebugAsync);

    private static async Task DebugAsync(EndpointTarget target, CmdletOutput output, CancellationToken cancellationToken)
    {
        string activity = $"Debugging endpoint '{target.Name}'";
        output.Progress(new ProgressRecord(1, activity, "The service's agent is reading its state and logs"));
        try
        {
            HfInferenceEndpoint endpoint = await target.Client.Endpoints
                .DebugAsync(target.Namespace, target.Name, cancellationToken)
                .ConfigureAwait(false);
            await output.WriteAllAsync([target.Connection.Own(endpoint).ShownAs("Diagnosis")]).ConfigureAwait(false);
        }
        finally
        {
            output.EndProgress(1, activity);
        }
    }
}
