namespace HfEndpoints.Commands;

/// <summary>Starts an emulator of the service on this machine, which ends with this process.</summary>
[Cmdlet(VerbsLifecycle.Start, "HfEmulator", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Start-HfEmulator.md")]
[OutputType(typeof(HfEmulator))]
public sealed class StartHfEmulatorCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>The port on 127.0.0.1; by default any that is free.</summary>
    [Parameter(Position = 0, HelpMessage = "The port on 127.0.0.1; by default any that is free.")]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>How many times faster than real time the service's clock runs; 0 stops it.</summary>
    [Parameter(HelpMessage = "How many times faster than real time the service's clock runs; 0 stops it.")]
    [ValidateRange(0.0, 1e6)]
    public double Speed { get; set; } = 1;

    /// <summary>The seed of everything random.</summary>
    [Parameter(HelpMessage = "The seed of everything random.")]
    public int Seed { get; set; }

    /// <summary>The user that every token belongs to.</summary>
    [Parameter(HelpMessage = "The user that every token belongs to.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? User { get; set; }

    /// <summary>The organizations of the user.</summary>
    [Parameter(HelpMessage = "The organizations of the user.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[] Organization { get; set; } = [];

    /// <summary>How many requests a replica answers at once.</summary>
    [Parameter(HelpMessage = "How many requests a replica answers at once.")]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxConcurrent { get; set; }

    /// <summary>Answers take about as long as on the endpoint's instance, and longer under load.</summary>
    [Parameter(HelpMessage = "Answers take about as long as on the endpoint's instance, and longer under load.")]
    public SwitchParameter RealisticLatency { get; set; }

    /// <summary>A real server that answers for the deployed endpoints.</summary>
    [Parameter(HelpMessage = "A real server that answers for the deployed endpoints.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public Uri? Backend { get; set; }

    /// <summary>Further options, as on the command line of hf-emulator.</summary>
    [Parameter(HelpMessage = "Further options, as on the command line of hf-emulator.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[] ArgumentList { get; set; } = [];

    /// <summary>The program hf-emulator, or HfEndpoints.Emulator.dll; by default it is looked for.</summary>
    [Parameter(HelpMessage = "The program hf-emulator, or HfEndpoints.Emulator.dll; by default it is looked for.")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!ShouldProcess(Port == 0 ? "a free port of 127.0.0.1" : $"port {Port} of 127.0.0.1", "start an emulator"))
        {
            return;
        }

        string folder = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        string? path = Path is null ? null : SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path);
        new CmdletWork(this, async (output, cancellationToken) =>
        {
            try
            {
                EmulatorProgram program = EmulatorProgram.Find(path);
                output.Verbose($"Starting '{string.Join(' ', program.Arguments.Prepend(program.FileName))}'.");
                HfEmulator emulator =
                    await EmulatorProcess.StartAsync(program, [.. Options()], folder, cancellationToken).ConfigureAwait(false);
                await output.WriteAllAsync([emulator]).ConfigureAwait(false);
            }
            catch (HfException exception)
            {
                await output.WriteErrorAsync(ErrorRecords.From(exception, Path ?? (object)Port)).ConfigureAwait(false);
            }
        }, _stop.Token).Finish();
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        // Not disposed, because StopProcessing may be running on its thread.
        _stop.Cancel();
        GC.SuppressFinalize(this);
    }

    private IEnumerable<string> Options() =>
    [
        "--port", Port.ToString(CultureInfo.InvariantCulture),
        "--speed", Speed.ToString(CultureInfo.InvariantCulture),
        "--seed", Seed.ToString(CultureInfo.InvariantCulture),
        .. User is null ? [] : (string[])["--user", User],
        .. Organization.SelectMany(name => (string[])["--org", name]),
        .. MaxConcurrent is { } most ? (string[])["--max-concurrent", most.ToString(CultureInfo.InvariantCulture)] : [],
        .. RealisticLatency ? (string[])["--realistic-latency"] : [],
        .. Backend is null ? [] : (string[])["--backend", Backend.OriginalString],
        .. ArgumentList,
    ];
}
