namespace HfEndpoints.Commands;

/// <summary>Replaces the faults of an emulator: which requests go wrong, how often and how.</summary>
[Cmdlet(VerbsCommon.Set, "HfEmulatorFault", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Set-HfEmulatorFault.md")]
[OutputType(typeof(HfEmulatorFault))]
public sealed class SetHfEmulatorFaultCommand : EmulatorCmdlet
{
    /// <summary>The rules, such as @{ path = '/serve/*'; times = 2; status = 503 }; none switches all faults off.</summary>
    [Parameter(
        Mandatory = true, Position = 0,
        HelpMessage = "The rules, such as @{ path = '/serve/*'; times = 2; status = 503 }; none switches all faults off.")]
    [AllowEmptyCollection]
    public IDictionary[] Rule { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunWithEmulator(async (emulator, output, cancellationToken) =>
    {
        var rules = new JsonArray([.. Rule.Select(JsonConversion.ToJsonObject)]);
        if (await output.ShouldProcessAsync("the emulator", FormattableString.Invariant($"set {Rule.Length} faults")).ConfigureAwait(false))
        {
            await output.WriteAllAsync([.. await emulator.ReplaceFaultsAsync(rules, cancellationToken).ConfigureAwait(false)])
                .ConfigureAwait(false);
        }
    });
}
