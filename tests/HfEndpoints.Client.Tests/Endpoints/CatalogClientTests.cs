namespace HfEndpoints.Client.Tests;

public sealed class CatalogClientTests
{
    [Fact]
    public async Task TheCatalogListsRepositories()
    {
        await using Service service = await Service.StartAsync();

        IReadOnlyList<string> models = await service.Client.Catalog.ListAsync();

        Assert.Contains("meta-llama/Llama-3.2-1B-Instruct", models);
        var request = Assert.Single(await service.RequestsAsync());
        Assert.Equal("/api/catalog/repo-list", (string?)request["path"]);
        Assert.True((bool)request["authorization"]!);
    }

    [Fact]
    public async Task WithoutATokenItIsAskedAllTheSame()
    {
        await using Service service = await Service.StartAsync();

        Assert.NotEmpty(await service.ClientWith(options => options with { Token = null }).Catalog.ListAsync());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"models":null}""")]
    public async Task ACatalogWithoutModelsIsEmpty(string answer)
    {
        await using var server = new RawServer(RawConnection.Json(answer));

        Assert.Empty(await server.Client().Catalog.ListAsync());
    }

    [Fact]
    public async Task ALostDeploymentWithoutANameSaysThatItMayBeThere()
    {
        await using Service service = await Service.StartAsync();
        await service.FailAsync("""{"method":"POST","drop":"after"}""");

        await Expect.FailureAsync(
            HfErrorKind.ConnectionFailed, () => service.Client.Catalog.DeployAsync("acme", "meta-llama/Llama-3.2-1B-Instruct"));

        Assert.Single(await service.RequestsAsync("POST"));
    }
}
