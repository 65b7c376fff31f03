namespace HfEndpoints.Client.Tests;

public class AuditTests
{
    private const string Route = "GET /v2/audit-logs/acme?limit=100";

    [Fact]
    public async Task FollowsThePagesAndAsksForNoneTooMany()
    {
        await using CannedService service = await CannedService.StartAsync(
            (Route, Page("c 1", Entry("a"), Entry("b"))),
            ($"{Route}&cursor=c%201", Page(null, Entry("c"))));
        await using IAsyncEnumerator<AuditEntry> entries = service.Client.Audit.ListAsync("acme").GetAsyncEnumerator();
        Assert.True(await entries.MoveNextAsync());
        Assert.True(await entries.MoveNextAsync());
        Assert.Single(service.Requests);
        Assert.True(await entries.MoveNextAsync());
        Assert.Equal("c", entries.Current.Id);
        Assert.False(await entries.MoveNextAsync());
        Assert.Equal(2, service.Requests.Count);
    }

    [Fact]
    public async Task LetsTheServerChoose()
    {
        const string Chosen = "GET /v2/audit-logs/acme?limit=3&endpoint=my%20e&username=bob";
        await using CannedService service = await CannedService.StartAsync((Chosen, Page(null)));
        var query = new AuditQuery { Endpoint = "my e", UserName = "bob", PageSize = 3 };
        Assert.Empty(await ReadAsync(service, query));
    }

    [Fact]
    public async Task RefusesAListThatDoesNotEnd()
    {
        await using CannedService service = await CannedService.StartAsync(
            (Route, Page("c")), ($"{Route}&cursor=c", Page("d")), ($"{Route}&cursor=d", Page("c")));
        HfException exception = await Assert.ThrowsAsync<HfException>(() => ReadAsync(service));
        Assert.Equal(HfErrorKind.InvalidResponse, exception.Kind);
    }

    [Theory]
    [InlineData("""{ "endpointPaused": {} }""", "endpointPaused")]
    [InlineData("\"endpointDeleted\"", "endpointDeleted")]
    [InlineData("""{ "tokenRotated": null }""", "tokenRotated")]
    [InlineData("{}", "")]
    [InlineData("null", "")]
    public async Task TellsWhatWasDone(string reason, string action)
    {
        AuditEntry entry = await ReadOneAsync(reason);
        Assert.Equal(action, entry.Action);
        Assert.Empty(entry.Changes);
        Assert.Equal(("bob", "critical", "10.0.0.1"), (entry.User?.Name, entry.Level, entry.Ip));
        Assert.NotNull(entry.CreatedAt);
    }

    [Fact]
    public async Task TellsWhatAnUpdateChangedAndNothingElse()
    {
        AuditEntry entry = await ReadOneAsync("""
            { "endpointUpdated": {
              "replica": { "before": { "minReplica": 0, "maxReplica": 2 }, "after": { "minReplica": 1, "maxReplica": 2 } },
              "scalingToZero": { "before": { "scaleToZeroTimeout": 15 }, "after": {} } } }
            """);
        Assert.Equal(["minReplica", "scaleToZeroTimeout"], entry.Changes.Select(change => change.Property));
        Assert.Equal([0, 15], entry.Changes.Select(change => change.Before!.Value.GetInt32()));
        Assert.Equal(1, entry.Changes[0].After!.Value.GetInt32());
        Assert.Null(entry.Changes[1].After);
    }

    [Theory]
    [InlineData("""{ "endpointUpdated": { "secrets": { "before": { "secrets": { "KEY": "hush" } }, "after": { "secrets": { "KEY": "hush2" } } } } }""")]
    [InlineData("""{ "endpointUpdated": { "secrets": { "before": { "secrets": { "KEY": "" } }, "after": { "secrets": { "KEY": "" } } } } }""")]
    [InlineData("""{ "endpointUpdated": { "secrets": { "before": "hush", "after": ["hush"] } } }""")]
    [InlineData("""{ "endpointUpdated": { "image": { "before": { "image": null }, "after": { "image": { "custom": { "credentials": { "username": "u", "password": "hush" } } } } } } }""")]
    [InlineData("""{ "endpointCreated": { "name": "e", "model": { "secrets": { "KEY": "hush" } } } }""")]
    public async Task ShowsNoSecret(string reason)
    {
        AuditEntry entry = await ReadOneAsync(reason);
        string shown = entry.Raw.GetRawText()
            + string.Concat(entry.Changes.Select(change => $"{change.Before?.GetRawText()} {change.After?.GetRawText()}"));
        Assert.DoesNotContain("hush", shown, StringComparison.Ordinal);
        Assert.Contains("***", shown, StringComparison.Ordinal);
        Assert.Equal(reason.Contains("Updated", StringComparison.Ordinal) ? 1 : 0, entry.Changes.Count);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "list": [1] }""")]
    [InlineData("""{ "list": [null] }""")]
    [InlineData("""{ "list": null }""")]
    [InlineData("""{ "list": [{ "createdAt": "yesterday" }] }""")]
    [InlineData("""{ "list": [{ "reason": { "endpointPaused": {}, "endpointPaused": {} } }] }""")]
    public async Task RefusesWhatIsNoAuditLog(string answer)
    {
        await using CannedService service = await CannedService.StartAsync((Route, answer));
        HfException exception = await Assert.ThrowsAsync<HfException>(() => ReadAsync(service));
        Assert.Equal(HfErrorKind.InvalidResponse, exception.Kind);
    }

    private static async Task<AuditEntry> ReadOneAsync(string reason)
    {
        await using CannedService service = await CannedService.StartAsync((Route, Page(null, Entry("a", reason))));
        return Assert.Single(await ReadAsync(service));
    }

    private static async Task<List<AuditEntry>> ReadAsync(CannedService service, AuditQuery? query = null)
    {
        var entries = new List<AuditEntry>();
        await foreach (AuditEntry entry in service.Client.Audit.ListAsync("acme", query))
        {
            entries.Add(entry);
        }

        return entries;
    }

    private static string Page(string? next, params string[] entries) =>
        $$"""{ "list": [{{string.Join(',', entries)}}], "next_cursor": {{(next is null ? "null" : $"\"{next}\"")}} }""";

    private static string Entry(string id, string reason = """{ "endpointPaused": {} }""") => $$"""
        { "id": "{{id}}", "createdAt": "2026-11-21T10:00:00.123456789Z", "level": "critical", "endpoint": "e",
          "user": { "id": "1", "name": "bob" }, "requestId": "q", "ip": "10.0.0.1", "reason": {{reason}} }
        """;
}
