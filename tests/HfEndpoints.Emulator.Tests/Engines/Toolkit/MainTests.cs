using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

/// <summary>The toolkit as its main branch is, which knows nothing of the hub's shapes.</summary>
public class MainTests
{
    [Theory]
    [InlineData("application/json", null, HttpStatusCode.OK)]
    [InlineData("application/json", "*/*", HttpStatusCode.OK)]
    [InlineData("application/json; charset=UTF-8", null, HttpStatusCode.OK)]
    [InlineData("application/json; charset=utf-8", null, HttpStatusCode.BadRequest)]
    [InlineData(null, null, HttpStatusCode.BadRequest)]
    [InlineData("application/json", "text/event-stream", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "application/json, text/plain", HttpStatusCode.BadRequest)]
    public async Task HeadersAreTakenAsTheyStand(string? contentType, string? accept, HttpStatusCode status)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("text-generation", hubShapes: false);

        using HttpResponseMessage response = await endpoint.SendAsync(
            Encoding.UTF8.GetBytes("""{"inputs":"I am","parameters":{"max_new_tokens":2}}"""), contentType, accept);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task TextIsNotStreamedAndHasNoDetails()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("text-generation", hubShapes: false);

        JsonNode answer = await endpoint.AskBodyAsync("""{"inputs":"I am","parameters":{"max_new_tokens":2},"stream":true}""");
        string refusal = await endpoint.RefusalAsync("""{"inputs":"I am","parameters":{"details":true}}""");

        Assert.StartsWith("I am", answer[0]!["generated_text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.StartsWith("The following `model_kwargs` are not used by the model: ['details']", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SpeechIsNumbersAndAPictureIsText()
    {
        await using TaskEndpoint speaker = await TaskEndpoint.StartAsync("text-to-speech", hubShapes: false);
        await using TaskEndpoint painter = await TaskEndpoint.StartAsync("text-to-image", hubShapes: false);

        JsonNode speech = await speaker.AskBodyAsync("""{"inputs":"a"}""");
        JsonNode picture = await painter.AskBodyAsync("""{"inputs":"a red boat","parameters":{"height":8,"width":8}}""");
        byte[] file = await painter.FileAsync("""{"inputs":"a red boat","parameters":{"height":8,"width":8}}""", "image/png", "image/png");

        Assert.True(speech["sampling_rate"]!.GetValue<int>() > 0);
        Assert.True(speech["audio"]![0]!.AsArray().Count > 100);
        Assert.Equal(file, Convert.FromBase64String(picture.GetValue<string>()));
    }

    [Theory]
    [InlineData("feature-extraction", """{"inputs":"a","parameters":{"normalize":true}}""", "unexpected keyword argument 'normalize'")]
    [InlineData("table-question-answering", """{"table":{"a":["b"]},"query":"a"}""", "Body needs to provide a inputs key")]
    [InlineData("automatic-speech-recognition", """{"inputs":"AAAA"}""", "[Errno 2] No such file or directory: 'AAAA'")]
    public async Task WhatOnlyTheHubsClientsSendIsRefused(string task, string body, string error)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync(task, hubShapes: false);

        Assert.Contains(error, await endpoint.RefusalAsync(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequestsAreWorkedOnOneAtATime()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options with { GenerateTime = TimeSpan.FromHours(1) });
        string url = await emulator.DeployAsync(Requests.Endpoint(change: body =>
            body["model"]!["env"] = new JsonObject { ["API_INFERENCE_COMPAT"] = "false" }));
        using var leaving = new CancellationTokenSource();
        Task<Answer>[] asked =
        [
            .. Enumerable.Range(0, 2)
                .Select(_ => emulator.SendAsync(HttpMethod.Post, url, """{"inputs":"a"}""", cancellationToken: leaving.Token)),
        ];

        await Deadline.UntilAsync(async () =>
            (await emulator.GetAsync(url + "/metrics")).Text == "inf_batch_current_size 1\ninf_queue_size 1\n");

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(asked));
    }

    [Theory]
    [InlineData("/nope", HttpStatusCode.NotFound)]
    [InlineData("/pipeline/fill-mask", HttpStatusCode.NotFound)]
    [InlineData("/health", HttpStatusCode.MethodNotAllowed)]
    public async Task ThereAreNoOtherRoutes(string route, HttpStatusCode status)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("fill-mask", hubShapes: false);

        Assert.Equal(status, (await endpoint.Emulator.PostAsync(endpoint.Url + route, new JsonObject())).Status);
    }
}
