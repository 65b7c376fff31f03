namespace HfEndpoints.Commands;

/// <summary>Gets the faults that are switched on at an emulator, and how often each has applied.</summary>
[Cmdlet(VerbsCommon.Get, "HfEmulatorFault", HelpUri = HelpPages.Root + "Get-HfEmulatorFault.md")]
[OutputType(typeof(HfEmulatorFault))]
public sealed class GetHfEmulatorFaultCommand : EmulatorCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => RunWithEmulator(async (emulator, output, cancellationToken) =>
        await output.WriteAllAsync([.. await emulator.ListFaultsAsync(cancellationToken).ConfigureAwait(false)]).ConfigureAwait(false));
}
