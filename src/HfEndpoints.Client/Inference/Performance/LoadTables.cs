namespace HfEndpoints.Client.Inference;

/// <summary>The figures of a load test as tables of its page.</summary>
internal static class LoadTables
{
    // A difference that may well be chance has no colour.
    private const double Notable = 0.05;

    private static readonly (string Title, string[] Columns)[] s_heads =
    [
        ("", ["Load"]), ("Requests", ["sent", "failed", "errors"]), ("First token, ms", ["p50", "p99"]),
        ("Inter-token, ms", ["p50", "p99"]), ("Whole answer, ms", ["p50", "p90", "p99"]), ("Answers/s", ["all", "good"]),
        ("Tokens/s", ["input", "output"]), ("USD/million", ["output"]), ("This client", ["late, ms", "CPU, %"]),
    ];

    private static readonly (string Title, string[] Columns)[] s_changeHeads =
    [
        ("", ["Load"]), ("Throughput", ["per second"]), ("First token, ms", ["p50", "p99"]), ("Inter-token, ms", ["p50", "p99"]),
        ("Whole answer, ms", ["p50", "p99"]), ("USD/million", ["output"]),
    ];

    /// <summary>Adds what each stage measured.</summary>
    public static void Add(StringBuilder html, HfPerformanceStage[] stages)
    {
        Begin(html, s_heads);
        foreach (HfPerformanceStage stage in stages)
        {
            string[] cells =
            [
                stage.Load, Number(stage.Requests), Number(stage.Failed), string.Join(", ", stage.Errors),
                Ms(stage.TimeToFirstToken?.P50), Ms(stage.TimeToFirstToken?.P99), Ms(stage.InterTokenLatency?.P50),
                Ms(stage.InterTokenLatency?.P99), Ms(stage.Latency?.P50), Ms(stage.Latency?.P90), Ms(stage.Latency?.P99),
                Number(stage.RequestsPerSecond), Number(stage.GoodputPerSecond), Number(stage.InputTokensPerSecond),
                Number(stage.OutputTokensPerSecond), Number((double?)stage.UsdPerMillionOutputTokens), Ms(stage.StartDelay?.P99),
                Number(stage.ClientCpu * 100),
            ];
            bool isKnee = stages[^1].Knee is { } knee && knee == LoadPage.LoadOf(stage);
            html.Append(isKnee ? "<tr class=\"knee\">" : "<tr>").AppendJoin("", cells.Select(cell => $"<td>{LoadPage.Safe(cell)}</td>"))
                .Append("</tr>\n");
        }

        html.Append("</tbody></table></div>\n");
    }

    /// <summary>Adds how each stage differs from the baseline.</summary>
    public static void AddChanges(StringBuilder html, HfPerformanceStage[] stages)
    {
        html.Append("<h2>Compared with the baseline</h2>\n");
        Begin(html, s_changeHeads);
        foreach (HfPerformanceStage stage in stages)
        {
            html.Append("<tr><td>").Append(stage.Load).Append("</td>");
            if (stage.Change is not { } change)
            {
                html.Append("<td class=\"none\" colspan=\"8\">The baseline has no stage with this load.</td></tr>\n");
                continue;
            }

            HfPerformanceStage before = change.Baseline;
            bool hasTokens = stage.OutputTokensPerSecond is not null;
            Add(html, hasTokens ? before.OutputTokensPerSecond : before.RequestsPerSecond,
                hasTokens ? change.OutputTokensPerSecond : change.RequestsPerSecond, isMoreBetter: true);
            Add(html, Of(before.TimeToFirstToken?.P50), change.TimeToFirstTokenP50);
            Add(html, Of(before.TimeToFirstToken?.P99), change.TimeToFirstTokenP99);
            Add(html, Of(before.InterTokenLatency?.P50), change.InterTokenLatencyP50);
            Add(html, Of(before.InterTokenLatency?.P99), change.InterTokenLatencyP99);
            Add(html, Of(before.Latency?.P50), change.LatencyP50);
            Add(html, Of(before.Latency?.P99), change.LatencyP99);
            Add(html, (double?)before.UsdPerMillionOutputTokens, change.UsdPerMillionOutputTokens);
            html.Append("</tr>\n");
        }

        html.Append("</tbody></table></div>\n");
    }

    private static void Begin(StringBuilder html, (string Title, string[] Columns)[] heads) => html
        .Append("<div class=\"wide\"><table>\n<thead><tr>")
        .AppendJoin("", heads.Select(head => $"<th colspan=\"{head.Columns.Length}\">{head.Title}</th>"))
        .Append("</tr>\n<tr>")
        .AppendJoin("", heads.SelectMany(head => head.Columns).Select(column => $"<th>{column}</th>"))
        .Append("</tr></thead>\n<tbody>\n");

    private static void Add(StringBuilder html, double? before, double? share, bool isMoreBetter = false)
    {
        string style = share is not { } known || Math.Abs(known) < Notable ? "" : known > 0 == isMoreBetter ? "better" : "worse";
        string change = share is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{share * 100:+0.#;-0.#;0} %");
        html.Append(CultureInfo.InvariantCulture, $"<td class=\"{style}\">{change}<small>")
            .Append(before is null ? "" : $"was {Number(before)}").Append("</small></td>");
    }

    private static double? Of(TimeSpan? time) => time?.TotalMilliseconds;

    private static string Ms(TimeSpan? time) => Number(Of(time));

    private static string Number(double? value) =>
        value?.ToString(Math.Abs(value.Value) switch { >= 100 => "0", >= 10 => "0.#", _ => "0.##" }, CultureInfo.InvariantCulture) ?? "";
}
