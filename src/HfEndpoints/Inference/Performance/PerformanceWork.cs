using System.Text;

namespace HfEndpoints.Commands;

/// <summary>The files of a load test.</summary>
/// <param name="Prompts">The file of more prompts, if there is one.</param>
/// <param name="Baseline">The JSON of an earlier test, if there is one.</param>
/// <param name="Reports">The files for the results.</param>
internal sealed record PerformanceFiles(string? Prompts, string? Baseline, IReadOnlyList<string> Reports);

/// <summary>The load test of one endpoint: asks for confirmation, runs it, and writes its stages and the reports.</summary>
/// <param name="settings">How to load it.</param>
/// <param name="files">What to read and to write.</param>
/// <param name="allowsPending">Whether to wait for an endpoint's first deployment.</param>
/// <param name="all">The stages of all endpoints of the call, for the reports.</param>
internal sealed class PerformanceWork(
    LoadTestOptions settings, PerformanceFiles files, bool allowsPending, List<HfPerformanceStage> all)
{
    private const int Activity = 1;

    // The view of stages that are compared.
    private static readonly string s_comparedType = $"{typeof(HfPerformanceStage).FullName}#Compared";

    /// <summary>Runs the test and writes each stage when it has ended.</summary>
    public async Task RunAsync(CmdletOutput output, CalledServer server, CancellationToken cancellationToken)
    {
        // What can be wrong is found before anything is sent.
        LoadTestOptions options = await ReadFilesAsync(cancellationToken).ConfigureAwait(false);
        CheckReportPaths();
        new LoadBaseline(options, server.Name).CheckLoads();
        InferenceTarget target = server.Target(allowsPending);
        if (!await output.ShouldProcessAsync(server.Label, $"load it with {Describe()}").ConfigureAwait(false))
        {
            return;
        }

        string activity = $"Load test of {server.Name}";
        options = options with
        {
            UsdPerHour = await server.FindPriceAsync(output, cancellationToken).ConfigureAwait(false),
            Progress = status => output.Progress(new ProgressRecord(Activity, activity, status)),
            Warning = output.Warn,
        };
        var client = new LoadTestClient(server.Client, target, server.Endpoint);
        try
        {
            await foreach (HfPerformanceStage stage in client.RunAsync(options, cancellationToken).ConfigureAwait(false))
            {
                all.Add(stage);
                await output.WriteAsync(Show(stage)).ConfigureAwait(false);

                // After each stage, so that a test that is stopped has a report too.
                await SaveAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            output.EndProgress(Activity, activity);
        }
    }

    private async Task<LoadTestOptions> ReadFilesAsync(CancellationToken cancellationToken) => settings with
    {
        Prompts = files.Prompts is null
            ? settings.Prompts
            : [.. settings.Prompts, .. await LoadPrompts.ReadAsync(files.Prompts, cancellationToken).ConfigureAwait(false)],
        Baseline = files.Baseline is null
            ? []
            : await LoadTestReport.ReadAsync(files.Baseline, cancellationToken).ConfigureAwait(false),
    };

    private object Show(HfPerformanceStage stage)
    {
        if (files.Baseline is null)
        {
            return stage;
        }

        var shown = new PSObject(stage);
        shown.TypeNames.Insert(0, s_comparedType);
        return shown;
    }

    private string Describe()
    {
        string length = string.Join(" or ", new[]
        {
            settings.Count is { } count ? string.Create(CultureInfo.InvariantCulture, $"{count} requests") : null,
            settings.StageDuration is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.##} s") : null,
        }.OfType<string>());
        string loads = LoadLevel.Describe(settings.Levels) + (settings.IsAuto ? " and more until the goodput no longer rises" : "");
        return $"{loads}, {length} each";
    }

    // Before the test, which takes time and money.
    private void CheckReportPaths()
    {
        foreach (string path in files.Reports)
        {
            try
            {
                WholeFile.CheckRegular(PendingFile.TargetOf(path));
                if (!Directory.Exists(Path.GetDirectoryName(path)))
                {
                    throw new IOException("its folder does not exist.");
                }
            }
            catch (IOException exception)
            {
                throw new HfException(HfErrorKind.FileNotWritten, $"Cannot write '{path}': {exception.Message}", exception);
            }
        }
    }

    private async Task SaveAsync()
    {
        foreach (string path in files.Reports)
        {
            bool isJson = Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase);
            byte[] report = Encoding.UTF8.GetBytes(
                isJson ? LoadTestReport.ToJson(all, DateTimeOffset.UtcNow) : LoadTestReport.ToHtml(all, DateTimeOffset.UtcNow));
            await AtomicFile.SaveAsync(path, file => file.WriteAsync(report).AsTask()).ConfigureAwait(false);
        }
    }
}
