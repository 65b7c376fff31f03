using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

/// <summary>An endpoint of the inference toolkit for one task, running.</summary>
internal sealed class TaskEndpoint(TestEmulator emulator, string url) : IAsyncDisposable
{
    public string Url => url;

    public TestEmulator Emulator => emulator;

    /// <summary>Deploys by the container's variable, which reaches also the tasks that the service has no name for.</summary>
    public static async Task<TaskEndpoint> StartAsync(string task, string repository = "me/model", bool hubShapes = true)
    {
        TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Endpoint(change: body =>
        {
            body["model"]!["repository"] = repository;
            body["model"]!["task"] = "custom";
            body["model"]!["env"] = new JsonObject { ["HF_TASK"] = task, ["API_INFERENCE_COMPAT"] = hubShapes ? "true" : "0" };
        }));
        return new TaskEndpoint(emulator, url);
    }

    public async Task<JsonNode> AskBodyAsync(string body)
    {
        Answer answer = await emulator.PostAsync(url, JsonNode.Parse(body));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    public Task<JsonNode> AskAsync(JsonNode inputs, string parameters = "{}") =>
        AskBodyAsync(new JsonObject { ["inputs"] = inputs, ["parameters"] = JsonNode.Parse(parameters) }.ToJsonString());

    /// <summary>The text of an error, which must be the toolkit's only kind.</summary>
    public async Task<string> RefusalAsync(string body)
    {
        Answer answer = await emulator.PostAsync(url, JsonNode.Parse(body));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        return answer.Error;
    }

    public async Task<HttpResponseMessage> SendAsync(byte[] bytes, string? contentType, string? accept = null, string query = "")
    {
        using var content = new ByteArrayContent(bytes);
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return await emulator.PostContentAsync(url + query, content, accept);
    }

    public async Task<HttpResponseMessage> SendAsync(string body, string? accept = null)
    {
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        return await emulator.PostContentAsync(url, content, accept);
    }

    public async Task<JsonNode> AskAsync(byte[] bytes, string? contentType = null)
    {
        using HttpResponseMessage response = await SendAsync(bytes, contentType);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    public async Task<byte[]> FileAsync(string body, string contentType, string? accept = null)
    {
        using HttpResponseMessage response = await SendAsync(body, accept);
        Assert.Equal(contentType, response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadAsByteArrayAsync();
    }

    public ValueTask DisposeAsync() => emulator.DisposeAsync();
}
