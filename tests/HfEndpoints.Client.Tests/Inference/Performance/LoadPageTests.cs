using System.Text.RegularExpressions;
using System.Xml.Linq;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed partial class LoadPageTests
{
    private static readonly DateTimeOffset s_time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void ThePageIsWholeAndLoadsNothing()
    {
        string page = LoadPage.ToHtml([Stage(1), Stage(2)], s_time);

        Assert.DoesNotContain("http", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", page, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
        Assert.Contains("<tr class=\"knee\"><td>2</td>", page, StringComparison.Ordinal);
        XElement[] charts = Charts(page);
        Assert.Equal(7, charts.Length);

        // Within the picture.
        Assert.All(charts.SelectMany(chart => chart.Descendants("rect")), bar =>
            Assert.InRange((double)bar.Attribute("y")! + (double)bar.Attribute("height")!, 0, 260));

        // Twice the latency is twice the bar.
        double[] bars = [.. charts[2].Descendants("rect").Where(bar => bar.HasElements).Select(bar => (double)bar.Attribute("height")!)];
        Assert.Equal(6, bars.Length);
        Assert.Equal(bars[0] * 2, bars[3], 0.3);
    }

    [Fact]
    public void AStageInWhichEverythingFailedIsDrawnToo()
    {
        HfPerformanceStage failed = new() { Endpoint = "e", Task = "chat", Stage = 1, Concurrency = 1, Requests = 20, Failed = 20 };

        string page = LoadPage.ToHtml([failed], s_time);

        Assert.Equal(3, Charts(page).Length);
        Assert.Contains("Nothing succeeded.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void ItSaysWhetherTheKneeWasReached()
    {
        HfPerformanceStage last = Stage(2);

        Assert.Contains("still gave more", LoadPage.ToHtml([Stage(1), last], s_time), StringComparison.Ordinal);
        Assert.Contains("Beyond the load 1 ", LoadPage.ToHtml([Stage(1), last with { Knee = 1 }], s_time), StringComparison.Ordinal);
    }

    [Fact]
    public void TheBaselineIsDrawnBesideIt()
    {
        HfPerformanceStage before = Stage(2) with { Latency = Stage(1).Latency };
        HfPerformanceStage now = Stage(2) with { Change = new HfPerformanceChange { Baseline = before, LatencyP99 = 1 } };

        string page = LoadPage.ToHtml([Stage(1), now], s_time);

        XElement[] charts = Charts(page);
        XElement[] marks = [.. charts[2].Descendants("line").Where(line => (string?)line.Attribute("class") == "before")];
        Assert.Equal(3, marks.Length);
        double p99 = (double)charts[2].Descendants("rect").Last(bar => bar.HasElements).Attribute("height")!;
        Assert.Equal(p99 / 2, 232 - (double)marks[2].Attribute("y1")!, 0.2);
        Assert.Equal(3, charts[0].Descendants("polyline").Count(line => (string?)line.Attribute("class") == "dashed"));
        Assert.Contains("<td class=\"worse\">+100 %<small>was 300</small></td>", page, StringComparison.Ordinal);
        Assert.Contains("The baseline has no stage with this load.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Compared with", LoadPage.ToHtml([Stage(1)], s_time), StringComparison.Ordinal);
    }

    [Fact]
    public void ANameIsText()
    {
        string page = LoadPage.ToHtml([Stage(1) with { Endpoint = "<img src=x onerror=y>" }], s_time);

        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
    }

    private static XElement[] Charts(string page) =>
        [.. FigurePattern().Matches(page).Select(figure => XElement.Parse(figure.Value))];

    private static HfPerformanceStage Stage(int load)
    {
        TimeSpan time = TimeSpan.FromMilliseconds(100 * load);
        var latency = new HfLatency(10, time, time, time * 2, time * 3, time * 3);
        return new HfPerformanceStage
        {
            Endpoint = "e",
            Task = "chat",
            Stage = load,
            Concurrency = load,
            Requests = 10,
            Succeeded = 10,
            Latency = latency,
            TimeToFirstToken = latency,
            InterTokenLatency = latency,
            OutputTokensPerSecond = 100 * load,
            UsdPerMillionOutputTokens = 1.5m / load,
            Throughput = [1, 2, 3],
            Knee = load,
        };
    }

    [GeneratedRegex("<figure[^>]*>.*?</figure>", RegexOptions.Singleline)]
    private static partial Regex FigurePattern();
}
