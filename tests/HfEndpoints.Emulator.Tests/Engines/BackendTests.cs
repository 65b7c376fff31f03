using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace HfEndpoints.Emulator.Tests;

public class BackendTests
{
    [Fact]
    public async Task MethodPathQueryBodyAndHeadersArriveButNotTheToken()
    {
        await using RealServer server = await RealServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            context.Response.StatusCode = StatusCodes.Status418ImATeapot;
            context.Response.Headers["x-own"] = "yes";
            context.Response.Headers["Connection"] = "x-hop";
            context.Response.Headers["x-hop"] = "no";
            await context.Response.WriteAsJsonAsync(new
            {
                context.Request.Method,
                Path = context.Request.Path.Value,
                Query = context.Request.QueryString.Value,
                Body = await reader.ReadToEndAsync(),
                ContentType = context.Request.ContentType,
                Token = context.Request.Headers.Authorization.ToString(),
                Hold = context.Request.Headers["X-Scale-Up-Timeout"].ToString(),
            });
        });
        await using TestEmulator emulator = await StartAsync(server, "/base/");
        string url = await emulator.DeployAsync(Requests.Tgi());

        Answer answer = await emulator.SendAsync(HttpMethod.Put, url + "/v1/a%20b?x=1&y=%2F", """{"a":1}""", hold: "5");

        Assert.Equal(418, (int)answer.Status);
        Assert.Equal("PUT", answer.Json["method"]!.GetValue<string>());
        Assert.Equal("/base/v1/a b", answer.Json["path"]!.GetValue<string>());
        Assert.Equal("?x=1&y=%2F", answer.Json["query"]!.GetValue<string>());
        Assert.Equal("""{"a":1}""", answer.Json["body"]!.GetValue<string>());
        Assert.Equal("application/json", answer.Json["contentType"]!.GetValue<string>());
        Assert.Equal("", answer.Json["token"]!.GetValue<string>());
        Assert.Equal("", answer.Json["hold"]!.GetValue<string>());
        Assert.Equal("yes", answer.Headers.GetValues("x-own").Single());
        Assert.False(answer.Headers.Contains("x-hop"));
    }

    [Fact]
    public async Task AStreamArrivesPieceByPiece()
    {
        var more = new TaskCompletionSource();
        await using RealServer server = await RealServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: one\n\n");
            await context.Response.Body.FlushAsync();
            await more.Task;
            await context.Response.WriteAsync("data: two\n\n");
        });
        await using TestEmulator emulator = await StartAsync(server);
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
        int asked = 0;
        await using RealServer server = await RealServer.StartAsync(context =>
        {
            Interlocked.Increment(ref asked);
            return Task.CompletedTask;
        });
        await using TestEmulator emulator = await StartAsync(server);
        string url = await emulator.DeployAsync(Requests.Tgi());

        Assert.Equal(HttpStatusCode.Unauthorized, (await emulator.PostAsync(url, new JsonObject(), token: null)).Status);
        await emulator.PutAsync("/_emulator/endpoints/alice/tgi", new JsonObject { ["state"] = "paused" });
        Assert.Equal(HttpStatusCode.BadRequest, (await emulator.PostAsync(url, new JsonObject())).Status);
        Assert.Equal(0, asked);
        await emulator.PutAsync("/_emulator/endpoints/alice/tgi", new JsonObject { ["state"] = "running" });
        Assert.Equal(HttpStatusCode.OK, (await emulator.PostAsync(url, new JsonObject())).Status);
        Assert.Equal(1, asked);
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
        RealServer server = await RealServer.StartAsync(_ => Task.CompletedTask);
        await server.DisposeAsync();
        await using TestEmulator emulator = await StartAsync(server);
        string url = await emulator.DeployAsync(Requests.Tgi());

        Answer answer = await emulator.PostAsync(url, new JsonObject());

        Assert.Equal(HttpStatusCode.BadGateway, answer.Status);
        Assert.Equal("BAD_GATEWAY", answer.Json["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task ABackendThatBreaksOffBreaksTheAnswerOff()
    {
        var seen = new TaskCompletionSource();
        await using RealServer server = await RealServer.StartAsync(async context =>
        {
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            await seen.Task;
            context.Abort();
        });
        await using TestEmulator emulator = await StartAsync(server);
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
        await using RealServer server = await RealServer.StartAsync(async context =>
        {
            byte[] first = new byte[5];
            await context.Request.Body.ReadExactlyAsync(first);
            begun.SetResult(Encoding.ASCII.GetString(first));
            await context.Request.Body.CopyToAsync(context.Response.Body);
        });
        await using TestEmulator emulator = await StartAsync(server);
        string url = await emulator.DeployAsync(Requests.Tgi());
        var rest = new TaskCompletionSource();
        using var content = new GrowingContent(rest.Task);

        Task<string> answer = emulator.SendContentAsync(url, content);
        // The backend has the beginning while the rest has not been sent.
        Assert.Equal("first", await begun.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        rest.SetResult();

        Assert.Equal(" second", await answer);
        JsonNode entry = (await emulator.GetAsync("/_emulator/requests")).Json.AsArray().Last(item => item!["path"]!.ToString() == url)!;
        Assert.Equal("first second", entry["body"]!.GetValue<string>());
    }

    private static Task<TestEmulator> StartAsync(RealServer server, string path = "/") =>
        TestEmulator.StartAsync(options => options with { Backend = new Uri(server.Address, path) });

    /// <summary>A web server of the test's own.</summary>
    private sealed class RealServer(WebApplication app) : IAsyncDisposable
    {
        public Uri Address { get; } = new(app.Urls.Single());

        public static async Task<RealServer> StartAsync(RequestDelegate answer)
        {
            WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            WebApplication app = builder.Build();
            app.Run(answer);
            await app.StartAsync();
            return new RealServer(app);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }

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
