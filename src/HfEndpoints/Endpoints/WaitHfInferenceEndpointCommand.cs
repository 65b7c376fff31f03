namespace HfEndpoints.Commands;

/// <summary>Waits until endpoints are ready, or in another state, and emits each as soon as it is.</summary>
[Cmdlet(
    VerbsLifecycle.Wait, "HfInferenceEndpoint", DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Wait-HfInferenceEndpoint.md")]
[OutputType(typeof(HfInferenceEndpoint))]
public sealed class WaitHfInferenceEndpointCommand : EndpointActionCmdlet
{
    private EndpointWait? _wait;

    /// <summary>The state to wait for. running also requires that the health route answers.</summary>
    [Parameter(HelpMessage = "The state to wait for. running also requires that the health route answers.")]
    [ArgumentCompleter(typeof(EndpointStateCompleter))]
    [ValidateNotNullOrEmpty]
    public string State { get; set; } = EndpointStates.Running;

    /// <summary>How long to wait, in seconds or as a TimeSpan; by default as long as it takes.</summary>
    [Parameter(HelpMessage = "How long to wait, in seconds or as a TimeSpan; by default as long as it takes.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>The time between two checks, in seconds or as a TimeSpan; by default 5 s.</summary>
    [Parameter(HelpMessage = HelpText.RefreshInterval)]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Alias("RefreshEvery", "FetchEvery")]
    [DurationTransformation(MinimumSeconds = 0.05)]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!EndpointStates.All.Contains(State, StringComparer.OrdinalIgnoreCase))
        {
            string hint = NearestWord.Find(State, EndpointStates.All) is { } nearest ? $" Did you mean '{nearest}'?" : "";
            WriteWarning(
                $"'{State}' is not a known state ({string.Join(", ", EndpointStates.All)}): "
                + $"the wait ends only if the service reports it.{hint}");
        }

        _wait = new EndpointWait(this, Timeout) { State = State, RefreshInterval = RefreshInterval };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachTarget((target, _, _) =>
    {
        _wait!.Add(target);
        return Task.CompletedTask;
    });

    /// <inheritdoc/>
    // Only now is the number of endpoints known, and so the cheapest way to check them.
    protected override void EndProcessing() => Run(_wait!.RunAsync);
}
