using System.Text;

namespace HfEndpoints.Commands;

/// <summary>The load test of one endpoint: asks for confirmation, runs it, and writes its stages and the report.</summary>
/// <param name="settings">How to load it.</param>
/// <param name="all">The stages of all endpoints of the call, for the report.</param>
internal sealed class PerformanceWork(LoadOptions settings, List<HfPerformanceStage> all)
{
    private const int Activity = 1;

    private readonly HashSet<string> _warnings = [];

    /// <summary>The task; null uses the endpoint's own.</summary>
    public string? Task { get; init; }

    /// <summary>The prompts that were given.</summary>
    public required IReadOnlyList<string> Prompts { get; init; }

    /// <summary>The file of more prompts.</summary>
    public string? Path { get; init; }

    /// <summary>About how many tokens a made-up prompt has.</summary>
    public required int InputTokens { get; init; }

    /// <summary>How many tokens an answer has at most.</summary>
    public required int OutputTokens { get; init; }

    /// <summary>The time-outs.</summary>
    public required InferenceOptions Inference { get; init; }

    /// <summary>Whether to wait for an endpoint's first deployment.</summary>
    public bool AllowsPending { get; init; }

    /// <summary>The file of the report, if there is to be one.</summary>
    public string? ReportPath { get; init; }

    /// <summary>Runs the test and writes each stage when it has ended.</summary>
    public async Task RunAsync(CmdletOutput output, CalledServer server, CancellationToken cancellationToken)
    {
        // What can be wrong is found before anything is sent.
        string[] given = [.. Prompts, .. Path is null ? [] : await LoadPrompts.ReadAsync(Path, cancellationToken).ConfigureAwait(false)];
        CheckReportFolder();
        InferenceTarget target = server.Target(AllowsPending);
        if (!await output.ShouldProcessAsync(server.Label, $"load it with {Describe()}").ConfigureAwait(false))
        {
            return;
        }

        string activity = $"Load test of {server.Name}";
        void Show(string status) => output.Progress(new ProgressRecord(Activity, activity, status));
        var sender = new LoadSender(
            server.Client,
            target,
            Task ?? TaskOf(server),
            given.Length > 0 ? new LoadPrompts(given) : new LoadPrompts(InputTokens),
            OutputTokens,
            Inference with
            {
                ColdStartProgress = waited => Show(
                    string.Create(CultureInfo.InvariantCulture, $"waiting for the endpoint to start, {waited.TotalSeconds:0} s")),
            });
        LoadOptions options = settings with
        {
            Endpoint = server.Name,
            UsdPerHour = await server.FindPriceAsync(output, cancellationToken).ConfigureAwait(false),
            Progress = (number, level) => Show($"stage {number}: {NameOf(level)}"),
        };
        var test = new LoadTest(options, sender.SendAsync, () => sender.Task, server.Client.Options.TimeProvider);
        try
        {
            await foreach (HfPerformanceStage stage in test.RunAsync(cancellationToken).ConfigureAwait(false))
            {
                all.Add(stage);
                Warn(output, stage, sender);
                await output.WriteAsync(stage).ConfigureAwait(false);

                // After each stage, so that a test that is stopped has a report too.
                await SaveAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            output.EndProgress(Activity, activity);
        }
    }

    private static string? TaskOf(CalledServer server) =>
        server.Endpoint is { Task: LoadSender.EmbeddingTask or "sentence-similarity" or "sentence-embeddings" }
            ? LoadSender.EmbeddingTask
            : null;

    private static string NameOf(params IReadOnlyList<LoadLevel> levels) => levels[0].Rate is null
        ? string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", levels.Select(level => level.Concurrency))} at once")
        : string.Join(", ", levels.Select(level => level.Rate!.Value.ToString("0.###", CultureInfo.InvariantCulture)))
            + " requests per second";

    private string Describe()
    {
        string length = string.Join(" or ", new[]
        {
            settings.Count is { } count ? string.Create(CultureInfo.InvariantCulture, $"{count} requests") : null,
            settings.Duration is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.##} s") : null,
        }.OfType<string>());
        string loads = settings.IsAuto ? $"{NameOf(settings.Levels)} and more until the goodput no longer rises" : NameOf(settings.Levels);
        return $"{loads}, {length} each";
    }

    private void CheckReportFolder()
    {
        if (ReportPath is not null && !Directory.Exists(System.IO.Path.GetDirectoryName(ReportPath)))
        {
            throw new HfException(HfErrorKind.FileNotWritten, $"Cannot write '{ReportPath}': its folder does not exist.");
        }
    }

    private async Task SaveAsync()
    {
        if (ReportPath is not null)
        {
            byte[] page = Encoding.UTF8.GetBytes(LoadReport.ToHtml(all, DateTimeOffset.UtcNow));
            await AtomicFile.SaveAsync(ReportPath, file => file.WriteAsync(page).AsTask()).ConfigureAwait(false);
        }
    }

    private void Warn(CmdletOutput output, HfPerformanceStage stage, LoadSender sender)
    {
        if (stage.Succeeded == 0)
        {
            output.Warn($"In stage {stage.Stage} ({stage.Load}) no request succeeded: {string.Join(", ", stage.Errors)}.");
        }

        if (stage.IsClientLimited)
        {
            output.Warn($"In stage {stage.Stage} ({stage.Load}) this machine was the limit, not the endpoint. Send from a larger one.");
        }

        if (sender.HasWholeAnswers && _warnings.Add("whole"))
        {
            output.Warn("The endpoint does not stream its answers, so there is no time to the first token.");
        }

        if (sender.HasUncountedTokens && _warnings.Add("tokens"))
        {
            output.Warn("The endpoint does not count the tokens of its answers, so there are no tokens per second and no cost of them.");
        }
    }
}
