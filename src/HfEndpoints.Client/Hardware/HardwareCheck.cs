namespace HfEndpoints.Client;

/// <summary>What the list of hardware says against a deployment, before it is tried.</summary>
internal static class HardwareCheck
{
    private const int MaxSuggestions = 3;

    /// <summary>The hardware of settings, completed with what an endpoint has for the parts that are not given.</summary>
    public static EndpointSettings Complete(EndpointSettings settings, HfInferenceEndpoint current) => settings with
    {
        Vendor = settings.Vendor ?? current.Vendor,
        Region = settings.Region ?? current.Region,
        Accelerator = settings.Accelerator ?? current.Accelerator,
        InstanceType = settings.InstanceType ?? current.InstanceType,
        InstanceSize = settings.InstanceSize ?? current.InstanceSize,
    };

    /// <summary>Whether settings choose hardware.</summary>
    public static bool IsChosen(EndpointSettings settings) =>
        (settings.Vendor ?? settings.Region ?? settings.Accelerator ?? settings.InstanceType ?? settings.InstanceSize) is not null;

    /// <summary>The hardware that settings choose; null if it is not listed.</summary>
    public static HfHardware? Find(IReadOnlyList<HfHardware> options, EndpointSettings settings) =>
        options.Find(settings.Vendor, settings.Region, settings.InstanceType, settings.InstanceSize);

    /// <summary>Throws if settings can't be deployed: the hardware does not exist, is not to be had, or is beyond the quota.</summary>
    /// <param name="options">The hardware with the quotas of the namespace.</param>
    /// <param name="settings">The settings, with a whole choice of hardware.</param>
    /// <param name="current">The endpoint that is changed, whose share of the quota becomes free; null for a new one.</param>
    /// <returns>What may be in its way; null if nothing is known.</returns>
    /// <exception cref="HfException">It can't be deployed.</exception>
    public static string? Check(IReadOnlyList<HfHardware> options, EndpointSettings settings, HfInferenceEndpoint? current = null)
    {
        if (HardwareAdvice.For(options, settings) is { } advice)
        {
            throw new HfException(HfErrorKind.InvalidRequest, advice);
        }

        if (Find(options, settings) is not { } option)
        {
            return null;
        }

        string name = $"{option.InstanceType} {option.InstanceSize}";
        string place = $"{option.Vendor} {option.Region}";
        if (option.Status == HardwareChoice.NotAvailable)
        {
            throw new HfException(
                HfErrorKind.InvalidRequest, $"'{name}' is not available in {place} now.{Instead(options, option)}");
        }

        string kind = $"{option.Vendor} {option.InstanceType}";
        int max = settings.MaxReplica ?? current?.MaxReplica ?? Math.Max(1, settings.MinReplica ?? 1);
        int? free = option.FreeAccelerators + Own(options, option, current);
        return free < option.NumAccelerators
            ? throw new HfException(
                HfErrorKind.QuotaExceeded,
                FormattableString.Invariant(
                    $"A replica on '{name}' needs {option.NumAccelerators} of {kind}, and the quota has {free} left."))
            : free < option.NumAccelerators * max
            ? FormattableString.Invariant($"The quota has {free} of {kind} left, and {max} replicas need {option.NumAccelerators * max}.")
            : null;
    }

    // A paused endpoint uses nothing of the quota.
    private static int Own(IReadOnlyList<HfHardware> options, HfHardware wanted, HfInferenceEndpoint? current) =>
        current is { Status: not (EndpointStates.Paused or EndpointStates.Failed) }
        && options.Find(current.Vendor, current.Region, current.InstanceType, current.InstanceSize) is { } has
        && has.Vendor == wanted.Vendor && has.InstanceType == wanted.InstanceType
            ? has.NumAccelerators * current.MaxReplica
            : 0;

    private static string Instead(IReadOnlyList<HfHardware> options, HfHardware wanted)
    {
        string[] others =
        [
            .. options
                .Where(option => option.Accelerator == wanted.Accelerator && option.CanBeDeployed())
                .OrderBy(option => option.Vendor == wanted.Vendor && option.Region == wanted.Region ? 0 : 1)
                .ThenBy(option => Math.Abs(option.PricePerHour - wanted.PricePerHour))
                .Take(MaxSuggestions)
                .Select(option => $"'{option.InstanceType} {option.InstanceSize}' in {option.Vendor} {option.Region}"),
        ];
        return others.Length == 0 ? "" : $" The nearest are {string.Join(", ", others)}.";
    }
}
