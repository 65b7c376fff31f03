using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class BackendTests
{
    [Fact]
    public async Task MethodPathQueryBodyAndHeadersArriveButNotTheToken()
    {
        await using var server = new RawServer(RawConnection.Json("{}", 418, "x-own: yes", "Connection: x-hop", "x-hop: no"));
        await using TestEmulator emulator = await StartAsync(server.Address, "/base/");
        string url = await emulator.DeployAsync(Requests.Tgi());

        Answer answer = await emulator.SendAsync(HttpMethod.Put, url + "/v1/a%20b?x=1&y=%2F", """{"a":1}""", hold: "5");

        RawRequest request = Assert.Single(server.Requests);
        Assert.Equal("PUT", request.Method);
        Assert.Equal("/base/v1/a%20b?x=1&y=%2F", request.Target);
        Assert.Equal("""{"a":1}""", request.Body);
        Assert.Equal("application/json", request.Headers["content-type"]);
        Assert.Null(request.Authorization);
        Assert.DoesNotContain("x-scale-up-timeout", request.Headers);
        Assert.Equal(418, (int)answer.Status);
        Assert.Equal("yes", answer.Headers.GetValues("x-own").Single());
        Assert.False(answer.Headers.Contains("x-hop"));
    }

    [Fact]
    public async Task AStreamArrivesPieceByPiece()
    {
        var more = new TaskCompletionSource();
        await using var server = new RawServer(async connection =>
        {
            await connection.BeginChunkedAsync("text/event-stream");
            await connection.ChunkAsync("data: one\n\n");
            await more.Task;
            await connection.ChunkAsync("data: two\n\n");
            await connection.EndChunksAsync();
        });
        await using TestEmulator emulator = await StartAsync(server.Address);
        string url = await emulator.DeployAsync(Requests.Tgi());

        using HttpResponseMessage response = await emulator.SendRawAsync(HttpMethod.Post, url + "/generate_stream", "{}");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        // The first event is here while the second has not been written.
        Assert.Equal("data: one", await reader.ReadLineAsync());
        more.SetResult();

        Assert.Equal("\ndata: two\n\n", await reader.ReadToEndAsync());
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task TheGatewaysChecksComeFirst()
    {
        await using var server = new RawServer(RawConnection.Status(200));
        await using TestEmulator emulator = await StartAsync(server.Address);
        string url = await emulator.DeployAsync(Requests.Tgi());

        Assert.Equal(HttpStatusCode.Unauthorized, (await emulator.PostAsync(url, new JsonObject(), token: null)).Status);
        await emulator.PutAsync("/_emulator/endpoints/alice/tgi", new JsonObject { ["state"] = "paused" });
        Assert.Equal(HttpStatusCode.BadRequest, (await emulator.PostAsync(url, new JsonObject())).Status);
        Assert.Empty(server.Requests);
        await emulator.PutAsync("/_emulator/endpoints/alice/tgi", new JsonObject { ["state"] = "running" });
        Assert.Equal(HttpStatusCode.OK, (await emulator.PostAsync(url, new JsonObject())).Status);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task AnotherEmulatorCanBeTheBackend()
    {
        await using TestEmulator inner = await TestEmulator.StartAsync();
        string target = await inner.DeployAsync(Engines.Endpoint("tgi", change: body => body["type"] = "public"));
        await using TestEmulator emulator = await TestEmulator.StartAsync(options =>
            options with { Backend = new Uri(inner.Address, target) });
        string url = await emulator.DeployAsync(Engines.Endpoint("vllm"));

        Answer chat = await emulator.PostAsync(url + "/v1/chat/completions", Engines.Chat(more: """{"stream":true,"max_tokens":4}"""));

        Assert.Equal("3.3.6-native", Engines.Events(chat)[0]["system_fingerprint"]!.GetValue<string>());
    }

    [Fact]
    public async Task ABackendThatIsDownIsABadGateway()
    {
        await using TestEmulator emulator = await StartAsync(RawServer.Nobody());
        string url = await emulator.DeployAsync(Requests.Tgi());

        Answer answer = await emulator.PostAsync(url, new JsonObject());

        Assert.Equal(HttpStatusCode.BadGateway, answer.Status);
        Assert.Equal("BAD_GATEWAY", answer.Json["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task ABackendThatBreaksOffBreaksTheAnswerOff()
    {
        var seen = new TaskCompletionSource();
        await using var server = new RawServer(async connection =>
        {
            await connection.BeginChunkedAsync("text/plain");
            await connection.ChunkAsync("half");
            await seen.Task;
            await connection.ResetAsync();
        });
        await using TestEmulator emulator = await StartAsync(server.Address);
        string url = await emulator.DeployAsync(Requests.Tgi());

        using HttpResponseMessage response = await emulator.SendRawAsync(HttpMethod.Post, url, "{}");
        await using Stream body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[4]);
        seen.SetResult();

        IOException broken = await Assert.ThrowsAnyAsync<IOException>(() => body.ReadExactlyAsync(new byte[1]).AsTask());
        Assert.IsNotType<EndOfStreamException>(broken);
    }

    [Fact]
    public async Task ABodyIsHandedOnWhileItIsSent()
    {
        var begun = new TaskCompletionSource<string>();
        await using var server = new RawServer((request, connection) => connection.AnswerAsync(200, request.Body, "text/plain"))
        {
            PieceReceived = piece => begun.TrySetResult(piece),
        };
        await using TestEmulator emulator = await StartAsync(server.Address);
        string url = await emulator.DeployAsync(Requests.Tgi());
        var rest = new TaskCompletionSource();
        using var content = new GrowingContent(rest.Task);

        Task<string> answer = emulator.SendContentAsync(url, content);
        // The backend has the beginning while the rest has not been sent.
        Assert.Equal("first", await begun.Task.WithinDeadlineAsync());
        rest.SetResult();

        Assert.Equal("first second", await answer);
        JsonNode entry = (await emulator.GetAsync("/_emulator/requests")).Json.AsArray().Last(item => item!["path"]!.ToString() == url)!;
        Assert.Equal("first second", entry["body"]!.GetValue<string>());
    }

    private static Task<TestEmulator> StartAsync(Uri backend, string path = "/") =>
        TestEmulator.StartAsync(options => options with { Backend = new Uri(backend, path) });

    /// <summary>A body of which the second half comes later.</summary>
    private sealed class GrowingContent(Task rest) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("first"u8.ToArray());
            await stream.FlushAsync();
            await rest;
            await stream.WriteAsync(" second"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
