namespace HfEndpoints.Commands;

/// <summary>Resumes endpoints that are paused or scaled to zero. From then on they cost money again.</summary>
[Cmdlet(
    VerbsLifecycle.Resume, "HfInferenceEndpoint", SupportsShouldProcess = true, DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Resume-HfInferenceEndpoint.md")]
[OutputType(typeof(HfInferenceEndpoint))]
public sealed class ResumeHfInferenceEndpointCommand : EndpointActionCmdlet
{
    private readonly PriceTag _price = new();

    /// <summary>Makes it an error if an endpoint is already running, instead of emitting it.</summary>
    [Parameter(HelpMessage = "Makes it an error if an endpoint is already running, instead of emitting it.")]
    public SwitchParameter FailIfRunning { get; set; }

    /// <summary>The Python library's name for the opposite of -FailIfRunning.</summary>
    [Parameter(DontShow = true, HelpMessage = "The Python library's name for the opposite of -FailIfRunning.")]
    public SwitchParameter RunningOk { get; set; } = true;

    /// <summary>Waits until each endpoint is ready, and emits it then.</summary>
    [Parameter(HelpMessage = HelpText.Wait)]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long -Wait waits, in seconds, as a TimeSpan, or as text such as 10m; by default as long as it takes.</summary>
    [Parameter(HelpMessage = HelpText.Timeout)]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => BeginWait(Wait, Timeout);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool failIfRunning = FailIfRunning || !RunningOk;
        bool isShown = Asking.IsShown(this);
        ForEachTarget(async (target, output, cancellationToken) =>
        {
            string price = isShown ? await _price.ForAsync(target, output, cancellationToken).ConfigureAwait(false) : "";
            await target.ChangeAsync(
                output,
                $"resume{price}",
                Waiting,
                (_, _) => target.Client.Endpoints.ResumeAsync(target.Namespace, target.Name, failIfRunning, cancellationToken),
                cancellationToken).ConfigureAwait(false);
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => FinishWait();
}
