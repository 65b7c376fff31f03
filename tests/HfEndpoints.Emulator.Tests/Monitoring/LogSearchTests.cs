using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HfEndpoints.Emulator.Tests;

public partial class LogSearchTests
{
    private const string Logs = "/v3/endpoint/alice/demo/logs";

    [Theory]
    [InlineData("desc", "prev", "7,8,9|4,5,6|1,2,3|0")]
    [InlineData("asc", "next", "0,1,2|3,4,5|6,7,8|9")]
    public async Task PagesFollowEachOtherAndAscendInside(string order, string relation, string expected)
    {
        await using TestEmulator emulator = await LogTests.StartWithLinesAsync(10, secondsBetween: 1);

        List<string> pages = [];
        string? path = $"{Logs}?limit=3&order={order}&search=LINE";
        while (path is not null)
        {
            Answer page = await emulator.GetAsync(path);
            ApiDocument.AssertFits("get", "/v3/endpoint/{namespace}/{name}/logs", page.Json);
            pages.Add(Numbers(page));
            path = Links(page).GetValueOrDefault(relation);
        }

        Assert.Equal(expected, string.Join('|', pages));
    }

    [Fact]
    public async Task APageHasBothNeighboursAndAStream()
    {
        await using TestEmulator emulator = await LogTests.StartWithLinesAsync(6, secondsBetween: 1);

        Answer newest = await emulator.GetAsync($"{Logs}?limit=2&search=line&level=info");
        Answer middle = await emulator.GetAsync(Links(newest)["prev"]);
        Dictionary<string, string> links = Links(middle);
        Answer next = await emulator.GetAsync(links["next"]);
        using ReceivedEvents stream = await ReceivedEvents.OpenAsync(emulator, links["next_sse"]);

        Assert.Equal(["prev", "next_sse"], Links(newest).Keys);
        Assert.Equal("2,3", Numbers(middle));
        Assert.Equal(["next", "prev", "next_sse"], links.Keys);
        Assert.All(links.Values, link => Assert.Contains("search=line&level=info", link, StringComparison.Ordinal));
        Assert.Equal("4,5", Numbers(next));
        Assert.Equal("line 4", (await stream.ReadJsonAsync())["line"]!.GetValue<string>());
        Assert.Equal("line 5", (await stream.ReadJsonAsync())["line"]!.GetValue<string>());
        await LogTests.WriteAsync(emulator, "no match");
        await LogTests.WriteAsync(emulator, "line 6");
        Assert.Equal("line 6", (await stream.ReadJsonAsync())["line"]!.GetValue<string>());
    }

    [Fact]
    public async Task LinesOfOneMillisecondAreNotParted()
    {
        await using TestEmulator emulator = await LogTests.StartWithLinesAsync(5);

        Assert.Equal("0,1,2,3,4", Numbers(await emulator.GetAsync($"{Logs}?limit=2")));
        Assert.Equal("0,1,2,3,4", Numbers(await emulator.GetAsync($"{Logs}?limit=2&order=asc")));
    }

    [Fact]
    public async Task TheWindowIsInclusive()
    {
        await using TestEmulator emulator = await LogTests.StartWithLinesAsync(5, secondsBetween: 1);
        JsonArray all = (await emulator.GetAsync(Logs)).Json.AsArray();
        string since = Uri.EscapeDataString(all[1]!["timestamp"]!.GetValue<string>());
        string until = Uri.EscapeDataString(all[3]!["timestamp"]!.GetValue<string>());

        Assert.Equal("1,2,3", Numbers(await emulator.GetAsync($"{Logs}?since={since}&until={until}")));
        Answer bad = await emulator.GetAsync($"{Logs}?since=yesterday");
        Assert.Equal("Bad Request: invalid since: 'yesterday' is not an RFC 3339 date and time", bad.Error);
    }

    [Fact]
    public async Task AFileIsDownloaded()
    {
        await using TestEmulator emulator = await LogTests.StartWithLinesAsync(2);
        await LogTests.WriteAsync(emulator, "bad", level: "ERROR", replica: "r-1");

        using HttpResponseMessage response = await emulator.SendRawAsync(HttpMethod.Get, $"{Logs}/download", null);
        string[] lines = (await response.Content.ReadAsStringAsync()).Split('\n');

        Assert.Equal("attachment; filename=\"alice-demo-logs.txt\"", response.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal("text/plain; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\S+Z \S+ INFO line 0$", lines[0]);
        Assert.EndsWith("Z r-1 ERROR bad", lines[2], StringComparison.Ordinal);
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public async Task ABadOrExpiredCursorIsRefused()
    {
        await using TestEmulator emulator = await LogTests.StartWithLinesAsync(2);
        string stream = Links(await emulator.GetAsync(Logs))["next_sse"];
        string cursor = stream[(stream.IndexOf("after=", StringComparison.Ordinal) + "after=".Length)..];

        Assert.Equal(HttpStatusCode.OK, (await emulator.GetAsync($"{Logs}?after={cursor}")).Status);
        Assert.Equal("Bad Request: invalid cursor", (await emulator.GetAsync($"{Logs}?before={cursor}")).Error);
        Assert.Equal("Bad Request: invalid cursor", (await emulator.GetAsync($"{Logs}?after=garbled")).Error);
        Assert.Equal("Bad Request: invalid cursor", (await emulator.GetAsync($"{Logs}/sse?after=%21")).Error);
        for (int i = 0; i < 540; i++)
        {
            await LogTests.WriteAsync(emulator, new string('x', 16 * 1024));
        }

        Assert.Equal("Bad Request: cursor has expired", (await emulator.GetAsync($"{Logs}?after={cursor}")).Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/download")]
    [InlineData("/sse")]
    public async Task ADeploymentCanBeWithoutLogSearch(string route)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PutAsync("/_emulator/endpoints/alice/demo", JsonNode.Parse("""{"tags":["emulator:no-log-search"]}""")!);

        Answer answer = await emulator.GetAsync(Logs + route);

        Assert.Equal(HttpStatusCode.NotImplemented, answer.Status);
        Assert.Equal("""{"error":"Not Implemented: Log search not available on this deployment","code":"NOT_IMPLEMENTED"}""", answer.Text);
        Assert.Equal(HttpStatusCode.OK, (await emulator.GetAsync("/v2/endpoint/alice/demo/logs")).Status);
    }

    private static string Numbers(Answer page) =>
        string.Join(
            ',', page.Json.AsArray().Select(entry => entry!["line"]!.GetValue<string>().Replace("line ", "", StringComparison.Ordinal)));

    private static Dictionary<string, string> Links(Answer answer) => answer.Headers.GetValues("Link")
        .SelectMany(value => LinkPattern().Matches(value))
        .ToDictionary(match => match.Groups[2].Value, match => new Uri(match.Groups[1].Value).PathAndQuery);

    [GeneratedRegex("<([^>]+)>; rel=\"([^\"]+)\"")]
    private static partial Regex LinkPattern();
}
