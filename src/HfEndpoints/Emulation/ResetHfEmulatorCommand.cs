namespace HfEndpoints.Commands;

/// <summary>Has an emulator forget everything, or the requests alone.</summary>
[Cmdlet(VerbsCommon.Reset, "HfEmulator", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Reset-HfEmulator.md")]
[OutputType(typeof(void))]
public sealed class ResetHfEmulatorCommand : EmulatorCmdlet
{
    /// <summary>Only the requests that it got.</summary>
    [Parameter(HelpMessage = "Only the requests that it got.")]
    public SwitchParameter RequestOnly { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunWithEmulator(async (emulator, output, cancellationToken) =>
    {
        string what = RequestOnly ? "forget the requests" : "forget everything";
        if (await output.ShouldProcessAsync("the emulator", what).ConfigureAwait(false))
        {
            await (RequestOnly ? emulator.ForgetRequestsAsync(cancellationToken) : emulator.ResetAsync(cancellationToken))
                .ConfigureAwait(false);
        }
    });
}
