using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;
using HfEndpoints.Emulator;

namespace HfEndpoints.Client.Tests;

/// <summary>An emulator of a test's own, whose clock only the test moves, with a client and the control routes.</summary>
internal sealed class Service : IAsyncDisposable
{
    private static readonly HttpClient s_control = new();
    private readonly EmulatorHost _host;

    private Service(EmulatorHost host) => _host = host;

    public Uri Address => _host.Address;

    public HfClient Client => TestClient.For(Address);

    public static async Task<Service> StartAsync(EmulatorOptions? options = null, TimeProvider? timeProvider = null) =>
        new(await EmulatorHost.StartAsync((options ?? new EmulatorOptions()) with { Port = 0, Speed = 0 }, timeProvider));

    public HfClient ClientWith(Func<HfClientOptions, HfClientOptions> change) => TestClient.For(Address, change);

    public TextGenerationClient TextGeneration(string name = "e", Func<HfClientOptions, HfClientOptions>? change = null) =>
        TestClient.For(Address, change).GetTextGenerationClient(
            new InferenceTarget(UrlOf(name), SendToken: true, name) { Engine = ServerEngine.Tgi });

    public Uri UrlOf(string name, string owner = "acme") => new(Address, $"serve/{owner}/{name}");

    public void Advance(TimeSpan duration) => _host.Advance(duration);

    /// <summary>Puts an endpoint into a state, past the service's rules.</summary>
    public async Task PutAsync(string name, string body = "{}", string owner = "acme")
    {
        using var content = new StringContent(body);
        using HttpResponseMessage response =
            await s_control.PutAsync(new Uri(Address, $"_emulator/endpoints/{owner}/{name}"), content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task PutTgiAsync(string name = "e", string more = "") => PutAsync(
        name, $$"""{"model":{"image":{"tgi":{"url":"text-generation-inference"} } }{{more}} }""");

    public async Task PutManyAsync(int count, string state, string prefix = "endpoint", string owner = "acme")
    {
        using HttpResponseMessage response = await s_control.PostAsync(
            new Uri(Address, $"_emulator/endpoints?count={count}&namespace={owner}&state={state}&prefix={prefix}"), null);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Makes requests go wrong: a list of the emulator's fault rules.</summary>
    public async Task FailAsync(params string[] rules)
    {
        using var content = new StringContent($"[{string.Join(',', rules)}]");
        using HttpResponseMessage response = await s_control.PutAsync(new Uri(Address, "_emulator/faults"), content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<IReadOnlyList<JsonObject>> RequestsAsync(string? method = null) =>
        [.. (await s_control.GetFromJsonAsync<JsonArray>(new Uri(Address, "_emulator/requests")))!
            .Select(request => request!.AsObject())
            .Where(request => method is null || (string?)request["method"] == method)];

    /// <summary>The requests as "METHOD /path".</summary>
    public async Task<string[]> RoutesAsync() =>
        [.. (await RequestsAsync()).Select(request => $"{request["method"]} {request["path"]}")];

    public async Task ForgetRequestsAsync()
    {
        using HttpResponseMessage response = await s_control.DeleteAsync(new Uri(Address, "_emulator/requests"));
        Assert.True(response.IsSuccessStatusCode);
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();
}
