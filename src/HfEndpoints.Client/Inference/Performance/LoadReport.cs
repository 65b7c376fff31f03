namespace HfEndpoints.Client.Inference;

/// <summary>A load test as one page for a browser: nothing is loaded from elsewhere, and it has no script.</summary>
internal static class LoadReport
{
    private const string Style = """
        :root { color-scheme: light dark; --back: #ffffff; --fore: #1f2328; --faint: #8b949e; --grid: #d8dee4;
          --s0: #0969da; --s1: #bf8700; --s2: #cf222e; --s3: #1a7f37; }
        @media (prefers-color-scheme: dark) { :root { --back: #0d1117; --fore: #e6edf3; --grid: #30363d;
          --s0: #58a6ff; --s1: #e3b341; --s2: #ff7b72; --s3: #56d364; } }
        body { margin: 2rem auto; max-width: 68rem; padding: 0 1rem; background: var(--back); color: var(--fore);
          font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.05rem; margin: 0 0 .3rem; } p { margin: .3rem 0 1rem; }
        .warning { border-left: 4px solid var(--s2); padding-left: .7rem; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(26rem, 1fr)); gap: 1.5rem; margin: 1.5rem 0; }
        figure { margin: 0; break-inside: avoid; } svg { width: 100%; height: auto; display: block; }
        svg text { fill: var(--fore); font-size: 11px; } svg .axis { fill: var(--faint); } svg .grid { stroke: var(--grid); }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 13px; break-inside: avoid; }
        th, td { text-align: right; padding: .3rem .5rem; border-bottom: 1px solid var(--grid); white-space: nowrap; }
        tr.knee { font-weight: 600; } .wide { overflow-x: auto; }
        @media print { :root { --back: #ffffff; --fore: #000000; } body { margin: 0; max-width: none; } .wide { overflow: visible; }
          table { font-size: 9px; } .charts { grid-template-columns: 1fr 1fr; } }
        """;

    private static readonly string[] s_percentiles = ["p50", "p90", "p99"];

    /// <summary>Writes the page of the stages of one or several tests.</summary>
    /// <param name="stages">The stages, in their order.</param>
    /// <param name="time">When the test ended.</param>
    /// <returns>The page.</returns>
    public static string ToHtml(IReadOnlyList<HfPerformanceStage> stages, DateTimeOffset time)
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Load test of ")
            .Append(Safe(string.Join(", ", stages.Select(stage => stage.Endpoint).Distinct())))
            .Append("</title>\n<style>\n").Append(Style).Append("\n</style>\n</head>\n<body>\n");
        foreach (IGrouping<string, HfPerformanceStage> test in stages.GroupBy(stage => stage.Endpoint))
        {
            Add(html, test.Key, [.. test], time);
        }

        return html.Append("</body>\n</html>\n").ToString();
    }

    private static void Add(StringBuilder html, string endpoint, HfPerformanceStage[] stages, DateTimeOffset time)
    {
        HfPerformanceStage last = stages[^1];
        bool hasTokens = Array.Exists(stages, stage => stage.OutputTokensPerSecond > 0);
        string unit = hasTokens ? "Output tokens per second" : "Answers per second";
        html.Append(CultureInfo.InvariantCulture, $"<h1>Load test of {Safe(endpoint)}</h1>\n")
            .Append(CultureInfo.InvariantCulture, $"<p>{Safe(last.Task)}, {time.UtcDateTime:yyyy-MM-dd HH:mm} UTC, ")
            .Append(CultureInfo.InvariantCulture, $"{stages.Sum(stage => stage.Requests)} requests in {stages.Length} ")
            .Append(stages.Length == 1 ? "stage. " : "stages. ")
            .Append(WhatItFound(stages)).Append("</p>\n");
        if (Array.Exists(stages, stage => stage.IsClientLimited))
        {
            html.Append("<p class=\"warning\">In some stages the machine that sent the requests was the limit, not the endpoint.</p>\n");
        }

        string[] loads = [.. stages.Select(stage => stage.Load)];
        double?[] speeds = [.. stages.Select(stage => hasTokens ? stage.OutputTokensPerSecond : stage.RequestsPerSecond)];
        double?[][] latencies = [.. stages.Select(stage => Of(stage.Latency))];
        html.Append("<div class=\"charts\">\n")
            .Append(LoadChart.Lines(
                $"Latency in ms against {char.ToLowerInvariant(unit[0])}{unit[1..]}",
                s_percentiles,
                [.. stages.Select((stage, index) => (speeds[index] ?? 0, latencies[index], stage.Load))]))
            .Append(LoadChart.Bars($"{unit}, by load", [], loads, [.. speeds.Select(speed => new[] { speed })]))
            .Append(LoadChart.Bars("Latency of whole answers in ms, by load", s_percentiles, loads, latencies));
        AddIfAny(
            html, "Time to first token in ms, by load", s_percentiles, loads, [.. stages.Select(stage => Of(stage.TimeToFirstToken))]);
        AddIfAny(
            html, "Inter-token latency in ms, by load", s_percentiles, loads, [.. stages.Select(stage => Of(stage.InterTokenLatency))]);
        AddIfAny(
            html, "USD per million output tokens, by load", [], loads,
            [.. stages.Select(stage => new[] { (double?)stage.UsdPerMillionOutputTokens })]);
        html.Append(LoadChart.Bars($"{unit} in each tenth of a stage", [], loads, [.. stages.Select(
            stage => stage.Throughput.Select(value => (double?)value).ToArray())]))
            .Append("</div>\n");
        AddTable(html, stages);
    }

    private static string WhatItFound(HfPerformanceStage[] stages) => stages[^1].Knee switch
    {
        null => "Nothing succeeded.",
        { } knee when knee == stages.Max(LoadOf) => "At the highest load, more load still gave more good answers.",
        { } knee => string.Create(CultureInfo.InvariantCulture, $"Beyond the load {knee:0.##} more load hardly gives more good answers."),
    };

    private static double? LoadOf(HfPerformanceStage stage) => stage.Concurrency ?? stage.RequestRate;

    private static void AddIfAny(StringBuilder html, string title, string[] names, string[] loads, double?[][] values)
    {
        if (values.Any(group => group.Any(value => value is not null)))
        {
            html.Append(LoadChart.Bars(title, names, loads, values));
        }
    }

    private static void AddTable(StringBuilder html, HfPerformanceStage[] stages)
    {
        string[] heads =
        [
            "Load", "Requests", "Failed", "Errors", "First token p50", "p99", "Inter-token p50", "p99", "Latency p50", "p90", "p99",
            "Answers/s", "Good/s", "Input tokens/s", "Output tokens/s", "USD per million", "Start delay p99", "Client CPU",
        ];
        html.Append("<div class=\"wide\"><table>\n<tr>").AppendJoin("", heads.Select(head => $"<th>{head}</th>")).Append("</tr>\n");
        foreach (HfPerformanceStage stage in stages)
        {
            string?[] cells =
            [
                stage.Load, Number(stage.Requests), Number(stage.Failed), string.Join(", ", stage.Errors),
                Ms(stage.TimeToFirstToken?.P50), Ms(stage.TimeToFirstToken?.P99), Ms(stage.InterTokenLatency?.P50),
                Ms(stage.InterTokenLatency?.P99), Ms(stage.Latency?.P50), Ms(stage.Latency?.P90), Ms(stage.Latency?.P99),
                Number(stage.RequestsPerSecond), Number(stage.GoodputPerSecond), Number(stage.InputTokensPerSecond),
                Number(stage.OutputTokensPerSecond), Number((double?)stage.UsdPerMillionOutputTokens), Ms(stage.StartDelay?.P99),
                Number(stage.ClientCpu * 100) + " %",
            ];
            bool isKnee = stages[^1].Knee is { } knee && knee == LoadOf(stage);
            html.Append(isKnee ? "<tr class=\"knee\">" : "<tr>").AppendJoin("", cells.Select(cell => $"<td>{Safe(cell ?? "")}</td>"))
                .Append("</tr>\n");
        }

        html.Append("</table></div>\n");
    }

    private static double?[] Of(HfLatency? latency) =>
        [latency?.P50.TotalMilliseconds, latency?.P90.TotalMilliseconds, latency?.P99.TotalMilliseconds];

    private static string Ms(TimeSpan? time) => time is null ? "" : $"{Number(time.Value.TotalMilliseconds)} ms";

    private static string Number(double? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
