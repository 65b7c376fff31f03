namespace HfEndpoints.Client.Tests;

/// <summary>Whose clock says when now is.</summary>
public sealed class MetricClockTests
{
    private const string Route = "POST /v2/endpoint/acme/e/metrics";
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("-03:00:00", true, 2)]
    [InlineData("03:00:00", true, 2)]
    [InlineData("00:00:10", true, 1)]
    [InlineData("03:00:00", false, 1)]
    public async Task ATimeUpToNowEndsByTheServicesClock(string ahead, bool endsNow, int requests)
    {
        await using Service service = await Service.StartAsync(timeProvider: new ManualTimeProvider(s_now));
        await service.PutAsync("e");
        DateTimeOffset local = s_now - TimeSpan.Parse(ahead, System.Globalization.CultureInfo.InvariantCulture);

        MetricReport report = await service.Client.Metrics.GetAllAsync(
            "acme", "e", new MetricsQuery(local.AddMinutes(-5), local) { EndsNow = endsNow });

        DateTimeOffset end = requests == 2 ? s_now : local;
        Assert.Equal($"{end.AddMinutes(-5):u} {end:u}", $"{report.Window!.Start:u} {report.Window.Stop:u}");
        Assert.Equal(Enumerable.Repeat(Route, requests), await service.RoutesAsync());
    }
}
