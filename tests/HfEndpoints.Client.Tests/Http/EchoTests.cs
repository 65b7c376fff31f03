using System.Text;
using System.Text.Json;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

/// <summary>A service that repeats what it was sent, wherever a service can say something.</summary>
public sealed class EchoTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Secret = "s3cr3t/VALUE+9f8e \"7d\"";
    private const string Password = "registry-Pa55word";
    private const string Token = "a-token.of_no-known/form";
    private static readonly string[] s_sent = [Secret, Password, Token, TestClient.Token];

    private readonly List<string> _log = [];
    private readonly RawServer _server;
    private Func<RawRequest, RawConnection, Task> _answer = (_, connection) => RawConnection.Json("""{"name":"e"}""")(connection);

    public static TheoryData<string> Names => Spellings.Names;

    private HfClient Client => _server.Client(options => options with { Log = Add, RequestLog = Add, MaxRetries = 0 });

    public EchoTests() => _server = new RawServer((request, connection) => _answer(request, connection));

    public async Task InitializeAsync()
    {
        HfClient sender = _server.Client(options => options with { Token = HfToken.FromText(Token, "test") });
        await sender.Endpoints.CreateAsync("acme", "e", Samples.Guide with
        {
            Secret = new Dictionary<string, string?> { ["A"] = Secret },
        });
        await sender.Endpoints.UpdateAsync("acme", "e", new EndpointSettings
        {
            CustomImage = JsonText.FromObject(new
            {
                custom = new { url = "x/y", credentials = new { username = "u", password = Password } },
            }),
        });
        Assert.Contains(Password, _server.Requests[^1].Body, StringComparison.Ordinal);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    ValueTask IAsyncDisposable.DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AnError(string spelling)
    {
        string echo = Echo(spelling);
        string json = JsonSerializer.Serialize(echo);
        string line = new([.. echo.Where(c => c is >= ' ' and <= '~')]);
        await FailsAsync(400, $$"""{"error":{{json}},"code":{{json}}}""", "application/json");
        await FailsAsync(400, $$"""{"unknown":{{json}}}""", "application/json");
        await FailsAsync(400, $$"""{"errors":[{"message":{{json}}}],"error_type":{{json}}}""", "application/json");
        await FailsAsync(400, echo, "text/plain");
        await FailsAsync(400, $"<html><title>{echo}</title></html>", "text/html");
        await FailsAsync(400, "", null, $"X-Error-Message: {line}");
        await FailsAsync(400, "x", "text/plain", $"X-Request-Id: {line}");
        await FailsAsync(302, "", null, $"Location: http://localhost:1/{Uri.EscapeDataString(Echo("plain"))}");
        await FailsAsync(200, json, "application/json", $"X-Request-Id: {line}");
        await FailsAsync(200, $$"""{"name":{{json}},"name":1,{{json}}:2,{{json}}:3}""", "application/json");
        await FailsAsync(200, $$"""{ {{json}}: x""", "application/json");
        await FailsAsync(200, "<html>", "text/html", $"X-Request-Id: {line}");
    }

    [Fact]
    public async Task ABrokenHead()
    {
        foreach (string sent in s_sent)
        {
            _answer = (_, connection) => connection.WriteAsync($"HTTP/1.1 400 {sent}\r\nContent-Length: 0\r\n\r\n");
            await FailsAsync();
            _answer = async (_, connection) =>
            {
                await connection.WriteAsync($"HTTP/1.1 200 OK\r\nAuthorization {sent}\r\n\r\n");
                await connection.CloseAsync();
            };
            await FailsAsync();
            _answer = async (_, connection) =>
            {
                await connection.BeginChunkedAsync("application/json");
                await connection.WriteAsync($"{sent}\r\n");
                await connection.CloseAsync();
            };
            await FailsAsync();
        }

        _answer = (_, connection) => connection.AnswerAsync(200, "{", $"text/{Password}");
        await FailsAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AnEndpoint(string spelling)
    {
        string echo = JsonSerializer.Serialize(Echo(spelling));
        _answer = (_, connection) => RawConnection.Json($$"""
            {"name":"e","secrets":{"A":"unknown-1"},"password":"unknown-2","tags":["a",{{echo}}],"extra":{ {{echo}}: [{{echo}}]},
             "model":{"repository":"gpt2","env":{"E":{{echo}}},"secrets":{"A":"unknown-3"},
               "image":{"x":{"credentials":{"password":"unknown-4"} } } },
             "status":{"state":"failed","message":{{echo}},"errorMessage":{{echo}},"agentMessage":{{echo}} } }
            """)(connection);

        HfInferenceEndpoint endpoint = await Client.Endpoints.GetAsync("acme", "e");

        AssertNone(JsonSerializer.Serialize(endpoint));
        AssertNone(endpoint.Json.GetRawText());
        Assert.DoesNotContain("unknown", endpoint.Json.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(("e", "failed", "gpt2"), (endpoint.Name, endpoint.Status, endpoint.Repository));
        AssertNone(Assert.Throws<HfException>(() => InferenceTarget.FromEndpoint(endpoint)).ToString());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ALog(string spelling)
    {
        string echo = Echo(spelling).Replace("\n", " ", StringComparison.Ordinal);
        string json = JsonSerializer.Serialize(echo);
        string entry = $$"""{"timestamp":"2026-01-02T03:04:05Z","line":{{json}},"level":{{json}},"replica_id":"r","stream":"stdout"}""";
        _answer = (_, connection) => RawConnection.Json($"[{entry}]")(connection);
        AssertNone(JsonSerializer.Serialize(await Expect.AllAsync(Client.Logs.ReadAsync("acme", "e"))));

        using var file = new MemoryStream();
        _answer = async (_, connection) =>
        {
            await connection.BeginChunkedAsync("text/plain");
            foreach (string part in echo.Chunk(5).Select(part => new string(part)))
            {
                await connection.ChunkAsync(part);
            }

            await connection.EndChunksAsync();
        };
        await Client.Logs.DownloadAsync("acme", "e", null, file);
        AssertNone(Encoding.UTF8.GetString(file.ToArray()));

        _answer = (request, connection) => request.Target.StartsWith("/v3/", StringComparison.Ordinal)
            ? connection.AnswerAsync(501, "", null)
            : connection.AnswerAsync(200, $"one\n{echo}\n", "text/plain");
        AssertNone(JsonSerializer.Serialize(await Expect.AllAsync(Client.Logs.ReadAsync("acme", "e"))));

        _answer = (request, connection) => request.Target.StartsWith("/v3/", StringComparison.Ordinal)
            ? connection.AnswerAsync(501, "", null)
            : connection.AnswerAsync(200, $"data: {echo}\n\n", "text/event-stream");
        await using var plain = new Follower(Client.Logs, new LogQuery());
        AssertNone(string.Concat(await plain.NextAsync(1)));

        _answer = (request, connection) => request.Target.Contains("/sse", StringComparison.Ordinal)
            ? connection.AnswerAsync(200, $"data: {entry}\n\n", "text/event-stream")
            : RawConnection.Json("[]")(connection);
        await using var searched = new Follower(Client.Logs, new LogQuery());
        AssertNone(string.Concat(await searched.NextAsync(1)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AnAuditLogAndMetrics(string spelling)
    {
        string echo = JsonSerializer.Serialize(Echo(spelling));
        _answer = (_, connection) => RawConnection.Json($$"""
            {"list":[{"createdAt":"2026-01-02T03:04:05Z","endpoint":"e","ip":{{echo}},"requestId":{{echo}},"user":{"name":{{echo}}},
             "reason":{"endpointUpdated":{"env":{"before":{"A":{{echo}} },"after":{"A":"b","secret":"unknown"} } } } }]}
            """)(connection);
        string audit = JsonSerializer.Serialize(await Expect.AllAsync(Client.Audit.ListAsync("acme")));
        AssertNone(audit);
        Assert.DoesNotContain("unknown", audit, StringComparison.Ordinal);

        _answer = (_, connection) => connection.AnswerAsync(200, $"# {Echo(spelling)}", "text/plain");
        AssertNone(await Client.Metrics.GetOpenMetricsAsync("acme", "e"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AServerSaysItInAnErrorButItsModelIsLeftAlone(string spelling)
    {
        string echo = JsonSerializer.Serialize(Echo(spelling));
        var target = new InferenceTarget(_server.Address) { Engine = ServerEngine.Tgi };
        _answer = (_, connection) => RawConnection.Json($$"""{"model_id":"m","max_total_tokens":1,"api_key":{{echo}} }""")(connection);
        AssertNone(JsonSerializer.Serialize(await Client.GetServerInfoClient(target).GetAsync()));

        TextGenerationClient generation = Client.GetTextGenerationClient(target);
        _answer = (_, connection) => RawConnection.Json($$"""{"error":{{echo}},"error_type":{{echo}} }""", 422)(connection);
        AssertNone((await Assert.ThrowsAsync<HfException>(() => generation.GenerateAsync("x"))).ToString());
        _answer = (_, connection) => connection.AnswerAsync(200, $"data: {{\"error\":{echo}}}\n\n", "text/event-stream");
        AssertNone((await Assert.ThrowsAsync<HfException>(() => Expect.AllAsync(generation.StreamAsync("x")))).ToString());

        _answer = (_, connection) => RawConnection.Json($$"""{"generated_text":{{echo}} }""")(connection);
        Assert.Equal(Echo(spelling), (await generation.GenerateAsync("x")).Text);
    }

    private static string Echo(string spelling) => string.Join(" and ", s_sent.Select(sent => Spellings.Write(spelling, sent)));

    private static void AssertNone(string text) => Assert.All(s_sent, sent => Spellings.AssertNone(sent, text));

    private void Add(string line)
    {
        lock (_log)
        {
            _log.Add(line);
        }
    }

    private Task FailsAsync(int status, string body, string? type, params string[] headers)
    {
        _answer = (_, connection) => connection.AnswerAsync(status, body, type, headers);
        return FailsAsync();
    }

    private async Task FailsAsync()
    {
        HfException exception = await Assert.ThrowsAnyAsync<HfException>(
            () => Client.Endpoints.GetAsync("acme", "e").WithinDeadlineAsync());
        AssertNone(string.Join('\n', [.. _log, exception.ToString(), exception.ServerMessage, exception.ErrorCode, exception.RequestId]));
    }
}
