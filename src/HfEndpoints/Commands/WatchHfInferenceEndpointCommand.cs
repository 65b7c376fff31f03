using System.Management.Automation;
using HfEndpoints.Client.Endpoints;
using HfEndpoints.Commands.Pipeline;
using HfEndpoints.Conversion;
using HfEndpoints.Parameters;

namespace HfEndpoints.Commands;

/// <summary>Watches endpoints: gives each as it is, and again at each change of its state or its replicas.</summary>
[Cmdlet(VerbsCommon.Watch, "HfInferenceEndpoint", DefaultParameterSetName = NameSet)]
[OutputType(typeof(HfInferenceEndpoint))]
public sealed class WatchHfInferenceEndpointCommand : EndpointActionCmdlet
{
    private readonly List<EndpointTarget> _targets = [];

    /// <summary>The time between two looks where the service has no event stream; by default 5 s.</summary>
    [Parameter]
    [DurationTransformation(MinimumSeconds = 0.05)]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachTarget((target, _, _) =>
    {
        _targets.Add(target);
        return Task.CompletedTask;
    });

    /// <inheritdoc/>
    protected override void EndProcessing() =>
        Run((output, token) => Task.WhenAll(_targets
            .DistinctBy(target => (target.Connection, target.Namespace, target.Name))
            .Select(target => ReportAsync(output, target.Name, () => WatchAsync(target, output, token)))));

    private async Task WatchAsync(EndpointTarget target, CmdletOutput output, CancellationToken token)
    {
        await foreach (InferenceEndpoint seen in target.Connection.CreateClient(output.Verbose).Watcher()
            .WatchAsync(target.Namespace, target.Name, RefreshInterval, token)
            .ConfigureAwait(false))
        {
            await output.WriteAllAsync([EndpointConversion.ToOutput(seen, target.Connection)]).ConfigureAwait(false);
        }
    }
}
