namespace HfEndpoints.Commands;

/// <summary>Gets what the endpoints on an emulator have cost, those included that are deleted.</summary>
[Cmdlet(VerbsCommon.Get, "HfEmulatorBill", HelpUri = HelpPages.Root + "Get-HfEmulatorBill.md")]
[OutputType(typeof(HfEmulatorBill))]
public sealed class GetHfEmulatorBillCommand : EmulatorCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => RunWithEmulator(async (emulator, output, cancellationToken) =>
        await output.WriteAllAsync([.. await emulator.ListBillsAsync(cancellationToken).ConfigureAwait(false)]).ConfigureAwait(false));
}
