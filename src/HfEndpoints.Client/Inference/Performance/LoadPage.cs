namespace HfEndpoints.Client.Inference;

/// <summary>A load test as one page for a browser: nothing is loaded from elsewhere, and it has no script.</summary>
internal static class LoadPage
{
    private const string Style = """
        :root { color-scheme: light dark; --back: #ffffff; --fore: #1f2328; --faint: #656d76; --grid: #d8dee4;
          --s0: #0969da; --s1: #bf8700; --s2: #cf222e; --s3: #1a7f37; }
        @media (prefers-color-scheme: dark) { :root { --back: #0d1117; --fore: #e6edf3; --faint: #8b949e; --grid: #30363d;
          --s0: #58a6ff; --s1: #e3b341; --s2: #ff7b72; --s3: #56d364; } }
        body { margin: 2rem auto; max-width: 68rem; padding: 0 1rem; background: var(--back); color: var(--fore);
          font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.05rem; margin: 0 0 .3rem; } p { margin: .3rem 0 1rem; }
        .warning { border-left: 4px solid var(--s2); padding-left: .7rem; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(26rem, 1fr)); gap: 1.5rem; margin: 1.5rem 0; }
        figure { margin: 0; break-inside: avoid; } svg { width: 100%; height: auto; display: block; }
        svg text { fill: var(--fore); font-size: 11px; paint-order: stroke; stroke: var(--back); stroke-width: 3px; }
        svg .grid { stroke: var(--grid); } svg polyline { fill: none; stroke-width: 2; } svg .dashed { stroke-dasharray: 5 4; opacity: .7; }
        svg .before { stroke: var(--fore); stroke-width: 2; } .double { grid-column: 1 / -1; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 13px; margin: 0 0 1.5rem; }
        th, td { text-align: right; padding: .3rem .4rem; border-bottom: 1px solid var(--grid); white-space: nowrap; }
        thead tr:first-child th { border: 0; padding-bottom: 0; } tr { break-inside: avoid; } th { font-weight: 600; }
        thead tr:last-child th { font-weight: 400; color: var(--faint); } td.none { text-align: left; color: var(--faint); }
        td small { display: block; color: var(--faint); } .better { color: var(--s3); } .worse { color: var(--s2); }
        tr.knee { font-weight: 600; } .wide { overflow-x: auto; }
        @page { margin: 12mm; }
        @media print { :root { --back: #ffffff; --fore: #000000; --faint: #57606a; --grid: #d8dee4;
          --s0: #0969da; --s1: #bf8700; --s2: #cf222e; --s3: #1a7f37; } body { margin: 0; max-width: none; padding: 0; }
          * { print-color-adjust: exact; } .wide { overflow: visible; } table { font-size: 8px; } th, td { padding: .2rem; }
          .charts { grid-template-columns: 1fr 1fr; } }
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
        bool hasBaseline = Array.Exists(stages, stage => stage.Change is not null);
        string unit = hasTokens ? "Output tokens per second" : "Answers per second";
        html.Append(CultureInfo.InvariantCulture, $"<h1>Load test of {Safe(endpoint)}</h1>\n")
            .Append(CultureInfo.InvariantCulture, $"<p>{Safe(last.Task)}, {time.UtcDateTime:yyyy-MM-dd HH:mm} UTC, ")
            .Append(CultureInfo.InvariantCulture, $"{stages.Sum(stage => stage.Requests)} requests in {stages.Length} ")
            .Append(stages.Length == 1 ? "stage. " : "stages. ")
            .Append(WhatItFound(stages))
            .Append(last.RequestRate is null
                ? " A load is the number of requests under way at once."
                : " A load is the requests per second.")
            .Append(hasBaseline ? " Dashed lines, and the short lines at the bars, are the baseline." : "").Append("</p>\n");
        if (Array.Exists(stages, stage => stage.IsClientLimited))
        {
            html.Append("<p class=\"warning\">In some stages the machine that sent the requests was the limit, not the endpoint.</p>\n");
        }

        string[] loads = [.. stages.Select(stage => stage.Load)];
        double?[] speeds = [.. stages.Select(stage => SpeedOf(stage, hasTokens))];
        HfPerformanceStage?[] before = [.. stages.Select(stage => stage.Change?.Baseline)];
        double?[][] Draw(Func<HfPerformanceStage, double?[]> values) => [.. stages.Select(values)];
        double?[][] Mark(Func<HfPerformanceStage, double?[]> values) => [.. before.Select(stage => stage is null ? [] : values(stage))];
        LoadPoint[] Points(IEnumerable<HfPerformanceStage?> some) =>
        [
            .. some.OfType<HfPerformanceStage>()
                .Select(stage => new LoadPoint(SpeedOf(stage, hasTokens) ?? 0, Of(stage.Latency), stage.Load)),
        ];

        List<string> charts =
        [
            LoadChart.Lines(
                $"Latency in ms against {char.ToLowerInvariant(unit[0])}{unit[1..]}", s_percentiles, Points(stages), Points(before)),
        ];
        void AddBars(string title, string[] names, Func<HfPerformanceStage, double?[]> values)
        {
            if (Draw(values).Any(group => group.Any(value => value is not null)))
            {
                charts.Add(LoadChart.Bars(title, names, loads, Draw(values), Mark(values)));
            }
        }

        AddBars($"{unit}, by load", [], stage => [SpeedOf(stage, hasTokens)]);
        AddBars("Latency of whole answers in ms, by load", s_percentiles, stage => Of(stage.Latency));
        AddBars("Time to first token in ms, by load", s_percentiles, stage => Of(stage.TimeToFirstToken));
        AddBars("Inter-token latency in ms, by load", s_percentiles, stage => Of(stage.InterTokenLatency));
        AddBars("USD per million output tokens, by load", [], stage => [(double?)stage.UsdPerMillionOutputTokens]);
        charts.Add(LoadChart.Bars(
            $"{unit} in each tenth of a stage", [], loads, Draw(stage => [.. stage.Throughput.Select(value => (double?)value)]),
            [.. stages.Select(_ => Array.Empty<double?>())], isWide: charts.Count % 2 == 0));
        html.Append("<div class=\"charts\">\n").AppendJoin("", charts).Append("</div>\n");
        LoadTables.Add(html, stages);
        if (hasBaseline)
        {
            LoadTables.AddChanges(html, stages);
        }
    }

    private static double? SpeedOf(HfPerformanceStage stage, bool hasTokens) =>
        hasTokens ? stage.OutputTokensPerSecond : stage.RequestsPerSecond;

    private static string WhatItFound(HfPerformanceStage[] stages) => stages[^1].Knee switch
    {
        null => "Nothing succeeded.",
        { } knee when knee == stages.Max(LoadOf) => "At the highest load, more load still gave more good answers.",
        { } knee => string.Create(CultureInfo.InvariantCulture, $"Beyond the load {knee:0.##} more load hardly gives more good answers."),
    };

    /// <summary>The load of a stage as a number.</summary>
    public static double? LoadOf(HfPerformanceStage stage) => stage.Concurrency ?? stage.RequestRate;

    private static double?[] Of(HfLatency? latency) =>
        [latency?.P50.TotalMilliseconds, latency?.P90.TotalMilliseconds, latency?.P99.TotalMilliseconds];

    /// <summary>A text in HTML.</summary>
    public static string Safe(string text) => WebUtility.HtmlEncode(text);
}
