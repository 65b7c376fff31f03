namespace HfEndpoints.Commands;

/// <summary>Starts endpoints, runs a script on each, and stops them however the script ends.</summary>
[Cmdlet(
    VerbsOther.Use, "HfInferenceEndpoint", SupportsShouldProcess = true, DefaultParameterSetName = NameSet,
    HelpUri = HelpPages.Root + "Use-HfInferenceEndpoint.md")]
[OutputType(typeof(object))]
public sealed class UseHfInferenceEndpointCommand : EndpointCmdlet
{
    private const string NameSet = "Name";
    private const string ObjectSet = "InputObject";

    private readonly PriceTag _price = new();

    /// <summary>The endpoints: names, wildcards, <c>namespace/name</c>, objects, or copies of them.</summary>
    // Not from the pipeline, because PowerShell would take the script as a delay-bind script block for the name.
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet, HelpMessage = HelpText.Name)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EndpointNameCompleter))]
    [EndpointArgument]
    [ValidateNotNullOrEmpty]
    [ValidateEndpoint]
    public HfEndpointReference[] Name { get; set; } = [];

    /// <summary>The same, from the pipeline.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ObjectSet, ValueFromPipeline = true, HelpMessage = "The same, from the pipeline.")]
    [EndpointArgument]
    [ValidateNotNull]
    [ValidateEndpoint]
    public HfEndpointReference[] InputObject { get; set; } = [];

    /// <summary>The script to run. The endpoint is $_ and $args[0].</summary>
    [Parameter(
        Mandatory = true, Position = 1, ParameterSetName = NameSet,
        HelpMessage = "The script to run. The endpoint is $_ and $args[0].")]
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = ObjectSet,
        HelpMessage = "The script to run. The endpoint is $_ and $args[0].")]
    public ScriptBlock ScriptBlock { get; set; } = ScriptBlock.Create("");

    /// <summary>Scales the endpoint to zero afterwards, instead of pausing it.</summary>
    [Parameter(HelpMessage = "Scales the endpoint to zero afterwards, instead of pausing it.")]
    public SwitchParameter ScaleToZero { get; set; }

    /// <summary>Deletes the endpoint afterwards, instead of pausing it.</summary>
    [Parameter(HelpMessage = "Deletes the endpoint afterwards, instead of pausing it.")]
    public SwitchParameter Remove { get; set; }

    /// <summary>How long to wait until it is ready, in seconds or as a TimeSpan; by default as long as it takes.</summary>
    [Parameter(HelpMessage = "How long to wait until it is ready, in seconds or as a TimeSpan; by default as long as it takes.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>The time between two checks, in seconds or as a TimeSpan; by default 5 s.</summary>
    [Parameter(HelpMessage = HelpText.RefreshInterval)]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [DurationTransformation(MinimumSeconds = 0.05)]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long stopping it may take in all, in seconds or as a TimeSpan; by default 60 s.</summary>
    [Parameter(HelpMessage = "How long stopping it may take in all, in seconds or as a TimeSpan; by default 60 s.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [DurationTransformation]
    public TimeSpan SuspendTimeout { get; set; } = TimeSpan.FromSeconds(60);

    private LeaseEnd End => Remove ? LeaseEnd.Remove : ScaleToZero ? LeaseEnd.ScaleToZero : LeaseEnd.Pause;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (ScaleToZero && Remove)
        {
            ThrowTerminatingError(ErrorRecords.From(
                new HfException(
                    HfErrorKind.InvalidRequest,
                    "-ScaleToZero and -Remove can't be combined: an endpoint is either scaled to zero or deleted."),
                null));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // All are found before the first is started. They are used one after another, because the script runs on the pipeline thread.
        var targets = new List<EndpointTarget>();
        ForEachTarget(ParameterSetName == NameSet ? Name : InputObject, (target, _, _) =>
        {
            targets.Add(target);
            return Task.CompletedTask;
        });
        foreach (EndpointTarget target in targets)
        {
            Use(target);
        }
    }

    private void Use(EndpointTarget target)
    {
        using var stop = new LeaseStop(this, target, End);
        HfInferenceEndpoint? ready = null;
        bool isShown = Asking.IsShown(this);
        Run((output, cancellationToken) => ReportAsync(output, target.Failed, async () =>
        {
            EndpointTarget current = target with { Client = target.Connection.CreateClient(output) };
            string price = isShown ? await _price.ForAsync(current, output, cancellationToken).ConfigureAwait(false) : "";
            if (await output.ShouldProcessAsync(target.Description, $"start{price}, run the script, and {stop.Verb}").ConfigureAwait(false))
            {
                HfInferenceEndpoint endpoint = await OpenAsync(stop, current, output, cancellationToken).ConfigureAwait(false);
                ready = target.Connection.Own(endpoint);
            }
        }));
        if (ready is not null)
        {
            ScriptRun.Invoke(this, ScriptBlock, ready);
        }

        stop.IsWanted = true;
    }

    private async Task<HfInferenceEndpoint> OpenAsync(
        LeaseStop stop, EndpointTarget target, CmdletOutput output, CancellationToken cancellationToken)
    {
        var progress = new WaitProgressBars(output, [new WaitTarget(target.Namespace, target.Name)], Timeout);
        var options = new LeaseOptions
        {
            End = End,
            EndTimeout = SuspendTimeout,
            Trouble = stop.Tell,
            Wait = new WaitOptions
            {
                Timeout = Timeout,
                RefreshInterval = RefreshInterval,
                Progress = progress.Show,
                Trouble = output.Warn,
            },
        };
        try
        {
            return await stop.Begin(target.Client.GetLease(target.Namespace, target.Name, options)).OpenAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            progress.EndAll();
        }
    }
}
