using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HfEndpoints.Emulator;

namespace HfEndpoints.Extensions.AI.Tests;

/// <summary>An emulator of a test's own, with a client of it.</summary>
internal sealed class AccountOnEmulator : IAsyncDisposable
{
    private static readonly HttpClient s_control = new();
    private readonly EmulatorHost _host;

    private AccountOnEmulator(EmulatorHost host)
    {
        _host = host;
        Options = new HfClientOptions
        {
            HubUri = host.Address,
            EndpointsUri = new Uri(host.Address, "v2"),
            CatalogUri = new Uri(host.Address, "api/catalog"),
            Token = HfToken.FromText("hf_test", "test"),
            RetryDelay = TimeSpan.Zero,
        };
        Client = new HfClient(Options);
    }

    public HfClientOptions Options { get; }

    public HfClient Client { get; }

    public static async Task<AccountOnEmulator> StartAsync(int tokenMilliseconds = 0) =>
        new(await EmulatorHost.StartAsync(
            new EmulatorOptions { Port = 0, Speed = 0, TokenTime = TimeSpan.FromMilliseconds(tokenMilliseconds) }));

    /// <summary>Puts an endpoint there that answers as the server of an image.</summary>
    public async Task PutAsync(string name, string image, string state = "running", string repository = "me/chat", string? task = null)
    {
        var model = new JsonObject
        {
            ["repository"] = repository,
            ["args"] = image == "vLLM" ? new JsonArray("--enable-auto-tool-choice", "--tool-call-parser", "hermes") : null,
            ["image"] = new JsonObject { [image] = new JsonObject { ["url"] = $"x/{image}:1" } },
        };
        if (task is not null)
        {
            model["task"] = task;
        }

        using HttpResponseMessage answer = await s_control.PutAsJsonAsync(
            new Uri(_host.Address, $"_emulator/endpoints/alice/{name}"), new JsonObject { ["state"] = state, ["model"] = model });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The bodies of the requests to deployed servers.</summary>
    public async Task<JsonNode[]> BodiesAsync() =>
        [.. (await RequestsAsync()).Where(request => (string?)request["method"] == "POST").Select(request => request["body"]!)];

    public async Task<JsonNode[]> RequestsAsync() =>
    [
        .. (await s_control.GetFromJsonAsync<JsonArray>(new Uri(_host.Address, "_emulator/requests")))!
            .Where(request => ((string)request!["path"]!).StartsWith("/serve/", StringComparison.Ordinal))
            .Select(request => request!),
    ];

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();
}
