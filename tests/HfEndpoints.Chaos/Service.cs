using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Chaos;

/// <summary>One emulator: its control routes, and what it really has, asked for past the module.</summary>
internal sealed class Service(Uri address, string user, string token) : IDisposable
{
    private readonly HttpClient _client = new()
    {
        BaseAddress = address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    private readonly HashSet<string> _knownAudits = [];

    public Uri Address => address;

    public string User => user;

    public string Token => token;

    public string Organization => OrganizationOf(user);

    public static string OrganizationOf(string user) => user + "-org";

    public void Dispose() => _client.Dispose();

    public Task PutEndpointAsync(string name, JsonObject settings, string? owner = null) =>
        SendAsync(HttpMethod.Put, $"_emulator/endpoints/{owner ?? user}/{name}", settings);

    public Task AddEndpointsAsync(int count, string owner) =>
        SendAsync(HttpMethod.Post, $"_emulator/endpoints?count={count}&namespace={owner}", new JsonObject());

    public Task RemoveEndpointAsync(string name) => SendAsync(HttpMethod.Delete, $"v2/endpoint/{user}/{name}");

    public Task FailAsync(params JsonNode[] rules) => SendAsync(HttpMethod.Put, "_emulator/faults", new JsonArray(rules));

    /// <summary>Ends the faults, and gives how often one has struck.</summary>
    public async Task<int> EndFaultsAsync()
    {
        JsonNode? rules = await _client.GetFromJsonAsync<JsonNode>("_emulator/faults");
        await FailAsync();
        return (rules as JsonArray ?? rules!["rules"]!.AsArray()).Sum(rule => (int)rule!["hits"]!);
    }

    /// <summary>What was asked since the last time, oldest first.</summary>
    public async Task<IReadOnlyList<JsonObject>> TakeRequestsAsync()
    {
        IReadOnlyList<JsonObject> requests = await RequestsAsync();
        await SendAsync(HttpMethod.Delete, "_emulator/requests");
        return requests;
    }

    public async Task<IReadOnlyList<JsonObject>> RequestsAsync() =>
        [.. (await _client.GetFromJsonAsync<JsonArray>("_emulator/requests"))!.Select(request => request!.AsObject())];

    public async Task<int> InFlightAsync() => (await RequestsAsync()).Count(request => (bool)request["inFlight"]!);

    /// <summary>What there is now. To be called while no fault is in force.</summary>
    public async Task<Snapshot> LookAsync()
    {
        JsonObject endpoints = await GetAsync($"v2/endpoint/{user}?limit=100");
        JsonObject lists = await GetAsync($"v2/network/cidr-list/{user}");
        JsonObject domains = await GetAsync($"v2/network/domain/{user}");
        JsonObject audits = await GetAsync($"v2/audit-logs/{user}?limit=50");
        JsonObject bill = await GetAsync("_emulator/bill");
        return new Snapshot(
            endpoints["items"]!.AsArray().Select(item => item!.AsObject()).ToDictionary(item => (string)item["name"]!),
            lists["items"]!.AsArray().Select(item => item!.AsObject()).ToDictionary(item => (string)item["id"]!),
            domains["items"]!.AsArray().Select(item => item!.AsObject()).ToDictionary(item => (string)item["domain"]!),
            [.. audits["list"]!.AsArray().Where(entry => _knownAudits.Add((string)entry!["id"]!))
                .Select(entry => $"{entry!["reason"]!.AsObject().First().Key} {entry["endpoint"]}")],
            bill["endpoints"]!.AsArray().Where(row => (string)row!["namespace"]! == user)
                .GroupBy(row => (string)row!["name"]!)
                .ToDictionary(rows => rows.Key, rows => rows.Sum(row => (double)row!["billedSeconds"]!)));
    }

    /// <summary>Lets time pass for the service.</summary>
    public Task AdvanceAsync(TimeSpan time) => SendAsync(HttpMethod.Post, $"_emulator/clock/advance?seconds={(int)time.TotalSeconds}");

    private async Task<JsonObject> GetAsync(string path) => (await _client.GetFromJsonAsync<JsonObject>(path))!;

    private async Task SendAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using HttpResponseMessage response = await _client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {await response.Content.ReadAsStringAsync()}");
    }
}

/// <summary>What a service has, and what was done since the last look.</summary>
/// <param name="Endpoints">The endpoints of the user, by name.</param>
/// <param name="CidrLists">The address lists, by id.</param>
/// <param name="Domains">The domains.</param>
/// <param name="Audit">New entries of the audit log: the reason and the endpoint.</param>
/// <param name="BilledSeconds">What each endpoint that there ever was has cost.</param>
internal sealed record Snapshot(
    IReadOnlyDictionary<string, JsonObject> Endpoints,
    IReadOnlyDictionary<string, JsonObject> CidrLists,
    IReadOnlyDictionary<string, JsonObject> Domains,
    IReadOnlyList<string> Audit,
    IReadOnlyDictionary<string, double> BilledSeconds)
{
    public bool Has(string name) => Endpoints.ContainsKey(name);

    public string? StateOf(string name) => (string?)Endpoints.GetValueOrDefault(name)?["status"]!["state"];

    public string? CreatedAt(string name) => (string?)Endpoints.GetValueOrDefault(name)?["status"]!["createdAt"];

    public int? MaxReplicaOf(string name) => (int?)Endpoints.GetValueOrDefault(name)?["compute"]!["scaling"]!["maxReplica"];

    /// <summary>Whether an endpoint of this name costs nothing now.</summary>
    public bool IsAtRest(string name) => !Has(name) || StateOf(name) == "paused";

    public int Did(string reason, string name) => Audit.Count(entry => entry == $"{reason} {name}");
}
