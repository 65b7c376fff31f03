using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Tests;

/// <summary>The emulator as a process, which the environment of this process points to, with its control routes.</summary>
public sealed class Emulator : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _control = new();
    private readonly string _home = Directory.CreateTempSubdirectory("hfendpoints-tests-").FullName;
    private Process? _process;

    public Uri Address { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _process = Process.Start(new ProcessStartInfo(Build.DotNet)
        {
            ArgumentList = { "exec", Build.ProgramOf("src/HfEndpoints.Emulator"), "--port", "0", "--token-ms", "20" },
            RedirectStandardOutput = true,
        })!;
        string? line = await _process.StandardOutput.ReadLineAsync().WithinDeadlineAsync();
        Assert.StartsWith("listening on ", line, StringComparison.Ordinal);
        Address = new Uri(line!["listening on ".Length..]);
        // Nobody reads on, and a full pipe would stop the emulator.
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);

        // No test may see the developer's own account.
        foreach (string name in Environment.GetEnvironmentVariables().Keys.Cast<string>())
        {
            if (name.StartsWith("HF_", StringComparison.Ordinal) || name.StartsWith("HUGGING", StringComparison.Ordinal))
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }

        Environment.SetEnvironmentVariable("HF_HOME", _home);
        Environment.SetEnvironmentVariable("HF_TOKEN", "hf_enginetests");
        Environment.SetEnvironmentVariable("HF_ENDPOINT", Address.AbsoluteUri);
        Environment.SetEnvironmentVariable("HF_INFERENCE_ENDPOINTS_ENDPOINT", new Uri(Address, "v2").AbsoluteUri);
        Environment.SetEnvironmentVariable("HF_INFERENCE_CATALOG_ENDPOINT", new Uri(Address, "api/catalog").AbsoluteUri);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        if (_process is not null)
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }

        _control.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    /// <summary>No endpoints, no requests and no faults, then these endpoints in these states.</summary>
    public async Task ResetAsync(params (string Name, string State)[] endpoints)
    {
        await SendAsync(HttpMethod.Post, "reset");
        foreach ((string name, string state) in endpoints)
        {
            await PutAsync(name, new JsonObject { ["state"] = state });
        }
    }

    /// <summary>Makes an endpoint, or changes one, past the service's rules.</summary>
    public Task PutAsync(string name, JsonObject settings) => SendAsync(HttpMethod.Put, $"endpoints/alice/{name}", settings);

    /// <summary>Deletes an endpoint as somebody else of the account does.</summary>
    public async Task RemoveAsync(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri(Address, $"v2/endpoint/alice/{name}"));
        request.Headers.Authorization = new("Bearer", "hf_somebody_else");
        using HttpResponseMessage response = await _control.SendAsync(request);
    }

    /// <summary>Makes requests go wrong, by the emulator's fault rules.</summary>
    public Task FailAsync(params JsonNode[] rules) => SendAsync(HttpMethod.Put, "faults", new JsonArray(rules));

    /// <summary>Lets requests to a path hang.</summary>
    public Task HangAsync(string path) => FailAsync(new JsonObject { ["path"] = path, ["delayMs"] = 600_000 });

    public async Task<IReadOnlyList<JsonObject>> RequestsAsync(string pathStart = "/")
    {
        JsonArray? requests = await _control.GetFromJsonAsync<JsonArray>(new Uri(Address, "_emulator/requests"));
        return [.. requests!.Select(request => request!.AsObject())
            .Where(request => ((string?)request["path"])!.StartsWith(pathStart, StringComparison.Ordinal))];
    }

    public async Task<int> InFlightAsync(string pathStart = "/") =>
        (await RequestsAsync(pathStart)).Count(request => (bool?)request["inFlight"] == true);

    private async Task SendAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, "_emulator/" + path))
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        using HttpResponseMessage response = await _control.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}

/// <summary>All tests on the engine share one emulator and the environment of the process, so they run one by one.</summary>
[CollectionDefinition(Name)]
public sealed class EngineGroup : ICollectionFixture<Emulator>
{
    public const string Name = "Engine";
}
