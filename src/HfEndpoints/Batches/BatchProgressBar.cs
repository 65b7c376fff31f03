using HfEndpoints.Client.Batches;

namespace HfEndpoints.Commands;

/// <summary>Shows the progress of a batch: jobs, rates, failures, time left and cost.</summary>
internal sealed class BatchProgressBar(CmdletOutput output, string label)
{
    private const int Activity = 1;

    // The bar stays empty until the total is counted.
    private const int UnknownPercent = -1;

    private readonly string _activity = $"Batch on {label}";

    /// <summary>What was last shown; null before.</summary>
    public BatchProgress? Last { get; private set; }

    public void Show(BatchProgress progress)
    {
        Last = progress;
        var record = new ProgressRecord(Activity, _activity, StatusOf(progress)) { PercentComplete = UnknownPercent };
        if (progress.Total is > 0 and { } total)
        {
            record.PercentComplete = (int)Math.Min(100, 100 * progress.Done / total);
        }

        if (progress.TimeLeft is { } left)
        {
            record.SecondsRemaining = (int)left.TotalSeconds;
        }

        output.Progress(record);
    }

    public void End() => output.EndProgress(Activity, _activity);

    private static string StatusOf(BatchProgress progress)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (progress.Starting is { } starting)
        {
            return string.Create(culture, $"waiting for the endpoint to start, {starting.TotalSeconds:0} s");
        }

        // The most important first, because a narrow window cuts the rest.
        string failed = progress.Failed > 0 ? string.Create(culture, $", {progress.Failed} failed") : "";
        string cost = progress.UsdSoFar is { } usd ? string.Create(culture, $", USD {usd:0.00##}") : "";
        string tokens = progress.Tokens > 0
            ? string.Create(culture, $", {progress.Tokens / Math.Max(0.001, progress.Elapsed.TotalSeconds):0} tokens/s")
            : "";
        return string.Create(
            culture, $"{Count(progress)}{failed}{cost}, {progress.JobsPerSecond:0.0}/s, {progress.Concurrency} at once{tokens}");
    }

    /// <summary>How much is done.</summary>
    public static string Count(BatchProgress progress) => progress.Total is { } total
        ? string.Create(CultureInfo.InvariantCulture, $"{progress.Done} of {total}")
        : string.Create(CultureInfo.InvariantCulture, $"{progress.Done}");
}
