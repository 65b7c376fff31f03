using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class FaultTests
{
    [Fact]
    public async Task AStatusIsAnsweredAsOftenAsAsked()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await SetAsync(
            emulator,
            """[{"method":"GET","path":"/v2/*","times":2,"status":429,"body":{"error":"slow down"},"headers":{"Retry-After":"3"}}]""");

        Answer[] answers =
        [
            await emulator.GetAsync("/v2/provider"), await emulator.GetAsync("/v2/endpoint/alice"), await emulator.GetAsync("/v2/provider"),
        ];
        Answer rules = await emulator.GetAsync("/_emulator/faults");

        Assert.Equal(
            [HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests, HttpStatusCode.OK], answers.Select(answer => answer.Status));
        Assert.Equal("slow down", answers[0].Error);
        Assert.Equal("3", answers[0].Headers.GetValues("Retry-After").Single());
        Assert.True(answers[0].Headers.Contains("x-request-id"));
        Assert.Equal(2, rules.Json[0]!["hits"]!.GetValue<int>());
    }

    [Fact]
    public async Task HeadersOfARuleComeBeforeThoseOfItsBody()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await SetAsync(emulator, """[{"path":"/page","status":200,"body":"<html/>","headers":{"Content-Type":"text/html"}}]""");

        Answer answer = await emulator.GetAsync("/page");

        Assert.Equal("text/html", answer.ContentType);
        Assert.Equal("<html/>", answer.Text);
    }

    [Theory]
    [InlineData("before", 404)]
    [InlineData("after", 200)]
    [InlineData("middle", 200)]
    public async Task ADroppedCreateMayHaveBeenCarriedOut(string drop, int found)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await SetAsync(
            emulator, new JsonArray(new JsonObject { ["method"] = "POST", ["path"] = "/v2/endpoint/*", ["drop"] = drop }).ToJsonString());

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => emulator.PostAsync("/v2/endpoint/alice", Requests.Endpoint()));

        Assert.Equal(found, (int)(await emulator.GetAsync("/v2/endpoint/alice/demo")).Status);
        JsonNode entry = (await emulator.GetAsync("/_emulator/requests")).Json[0]!;
        Assert.True(entry["dropped"]!.GetValue<bool>());
        Assert.False(entry["aborted"]!.GetValue<bool>());
    }

    [Fact]
    public async Task AnyBytesAreSentAsTheyAre()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] bytes = [.. "{\"a\":\"\\ud83d\",\"a\":"u8, 0xff, 0xfe, .. "}"u8];
        await SetAsync(emulator, new JsonArray(new JsonObject
        {
            ["rawBody"] = Convert.ToBase64String(bytes),
            ["status"] = 500,
            ["headers"] = new JsonObject { ["Content-Encoding"] = "gzip" },
        }).ToJsonString());

        using HttpResponseMessage answer = await emulator.SendRawAsync(HttpMethod.Get, "/v2/provider", null);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("gzip", answer.Content.Headers.ContentEncoding.Single());
        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task EventsAreSentInAnyShapeAndTheStreamMayStayOpenAfterThem()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await SetAsync(emulator, """[{"events":[": ping","event: error\ndata: broken",{"choices":null}],"hang":true}]""");

        using HttpResponseMessage answer = await emulator.SendRawAsync(HttpMethod.Post, "/serve/alice/any", "{}");
        await using Stream body = await answer.Content.ReadAsStreamAsync();
        byte[] expected = Encoding.UTF8.GetBytes(": ping\n\nevent: error\ndata: broken\n\ndata: {\"choices\":null}\n\n");
        byte[] read = new byte[expected.Length];
        await body.ReadExactlyAsync(read);
        Task<int> more = body.ReadAsync(read).AsTask();

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(expected, read);
        Assert.False(more.IsCompleted);
        answer.Dispose();
        await Deadline.UntilAsync(async () =>
            (await emulator.GetAsync("/_emulator/requests")).Json[0]!["aborted"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("""[{"rawBody":"no base64!"}]""")]
    [InlineData("""[{"events":"data"}]""")]
    public async Task ARuleThatCannotBeReadIsRefused(string rules)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await emulator.PutAsync("/_emulator/faults", JsonNode.Parse(rules)!)).Status);
    }

    [Fact]
    public async Task AnAnswerBrokenOffArrivesByHalf()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await SetAsync(emulator, """[{"path":"/v2/provider","drop":"middle"}]""");
        int length = (await emulator.GetAsync("/v2/provider/alice")).Text.Length;
        using HttpResponseMessage answer = await emulator.SendRawAsync(HttpMethod.Get, "/v2/provider", null);
        await using Stream body = await answer.Content.ReadAsStreamAsync();
        var text = new MemoryStream();

        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(text));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.InRange(text.Length, length / 4, length * 3 / 4);
    }

    [Fact]
    public async Task ACreateMayBeCarriedOutAndAnsweredByAnError()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await SetAsync(emulator, """[{"method":"POST","drop":"after","status":502,"body":{"error":"bad gateway"}}]""");

        Answer answer = await emulator.PostAsync("/v2/endpoint/alice", Requests.Endpoint());

        Assert.Equal(HttpStatusCode.BadGateway, answer.Status);
        Assert.Equal("bad gateway", answer.Error);
        Assert.Equal(HttpStatusCode.OK, (await emulator.GetAsync("/v2/endpoint/alice/demo")).Status);
    }

    [Theory]
    [InlineData("true", "text/html", "<html>")]
    [InlineData("\"json\"", "application/json", "{\"items\":[{\"name\":\"half")]
    public async Task GarbageIsNotAnAnswer(string garbage, string contentType, string start)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await SetAsync(emulator, $$"""[{"path":"*","garbage":{{garbage}}}]""");

        Answer answer = await emulator.GetAsync("/v2/provider");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(contentType, answer.ContentType);
        Assert.StartsWith(start, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAnswerInPiecesIsStillTheAnswer()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Tgi());
        JsonObject prompt = Requests.Prompt("I am", new JsonObject { ["max_new_tokens"] = 5 });

        string whole = (await emulator.PostAsync(url + "/generate_stream", prompt.DeepClone())).Text;
        string json = (await emulator.PostAsync(url + "/generate", prompt.DeepClone())).Text;
        await SetAsync(emulator, """[{"path":"/serve/*","chunkBytes":3}]""");

        Assert.Equal(whole, (await emulator.PostAsync(url + "/generate_stream", prompt.DeepClone())).Text);
        Assert.Equal(json, (await emulator.PostAsync(url + "/generate", prompt)).Text);
    }

    [Fact]
    public async Task ProbabilityIsTheSameInEveryRun()
    {
        async Task<string> RunAsync()
        {
            await using TestEmulator emulator = await TestEmulator.StartAsync(options => options with { Seed = 5 });
            await SetAsync(emulator, """[{"path":"/v2/provider","probability":0.5,"status":500}]""");
            string result = "";
            for (int i = 0; i < 20; i++)
            {
                result += (await emulator.GetAsync("/v2/provider")).Status == HttpStatusCode.OK ? '.' : 'x';
            }

            return result;
        }

        string first = await RunAsync();

        Assert.Equal(first, await RunAsync());
        Assert.Contains('x', first);
        Assert.Contains('.', first);
    }

    [Theory]
    [InlineData("""[{"drop":"sometimes"}]""", "drop: unknown variant `sometimes`, expected one of `before`, `after`, `middle`")]
    [InlineData("""[{"status":999}]""", "status must be from 200 to 599, not 999")]
    [InlineData("""[{"status":500,"probability":50}]""", "probability must be from 0 to 1")]
    public async Task ABadRuleIsRefused(string rules, string reason)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();

        Answer answer = await emulator.PutAsync("/_emulator/faults", JsonNode.Parse(rules)!);

        Assert.Equal($"Bad Request: fault rule: {reason}", answer.Error);
    }

    private static async Task SetAsync(TestEmulator emulator, string rules) =>
        Assert.Equal(HttpStatusCode.OK, (await emulator.PutAsync("/_emulator/faults", JsonNode.Parse(rules)!)).Status);
}
