using System.Text.Json;

namespace HfEndpoints.Client.Tests;

public class AuditTests
{
    private const string Route = "GET /v2/audit-logs/acme?limit=100";

    [Fact]
    public async Task FollowsThePagesAndAsksForNoneTooMany()
    {
        using var service = new CannedAnswers(
            (Route, Page("c 1", Entry("a"), Entry("b"))),
            ($"{Route}&cursor=c%201", Page(null, Entry("c"))));
        await using IAsyncEnumerator<HfAuditEntry> entries = service.Client.Audit.ListAsync("acme").GetAsyncEnumerator();
        Assert.True(await entries.MoveNextAsync());
        Assert.True(await entries.MoveNextAsync());
        Assert.Single(service.Requests);
        Assert.True(await entries.MoveNextAsync());
        Assert.Equal("c", entries.Current.RequestId);
        Assert.False(await entries.MoveNextAsync());
        Assert.Equal(2, service.Requests.Count);
    }

    [Fact]
    public async Task LetsTheServerChoose()
    {
        const string Chosen = "GET /v2/audit-logs/acme?limit=3&endpoint=my%20e&username=bob";
        using var service = new CannedAnswers((Chosen, Page(null)));
        var query = new AuditQuery { Endpoint = "my e", UserName = "bob", PageSize = 3 };
        Assert.Empty(await ReadAsync(service, query));
    }

    [Fact]
    public async Task RefusesAListThatDoesNotEnd()
    {
        using var service = new CannedAnswers(
            (Route, Page("c")), ($"{Route}&cursor=c", Page("d")), ($"{Route}&cursor=d", Page("c")));
        HfException exception = await Assert.ThrowsAsync<HfException>(() => ReadAsync(service));
        Assert.Equal(HfErrorKind.InvalidResponse, exception.Kind);
    }

    [Theory]
    [InlineData("""{ "endpointPaused": {} }""", "Paused")]
    [InlineData("\"endpointDeleted\"", "Deleted")]
    [InlineData("""{ "tokenRotated": null }""", "TokenRotated")]
    [InlineData("{}", null)]
    [InlineData("null", null)]
    public async Task TellsWhatWasDone(string reason, string? action)
    {
        HfAuditEntry entry = await ReadOneAsync(reason);
        Assert.Equal(action, entry.Action);
        Assert.Empty(entry.Change);
        Assert.Equal(("bob", "critical", "10.0.0.1"), (entry.User, entry.Level, entry.Ip));
        Assert.NotNull(entry.Time);
    }

    [Fact]
    public async Task TellsWhatAnUpdateChangedAndNothingElse()
    {
        HfAuditEntry entry = await ReadOneAsync("""
            { "endpointUpdated": {
              "replica": { "before": { "minReplica": 0, "maxReplica": 2 }, "after": { "minReplica": 1, "maxReplica": 2 } },
              "scalingToZero": { "before": { "scaleToZeroTimeout": 15 }, "after": {} } } }
            """);
        Assert.Equal(["MinReplica", "ScaleToZeroTimeout"], entry.Change.Select(change => change.Property));
        Assert.Equal([0L, 15L], entry.Change.Select(change => change.Before));
        Assert.Equal((1L, "MinReplica: 0 -> 1"), (entry.Change[0].After, $"{entry.Change[0]}"));
        Assert.Null(entry.Change[1].After);
    }

    [Theory]
    [InlineData("""
        { "endpointUpdated": { "secrets": { "before": { "secrets": { "KEY": "hush" } }, "after": { "secrets": { "KEY": "hush2" } } } } }
        """)]
    [InlineData("""
        { "endpointUpdated": { "secrets": { "before": { "secrets": { "KEY": "" } }, "after": { "secrets": { "KEY": "" } } } } }
        """)]
    [InlineData("""{ "endpointUpdated": { "secrets": { "before": "hush", "after": ["hush"] } } }""")]
    [InlineData("""
        { "endpointUpdated": { "image": {
            "before": { "image": null },
            "after": { "image": { "custom": { "credentials": { "username": "u", "password": "hush" } } } } } } }
        """)]
    [InlineData("""{ "endpointCreated": { "name": "e", "model": { "secrets": { "KEY": "hush" } } } }""")]
    public async Task ShowsNoSecret(string reason)
    {
        HfAuditEntry entry = await ReadOneAsync(reason);
        string shown = JsonSerializer.Serialize(entry) + JsonSerializer.Serialize(entry.GetRaw());
        Assert.DoesNotContain("hush", shown, StringComparison.Ordinal);
        Assert.Contains("***", shown, StringComparison.Ordinal);
        Assert.Equal(reason.Contains("Updated", StringComparison.Ordinal) ? 1 : 0, entry.Change.Count);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "list": [1] }""")]
    [InlineData("""{ "list": [null] }""")]
    [InlineData("""{ "list": null }""")]
    [InlineData("""{ "list": { "0": {} } }""")]
    [InlineData("null")]
    [InlineData("""{ "list": [{ "reason": { "endpointPaused": {}, "endpointPaused": {} } }] }""")]
    public async Task RefusesWhatIsNotAnAuditLog(string answer)
    {
        using var service = new CannedAnswers((Route, answer));
        HfException exception = await Assert.ThrowsAsync<HfException>(() => ReadAsync(service));
        Assert.Equal(HfErrorKind.InvalidResponse, exception.Kind);
    }

    [Theory]
    [InlineData("""{ "createdAt": "yesterday", "user": "bob", "endpoint": null, "level": 3 }""", null)]
    [InlineData("""{ "reason": { "endpointUpdated": { "a": { "before": [1], "after": "\ud83d" } } } }""", "Updated")]
    public async Task ReadsWhatCanBeReadOfAnEntry(string entry, string? action)
    {
        using var service = new CannedAnswers((Route, Page(null, entry)));

        Assert.Equal(action, Assert.Single(await ReadAsync(service)).Action);
    }

    private static async Task<HfAuditEntry> ReadOneAsync(string reason)
    {
        using var service = new CannedAnswers((Route, Page(null, Entry("a", reason))));
        return Assert.Single(await ReadAsync(service));
    }

    private static async Task<List<HfAuditEntry>> ReadAsync(CannedAnswers service, AuditQuery? query = null)
    {
        var entries = new List<HfAuditEntry>();
        await foreach (HfAuditEntry entry in service.Client.Audit.ListAsync("acme", query))
        {
            entries.Add(entry);
        }

        return entries;
    }

    private static string Page(string? next, params string[] entries) =>
        $$"""{ "list": [{{string.Join(',', entries)}}], "next_cursor": {{(next is null ? "null" : $"\"{next}\"")}} }""";

    private static string Entry(string id, string reason = """{ "endpointPaused": {} }""") => $$"""
        { "id": "{{id}}", "createdAt": "2026-11-21T10:00:00.123456789Z", "level": "critical", "endpoint": "e",
          "user": { "id": "1", "name": "bob" }, "requestId": "{{id}}", "ip": "10.0.0.1", "reason": {{reason}} }
        """;
}
