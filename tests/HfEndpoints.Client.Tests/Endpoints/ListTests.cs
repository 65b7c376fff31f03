using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Tests;

public sealed class ListTests
{
    [Theory]
    [InlineData(0, 100, 1)]
    [InlineData(45, 100, 1)]
    [InlineData(45, 20, 3)]
    [InlineData(40, 20, 2)]
    [InlineData(250, 100, 3)]
    public async Task EveryPageIsRead(int count, int pageSize, int pages)
    {
        await using Service service = await Service.StartAsync();
        await service.PutManyAsync(count, "running");

        List<EndpointPage> all = await Expect.AllAsync(
            service.Client.Endpoints.ListPagesAsync("acme", new EndpointFilter { PageSize = pageSize }));

        Assert.Equal(pages, all.Count);
        Assert.Equal(count, all.SelectMany(page => page.Items).DistinctBy(endpoint => endpoint.Name).Count());
        Assert.All(all, page => Assert.Equal(count, page.TotalItems));
        Assert.All(all.SelectMany(page => page.Items), endpoint => Assert.Equal("acme", endpoint.Namespace));
        Assert.Equal(pages, (await service.RequestsAsync()).Count);
    }

    [Fact]
    public async Task TheNextPageIsAskedForOnlyWhenItIsWanted()
    {
        await using Service service = await Service.StartAsync();
        await service.PutManyAsync(30, "running");

        await foreach (EndpointPage page in service.Client.Endpoints.ListPagesAsync("acme", new EndpointFilter { PageSize = 10 }))
        {
            Assert.Equal(10, page.Items.Count);
            break;
        }

        Assert.Single(await service.RequestsAsync());
    }

    [Fact]
    public async Task ACursorThatComesAgainIsAnError()
    {
        await using var server = new RawServer(Page("a"), Page("a"));

        await Expect.FailureAsync(
            HfErrorKind.InvalidResponse, () => Expect.AllAsync(server.Client().Endpoints.ListPagesAsync("acme")));

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task CursorsThatGoInACircleAreAnError()
    {
        await using var server = new RawServer(
            (request, connection) => Page(request.Number % 2 == 0 ? "a" : "b")(connection));

        await Expect.FailureAsync(
            HfErrorKind.InvalidResponse, () => Expect.AllAsync(server.Client().Endpoints.ListPagesAsync("acme")));

        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public async Task ACursorOfNothingIsTheEnd(string cursor)
    {
        await using var server = new RawServer(RawConnection.Json($$"""{"items":[],"nextCursor":{{cursor}}}"""));

        Assert.Single(await Expect.AllAsync(server.Client().Endpoints.ListPagesAsync("acme")));
    }

    [Fact]
    public async Task ACursorIsSentEscapedWithTheSameFilter()
    {
        await using var server = new RawServer(Page("a+/=&b"), RawConnection.Json("""{"items":[]}"""));

        await Expect.AllAsync(server.Client().Endpoints.ListPagesAsync("acme", new EndpointFilter { Search = "x", PageSize = 5 }));

        Assert.Equal(
            ["/v2/endpoint/acme?limit=5&search=x", "/v2/endpoint/acme?limit=5&cursor=a%2B%2F%3D%26b&search=x"],
            server.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task TheServerFilters()
    {
        await using var server = new RawServer(RawConnection.Json("""{"items":[]}"""));

        await Expect.AllAsync(server.Client().Endpoints.ListPagesAsync("acme"));
        await Expect.AllAsync(server.Client().Endpoints.ListPagesAsync("acme", new EndpointFilter
        {
            States = ["running", "scaledToZero"],
            Types = ["private"],
            Tasks = ["text-generation", "custom"],
            Tags = ["dev", "a b"],
            Search = "ä&b",
            SortBy = "updatedAt",
            Descending = true,
        }));
        await Expect.AllAsync(server.Client().Endpoints.ListPagesAsync("acme", new EndpointFilter { Search = "", Descending = false }));

        Assert.Equal(
            [
                "/v2/endpoint/acme?limit=100",
                "/v2/endpoint/acme?limit=100&state=running%2CscaledToZero&type=private&task=text-generation%2Ccustom"
                    + "&tags=dev%2Ca%20b&search=%C3%A4%26b&sortBy=updatedAt&direction=desc",
                "/v2/endpoint/acme?limit=100&direction=asc",
            ],
            server.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task TheServiceUnderstandsTheFilters()
    {
        await using Service service = await Service.StartAsync();
        await service.PutAsync("one", """{"state":"paused","tags":["dev"],"type":"public"}""");
        await service.PutAsync("two", """{"state":"running","tags":["dev"]}""");
        await service.PutAsync("three", """{"state":"running"}""");

        Assert.Equal(["one"], await NamesAsync(new() { States = ["paused"] }));
        Assert.Equal(["one", "two"], await NamesAsync(new() { Tags = ["dev"], SortBy = "name", Descending = false }));
        Assert.Equal(["two", "three"], await NamesAsync(new() { Search = "T", SortBy = "name", Descending = true }));
        Assert.Equal(["one"], await NamesAsync(new() { Types = ["public"] }));
        Assert.Empty(await NamesAsync(new() { Tasks = ["translation"] }));

        async Task<string[]> NamesAsync(EndpointFilter filter) =>
            [.. (await Expect.AllAsync(service.Client.Endpoints.ListPagesAsync("acme", filter)))
                .SelectMany(page => page.Items).Select(endpoint => endpoint.Name)];
    }

    [Fact]
    public async Task CancellationBetweenPagesEndsTheList()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = new RawServer(Page("a"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (EndpointPage page in server.Client().Endpoints.ListPagesAsync("acme", null, cancel.Token))
            {
                await cancel.CancelAsync();
            }
        });

        Assert.Single(server.Requests);
    }

    private static Func<RawConnection, Task> Page(string next) => RawConnection.Json(
        new JsonObject { ["items"] = new JsonArray(new JsonObject { ["name"] = "e" }), ["nextCursor"] = next }.ToJsonString());
}
