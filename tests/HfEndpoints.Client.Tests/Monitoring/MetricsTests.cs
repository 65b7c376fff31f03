namespace HfEndpoints.Client.Tests;

public class MetricsTests
{
    private const string All = "POST /v2/endpoint/acme/e/metrics";
    private static readonly DateTimeOffset s_start = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
    private static readonly MetricsQuery s_hour = new(s_start, s_start.AddHours(1));

    private const string Window =
        """ "start": "2026-11-21T10:00:00Z", "stop": "2026-11-21T11:00:00Z", "timeWindowSeconds": 60 """;

    private const string Data = """[{ "x": "2026-11-21T10:01:00Z", "y": 2.5 }, { "x": "2026-11-21T10:02:00Z", "y": 4 }]""";

    public static TheoryData<string, string, string> Routes => new()
    {
        { "ResponseStatusCode", "response-status-code", Graph("""{ "statusCode": "200", "sum": 6.5, "data": DATA }""") },
        { "ResponseStatusCodeGrouped", "response-status-code-grouped", Graph("""{ "statusCode": "2xx", "sum": 6.5, "data": DATA }""") },
        { "ResponseElapsed", "response-elapsed", Graph("""{ "percentile": "p95", "summary": 3, "data": DATA }""") },
        { "PendingRequest", "pending-request", Graph("""{ "status": "pending", "data": DATA }""") },
        { "ReplicaRunning", "replica-running", Graph("""{ "status": "running", "max": 4, "data": DATA }""") },
        { "HardwareCpu", "hardware-cpu", Pair("cpu", "ram") },
        { "HardwareMemory", "hardware-cpu", Pair("ram", "cpu") },
        { "HardwareGpu", "hardware-gpu", Pair("gpu", "ram") },
        { "HardwareGpuMemory", "hardware-gpu", Pair("ram", "gpu") },
        {
            "InferenceRequest",
            "inference/requests",
            $$"""{ "waiting": {{Hardware("r", Data)}}, "running": { "series": [] }, {{Window}} }"""
        },
        { "TimeToFirstToken", "inference/ttft", Hardware("r", Data) },
        { "InterTokenLatency", "inference/itl", Hardware("r", Data) },
        { "KvCache", "inference/kv-cache", Hardware("r", Data) },
        { "PrefixCache", "inference/prefix-cache", Hardware("r", Data) },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task ReadsAMetricByItsOwnRoute(string name, string route, string answer)
    {
        using var service = new CannedAnswers(($"{All}/{route}", answer));
        MetricReport report = await service.Client.Metrics.GetAsync(
            "acme", "e", MetricDefinitions.Find(name)!, s_hour);
        MetricSeries series = Assert.Single(report.Series);
        Assert.Equal(name, series.Metric);
        Assert.Equal([2.5, 4], series.Points.Select(point => point.Value));
        Assert.Equal(s_start.AddMinutes(1), series.Points[0].Time);
        Assert.Equal([$"{All}/{route}"], service.Requests);
    }

    [Fact]
    public async Task ReadsStagesAsTheSecondsEachReplicaWasInThem()
    {
        using var service = new CannedAnswers(($"{All}/replica-status", $$"""
            { "replicaIds": ["a", "b"], {{Window}}, "series": [{ "stage": "running", "data": [
              { "x": "2026-11-21T10:30:00Z", "x2": "2026-11-21T10:31:30Z", "y": "a" },
              { "x": "2026-11-21T10:00:00Z", "x2": "2026-11-21T10:10:00Z", "y": "b" },
              { "x": "2026-11-21T10:00:00Z", "x2": "2026-11-21T10:01:00Z", "y": "a" }] }] }
            """));
        MetricReport report = await service.Client.Metrics.GetAsync(
            "acme", "e", MetricDefinitions.Find("ReplicaStatus")!, s_hour);
        Assert.Equal(["a", "b"], report.ReplicaIds);
        Assert.Equal(["a", "b"], report.Series.Select(series => series.Replica));
        Assert.All(report.Series, series => Assert.Equal("running", series.Series));
        Assert.Equal([60, 90], report.Series[0].Points.Select(point => point.Value));
        Assert.Equal(s_start.AddMinutes(30), report.Series[0].Points[1].Time);
    }

    [Fact]
    public async Task ReadsAllMetricsWithWhatDistinguishesTheirSeries()
    {
        using var service = new CannedAnswers((All, $$"""
            { {{Window}}, "replicaIds": ["r1"],
              "responseStatusCode": { "start": "2026-11-21T10:00:00Z", "stop": "2026-11-21T11:00:00Z", "timeWindowSeconds": 15,
                "series": [{ "statusCode": "200", "sum": 12, "data": [] }] },
              "responseElapsed": { "series": [{ "percentile": "0.95", "summary": 1.5, "data": {{Data}} }] },
              "replicasRunning": { "series": [{ "status": "running", "max": 4, "data": {{Data}} }] },
              "hardwareGpuMem": { "series": [{ "replicaId": "r1", "deviceId": 1, "max": 80, "data": {{Data}} }] },
              "inference": { "requests": { "waiting": {{Hardware("r1", Data)}}, "running": {{Hardware("r1", Data)}} },
                "kvCache": {{Hardware("r1", Data)}} } }
            """));
        MetricReport report = await service.Client.Metrics.GetAllAsync("acme", "e", s_hour);
        Assert.Equal(
            [
                "ResponseStatusCode", "ResponseElapsed", "ReplicaRunning", "HardwareGpuMemory", "InferenceRequest", "InferenceRequest",
                "KvCache",
            ],
            report.Series.Select(series => series.Metric));
        Assert.Equal(new MetricWindow(s_start, s_start.AddHours(1), TimeSpan.FromMinutes(1)), report.Window);
        Assert.Equal(TimeSpan.FromSeconds(15), report.Series[0].Window!.Step);
        Assert.Equal(report.Window, report.Series[1].Window);
        Assert.Equal(12, report.Series[0].Sum);
        Assert.Equal(("0.95", 1.5, "s"), (report.Series[1].Series, report.Series[1].Overall, report.Series[1].Unit));
        Assert.Equal(4, report.Series[2].Max);
        Assert.Equal(("r1", 1), (report.Series[3].Replica, report.Series[3].Device));
        Assert.Equal(["waiting", "running"], report.Series.Where(series => series.Metric == "InferenceRequest")
            .Select(series => series.Series));
    }

    [Fact]
    public async Task SendsTheTimeAsRfc3339AndTheReplica()
    {
        using var service = new CannedAnswers((All, "{}"));
        var query = new MetricsQuery(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.FromHours(2)), s_start.AddHours(1), "r1");
        Assert.Empty((await service.Client.Metrics.GetAllAsync("acme", "e", query)).Series);
        Assert.Equal(
            """{"start":"2026-11-21T10:00:00.000Z","stop":"2026-11-21T11:00:00.000Z","replicaId":"r1"}""",
            service.Body!.ToJsonString());
    }

    [Fact]
    public async Task ToleratesWhatItDoesNotKnow()
    {
        using var service = new CannedAnswers((All, """
            { "inference": { "speculative-decoding": { "accepted": { "series": [{ "replicaId": "r", "colour": "red", "data": [
                { "x": "2026-11-21T10:01:00.123456789Z", "y": "NaN" }, { "x": "2026-11-21T10:02:00Z", "y": null }, 7,
                { "y": 1 }, { "x": "2026-11-21T10:04:00.123456789Z", "y": 0.5 }, { "x": 1795255380, "y": "1.5" }] }, null] } } },
              "note": "new", "hardwareCpu": null, "responseElapsed": { "series": null } }
            """));
        MetricReport report = await service.Client.Metrics.GetAllAsync("acme", "e", s_hour);
        MetricSeries series = Assert.Single(report.Series);
        Assert.Equal("InferenceSpeculativeDecodingAccepted", series.Metric);
        Assert.Equal([1.5, 0.5], series.Points.Select(point => point.Value));
        Assert.Null(report.Window);
    }

    [Fact]
    public async Task AsksForAllWhereAMetricHasNoRoute()
    {
        using var service = new CannedAnswers(
            (All, $$"""{ "inference": { "prefixCache": {{Hardware("r", Data)}}, "ttft": {{Hardware("r", Data)}} } }"""));
        MetricReport report = await service.Client.Metrics.GetAsync(
            "acme", "e", MetricDefinitions.Find("PrefixCache")!, s_hour);
        Assert.Equal("PrefixCache", Assert.Single(report.Series).Metric);
    }

    [Fact]
    public async Task RefusesATimeThatEndsBeforeItBegins()
    {
        using var service = new CannedAnswers();
        HfException exception = await Assert.ThrowsAsync<HfException>(() =>
            service.Client.Metrics.GetAllAsync("acme", "e", new MetricsQuery(s_start, s_start)));
        Assert.Equal(HfErrorKind.InvalidRequest, exception.Kind);
        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task TellsAMissingEndpoint()
    {
        using var service = new CannedAnswers();
        HfException exception = await Assert.ThrowsAnyAsync<HfException>(() =>
            service.Client.Metrics.GetAsync("acme", "e", MetricDefinitions.All[0], s_hour));
        Assert.Equal(HfErrorKind.EndpointNotFound, exception.Kind);
    }

    [Fact]
    public async Task RefusesAnAnswerThatIsNotAnObject()
    {
        using var service = new CannedAnswers((All, "[]"));
        HfException exception = await Assert.ThrowsAsync<HfException>(() =>
            service.Client.Metrics.GetAllAsync("acme", "e", s_hour));
        Assert.Equal(HfErrorKind.InvalidResponse, exception.Kind);
    }

    [Fact]
    public async Task ReadsReplicaIdsAndOpenMetrics()
    {
        using var service = new CannedAnswers(
            ($"{All}/replica-ids", """["a", "b"]"""),
            ("GET /v2/endpoint/acme/e/open-metrics", "# TYPE http_requests counter\n"));
        Assert.Equal(["a", "b"], await service.Client.Metrics.GetReplicaIdsAsync("acme", "e", s_hour));
        Assert.Equal("# TYPE http_requests counter\n", await service.Client.Metrics.GetOpenMetricsAsync("acme", "e"));
    }

    [Fact]
    public async Task TakesAProxysPageForNoMetrics()
    {
        using var service = new CannedAnswers(
            ("GET /v2/endpoint/acme/e/open-metrics", "<html>Log in</html>"));
        HfException exception = await Assert.ThrowsAsync<HfException>(() =>
            service.Client.Metrics.GetOpenMetricsAsync("acme", "e"));
        Assert.Equal(HfErrorKind.InvalidResponse, exception.Kind);
    }

    [Theory]
    [InlineData("responseElapsed", "ResponseElapsed")]
    [InlineData("inference/ttft", "TimeToFirstToken")]
    [InlineData("InferenceItl", "InterTokenLatency")]
    [InlineData("HARDWARE-CPU", "HardwareCpu")]
    [InlineData("hardwareMem", "HardwareMemory")]
    [InlineData("kv_cache", "KvCache")]
    [InlineData("Nothing", null)]
    public void FindsAMetricByTheServicesWordsToo(string name, string? expected) =>
        Assert.Equal(expected, MetricDefinitions.Find(name)?.Name);

    private static string Graph(string series) =>
        $$"""{ {{Window}}, "series": [{{series.Replace("DATA", Data, StringComparison.Ordinal)}}] }""";

    private static string Pair(string name, string other) =>
        $$"""{ {{Window}}, "{{name}}": {{Hardware("r", Data)}}, "{{other}}": {{Hardware("r", "[]")}} }""";

    private static string Hardware(string replica, string data) =>
        $$"""{ "series": [{ "replicaId": "{{replica}}", "max": 9, "data": {{data}} }] }""";
}
