using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class ListTests
{
    [Fact]
    public async Task PagesFollowEachOtherWithoutGapOrRepetition()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PostAsync("/_emulator/endpoints?count=45&namespace=acme&state=paused");

        List<string> names = [];
        string? cursor = null;
        do
        {
            JsonNode page = (await emulator.GetAsync("/v2/endpoint/acme" + (cursor is null ? "" : $"?cursor={cursor}"))).Json;
            ApiDocument.AssertFits("get", "/v2/endpoint/{namespace}", page);
            Assert.Equal(45, page["totalItems"]!.GetValue<int>());
            names.AddRange(Names(page));
            cursor = page["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null);

        Assert.Equal(45, names.Distinct().Count());
        Assert.Equal("endpoint-044", names[0]);
    }

    [Fact]
    public async Task APageStaysRightWhenItsNeighbourIsDeleted()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options with { PageSize = 2 });
        await emulator.PostAsync("/_emulator/endpoints?count=6&namespace=alice");

        JsonNode first = (await emulator.GetAsync("/v2/endpoint/alice?sortBy=name&direction=asc")).Json;
        await emulator.DeleteAsync("/v2/endpoint/alice/endpoint-001");
        JsonNode second = (await emulator.GetAsync($"/v2/endpoint/alice?sortBy=name&direction=asc&cursor={first["nextCursor"]}")).Json;
        JsonNode back = (await emulator.GetAsync($"/v2/endpoint/alice?sortBy=name&direction=asc&cursor={second["prevCursor"]}")).Json;

        Assert.Equal(["endpoint-000", "endpoint-001"], Names(first));
        Assert.Equal(["endpoint-002", "endpoint-003"], Names(second));
        Assert.Contains("endpoint-000", Names(back));
    }

    [Theory]
    [InlineData("search=CHAT", "chat-a")]
    [InlineData("tags=prod", "batch,chat-a")]
    [InlineData("tags=gpu,cheap", "batch")]
    [InlineData("state=paused", "batch")]
    [InlineData("state=updating", "new")]
    [InlineData("task=translation", "chat-a")]
    [InlineData("type=public,private", "new")]
    [InlineData("state=failed", "")]
    public async Task FiltersSelect(string query, string expected)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PutAsync(
            "/_emulator/endpoints/alice/chat-a", JsonNode.Parse("""{"tags":["prod"],"model":{"task":"translation"}}""")!);
        await emulator.PutAsync("/_emulator/endpoints/alice/batch", JsonNode.Parse("""{"tags":["prod","cheap"],"state":"paused"}""")!);
        await emulator.PutAsync("/_emulator/endpoints/alice/new", JsonNode.Parse("""{"type":"public","state":"pending"}""")!);

        Answer answer = await emulator.GetAsync($"/v2/endpoint/alice?sortBy=name&direction=asc&{query}");

        Assert.Equal(expected, string.Join(',', Names(answer.Json)));
    }

    [Fact]
    public async Task SearchGivesNamesOnly()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PostAsync("/_emulator/endpoints?count=3&namespace=alice");

        JsonNode answer = (await emulator.GetAsync("/v2/search/alice?search=001")).Json;

        ApiDocument.AssertFits("get", "/v2/search/{namespace}", answer);
        Assert.Equal("""[{"name":"endpoint-001"}]""", answer["items"]!.ToJsonString());
    }

    [Fact]
    public async Task APageHasItsLimitAndASearchHasNone()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PostAsync("/_emulator/endpoints?count=250&namespace=alice&prefix=many");

        JsonNode page = (await emulator.GetAsync("/v2/endpoint/alice?limit=1000")).Json;
        JsonNode search = (await emulator.GetAsync("/v2/search/alice")).Json;
        Answer badCursor = await emulator.GetAsync("/v2/endpoint/alice?cursor=%21");

        Assert.Equal(100, Names(page).Length);
        Assert.Equal(250, Names(search).Length);
        Assert.Equal("Bad Request: invalid cursor", badCursor.Error);
    }

    [Theory]
    [InlineData("limit=many", "Failed to deserialize query string: limit: invalid digit found in string")]
    [InlineData(
        "sortBy=size",
        "Failed to deserialize query string: sortBy: unknown variant `size`, expected one of `createdAt`, `updatedAt`, `name`")]
    [InlineData("direction=up", "Failed to deserialize query string: direction: unknown variant `up`, expected `asc` or `desc`")]
    public async Task ABadQueryIsRefused(string query, string text)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();

        Answer answer = await emulator.GetAsync($"/v2/endpoint/alice?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(text, answer.Text);
    }

    private static string[] Names(JsonNode page) => [.. page["items"]!.AsArray().Select(item => item!["name"]!.GetValue<string>())];
}
