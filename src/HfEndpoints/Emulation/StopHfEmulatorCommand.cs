namespace HfEndpoints.Commands;

/// <summary>Stops emulators that Start-HfEmulator has started in this process.</summary>
[Cmdlet(VerbsLifecycle.Stop, "HfEmulator", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Stop-HfEmulator.md")]
[OutputType(typeof(void))]
public sealed class StopHfEmulatorCommand : PSCmdlet
{
    /// <summary>The emulators; by default all of this process.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, HelpMessage = "The emulators; by default all of this process.")]
    [ValidateNotNullOrEmpty]
    public HfEmulator[]? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (int id in InputObject?.Select(emulator => emulator.ProcessId) ?? EmulatorProcess.Running)
        {
            if (ShouldProcess($"process {id}", "stop the emulator") && !EmulatorProcess.Stop(id))
            {
                WriteVerbose($"The emulator of process {id} does not run, or was started by another process.");
            }
        }
    }
}
