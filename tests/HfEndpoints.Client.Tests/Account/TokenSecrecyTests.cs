using System.Text.Json;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class TokenSecrecyTests
{
    private const string OwnForm = "a-token.of_no-known/form";

    [Theory]
    [InlineData(TestClient.Token)]
    [InlineData(OwnForm)]
    public async Task ATokenThatAServerEchoesIsCutOutOfTheError(string token)
    {
        await AssertHiddenAsync(token, RawConnection.Json($$"""{"error":"token {{token}} is bad","code":"{{token}}"}""", 403));
        await AssertHiddenAsync(token, RawConnection.Json($$"""{"unknown":"{{token}}"}""", 400));
        await AssertHiddenAsync(token, RawConnection.Json($$"""{"error":"Bearer {{token}}""", 400));
        await AssertHiddenAsync(token, connection => connection.AnswerAsync(400, $"Authorization: Bearer {token}", "text/plain"));
        await AssertHiddenAsync(token, connection => connection.AnswerAsync(502, $"<title>{token}</title>", "text/html"));
        await AssertHiddenAsync(token, RawConnection.Status(404, $"X-Error-Message: no {token}"));
        await AssertHiddenAsync(token, RawConnection.Status(404, $"X-Request-Id: {token}"));
        await AssertHiddenAsync(token, connection => connection.WriteAsync($"HTTP/1.1 400 No {token}\r\nContent-Length: 0\r\n\r\n"));
        await AssertHiddenAsync(token, RawConnection.Status(302, $"Location: http://localhost:1/{token}"));
        await AssertHiddenAsync(token, RawConnection.Json($"\"{token}\"", 200, $"X-Request-Id: {token}"));
    }

    [Theory]
    [InlineData(1980)]
    [InlineData(1990)]
    [InlineData(1995)]
    public async Task ATokenAtTheEndOfAShortenedTextLeavesNoPiece(int before)
    {
        string text = new string('x', before) + OwnForm + new string('y', 100);
        await using var server = new RawServer(connection => connection.AnswerAsync(400, text, "text/plain"));

        HfException exception = await Expect.ApiErrorAsync(
            HfErrorKind.InvalidRequest, () => ClientOf(server, OwnForm).Hub.WhoAmIAsync());

        Assert.DoesNotContain(OwnForm[..3], exception.Message, StringComparison.Ordinal);
        Assert.InRange(exception.ServerMessage.Length, before, 2001);
    }

    [Fact]
    public async Task AnotherTokenThatAServerShowsIsCutOutToo()
    {
        await using var server = new RawServer(RawConnection.Json("""{"error":"hf_SomebodyElses1 and api_org_SomebodyElses2"}""", 400));

        HfException exception = await Expect.FailureAsync(HfErrorKind.InvalidRequest, () => server.Client().Hub.WhoAmIAsync());

        Assert.DoesNotContain("Somebody", exception.ToString(), StringComparison.Ordinal);
        Assert.Contains("*** and ***", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TestClient.Token)]
    [InlineData(OwnForm)]
    public async Task ATokenInsideAStreamsErrorIsCutOut(string token)
    {
        string data = JsonSerializer.Serialize(new Dictionary<string, string> { ["error"] = $"bad {token}", ["error_type"] = token });
        await using var server = new RawServer(connection => connection.AnswerAsync(200, $"data: {data}\n\n", "text/event-stream"));
        TextGenerationClient generation = ClientOf(server, token).GetTextGenerationClient(new InferenceTarget(server.Address));

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.GenerationFailed, () => Expect.AllAsync(generation.StreamAsync("hi")));

        Assert.DoesNotContain(token, exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hf_tökén")]
    [InlineData("hf_to\tken")]
    [InlineData("hf_to ken")]
    [InlineData("hf_to\0ken")]
    [InlineData("hf_token…")]
    public async Task ATokenThatFitsIntoNoHeaderIsReportedWithoutItAndNotSent(string token)
    {
        await using var server = new RawServer(RawConnection.Json("""{"name":"alice"}"""));

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.Unauthorized, () => ClientOf(server, token).Hub.WhoAmIAsync());

        Assert.DoesNotContain(token, exception.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task TheLogReportsRetriesWithoutTheToken()
    {
        var log = new List<string>();
        await using var server = new RawServer(
            RawConnection.Json($$"""{"error":"{{TestClient.Token}}"}""", 500),
            connection => connection.ResetAsync(),
            RawConnection.Json("""{"name":"alice"}"""));
        HfClient client = server.Client(options => options with { Log = log.Add });

        await client.Hub.WhoAmIAsync();

        Assert.Equal(2, log.Count);
        Assert.All(log, line => Assert.DoesNotContain(TestClient.Token, line, StringComparison.Ordinal));
    }

    private static async Task AssertHiddenAsync(string token, Func<RawConnection, Task> answer)
    {
        await using var server = new RawServer(answer);
        var log = new List<string>();
        HfClient client = new(ClientOf(server, token).Options with { Log = log.Add, MaxRetries = 1 });

        HfException exception = await Assert.ThrowsAnyAsync<HfException>(() => client.Hub.WhoAmIAsync());

        string shown = string.Join('\n', [.. log, exception.ToString(), .. Properties(exception as HfException)]);
        Assert.DoesNotContain(token, shown, StringComparison.Ordinal);
        Assert.Equal($"Bearer {token}", server.Requests[0].Authorization);
    }

    private static IEnumerable<string?> Properties(HfException? exception) =>
        [exception?.ServerMessage, exception?.ErrorCode, exception?.RequestId];

    private static HfClient ClientOf(RawServer server, string token) =>
        server.Client(options => options with { Token = HfToken.FromText(token, "test") });
}
