namespace HfEndpoints.Client.Tests;

public sealed class HealthProbeTests
{
    [Theory]
    [InlineData("running", true)]
    [InlineData("paused", false)]
    [InlineData("failed", false)]
    public async Task OnlyAnAnswerOf200IsHealthy(string state, bool expected)
    {
        await using Service service = await Service.StartAsync();
        await service.PutAsync("e", $$"""{"state":"{{state}}"}""");
        HfInferenceEndpoint endpoint = await service.Client.Endpoints.GetAsync("acme", "e");

        Assert.Equal(expected, await service.Client.Health.IsHealthyAsync(endpoint));
    }

    [Fact]
    public async Task WithoutAUrlNothingIsAsked()
    {
        await using Service service = await Service.StartAsync();

        Assert.False(await service.Client.Health.IsHealthyAsync(Endpoint("")));
        Assert.Empty(await service.RequestsAsync());
    }

    [Fact]
    public async Task ARefusedTokenIsNotAMatterOfHealth()
    {
        await using Service service = await Service.StartAsync();
        await service.PutAsync("e");
        HfClient client = service.ClientWith(options => options with { Token = HfToken.FromText("hf_noinfer", "test") });
        HfInferenceEndpoint endpoint = await client.Endpoints.GetAsync("acme", "e");

        await Expect.FailureAsync(HfErrorKind.Forbidden, () => client.Health.IsHealthyAsync(endpoint));
    }

    [Theory]
    [InlineData(null, "/serve")]
    [InlineData("up", "/serve/up")]
    [InlineData("/is/up", "/serve/is/up")]
    public async Task ADeadServerIsAskedOnceAndNotHealthy(string? route, string target)
    {
        await using var server = new RawServer(connection => connection.ResetAsync());
        HfInferenceEndpoint endpoint = Endpoint($"{server.Address}serve", route);

        Assert.False(await server.Client().Health.IsHealthyAsync(endpoint));
        Assert.Equal(target, Assert.Single(server.Requests).Target);
    }

    [Theory]
    [InlineData("pending", false)]
    [InlineData("initializing", false)]
    [InlineData("Paused", false)]
    [InlineData("failed", false)]
    [InlineData("scaledToZero", false)]
    [InlineData("running", true)]
    [InlineData("updating", true)]
    [InlineData("updateFailed", true)]
    [InlineData("a new word", true)]
    public void TheStateSaysWhoMayAnswer(string state, bool expected) =>
        Assert.Equal(expected, EndpointStates.MayAnswer(state));

    private static HfInferenceEndpoint Endpoint(string url, string? healthRoute = null) => new()
    {
        Name = "e",
        Namespace = "acme",
        EndpointsUri = new Uri("http://localhost/v2"),
        Url = url,
        HealthRoute = healthRoute,
    };
}
