using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

/// <summary>An emulator whose clock stands still until a test moves it, and a client that sends a token.</summary>
internal sealed class TestEmulator : IAsyncDisposable
{
    public const string Token = "hf_test";

    /// <summary>
    /// Emulators without special options go from test to test, emptied in between: starting one costs more than most tests.
    /// </summary>
    private static readonly ConcurrentBag<TestEmulator> s_idle = [];

    private readonly EmulatorHost _host;
    private readonly HttpClient _client;
    private readonly bool _isShared;

    private TestEmulator(EmulatorHost host, bool isShared)
    {
        _host = host;
        _isShared = isShared;
        _client = new HttpClient { BaseAddress = host.Address, Timeout = TimeSpan.FromSeconds(30) };
    }

    public static async Task<TestEmulator> StartAsync(Func<EmulatorOptions, EmulatorOptions>? configure = null)
    {
        if (configure is null && s_idle.TryTake(out TestEmulator? idle))
        {
            return idle;
        }

        var options = new EmulatorOptions { Port = 0, Speed = 0 };
        return new TestEmulator(await EmulatorHost.StartAsync(configure?.Invoke(options) ?? options), configure is null);
    }

    public Uri Address => _host.Address;

    public void Advance(double seconds) => _host.Advance(TimeSpan.FromSeconds(seconds));

    public Task<Answer> GetAsync(string path, string? token = Token) => SendAsync(HttpMethod.Get, path, null, token);

    public Task<Answer> PostAsync(string path, JsonNode? body = null, string? token = Token) =>
        SendAsync(HttpMethod.Post, path, body?.ToJsonString(), token);

    public Task<Answer> PutAsync(string path, JsonNode body) => SendAsync(HttpMethod.Put, path, body.ToJsonString(), Token);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null, Token);

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, string? body, string? token =
            Token, string? hold = null, CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await SendRawAsync(method, path, body, token, hold, cancellationToken);
        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        return new Answer(response.StatusCode, text, response.Content.Headers.ContentType?.MediaType, response.Headers);
    }

    public async Task<HttpResponseMessage> SendRawAsync(
        HttpMethod method, string path, string? body, string? token =
            Token, string? hold = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (hold is not null)
        {
            request.Headers.Add("X-Scale-Up-Timeout", hold);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, new MediaTypeHeaderValue(MediaTypeNames.Application.Json));
        }

        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>Posts any content, for answers that are not text.</summary>
    public async Task<HttpResponseMessage> PostContentAsync(string path, HttpContent content, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await _client.SendAsync(request);
    }

    /// <summary>Posts a body that may still be growing, and gives the text of the answer.</summary>
    public async Task<string> SendContentAsync(string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using HttpResponseMessage response = await _client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Creates an endpoint that is running when the method returns.</summary>
    public async Task<string> DeployAsync(JsonObject body, string owner = "alice")
    {
        Answer created = await PostAsync($"/v2/endpoint/{owner}", body);
        Assert.True(created.Status == HttpStatusCode.OK, created.Text);
        Advance(120);
        return $"/serve/{owner}/{body["name"]}";
    }

    /// <summary>Posts to a deployed endpoint, and waits until it is idle again: the answer is here a moment before.</summary>
    public async Task<Answer> UseAsync(string url, JsonObject body)
    {
        Answer answer = await PostAsync(url, body);
        await Deadline.UntilAsync(async () => (await GetAsync("/_emulator/requests")).Json.AsArray()
            .All(entry => (string?)entry!["path"] != url || !entry["inFlight"]!.GetValue<bool>()));
        return answer;
    }

    /// <summary>The body of a metrics request for the hour that ends now.</summary>
    public async Task<JsonObject> LastHourAsync()
    {
        DateTimeOffset now = (await GetAsync("/_emulator/clock")).Json["now"]!.GetValue<DateTimeOffset>();
        return new JsonObject { ["start"] = now.AddHours(-1).ToString("O"), ["stop"] = now.ToString("O") };
    }

    public async ValueTask DisposeAsync()
    {
        if (_isShared)
        {
            await PostAsync("/_emulator/reset");
            s_idle.Add(this);
            return;
        }

        _client.Dispose();
        await _host.DisposeAsync();
    }
}
