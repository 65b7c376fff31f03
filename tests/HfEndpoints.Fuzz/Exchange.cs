using System.Text;
using System.Text.Json;
using HfEndpoints.Client;
using HfEndpoints.Client.Tests;
using HfEndpoints.Emulator;

namespace HfEndpoints.Fuzz;

/// <summary>A request of a call, and the emulator's answer to it.</summary>
/// <param name="Request">The method, the target and the body.</param>
/// <param name="Status">The status.</param>
/// <param name="Type">The media type.</param>
/// <param name="Body">The body.</param>
internal sealed record Exchange(string Request, int Status, string? Type, byte[] Body)
{
    private static readonly string s_path = Path.Combine(AppContext.BaseDirectory, "answers.json");
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>What is recorded, by the names of the calls.</summary>
    public static IReadOnlyDictionary<string, Exchange[]> All { get; } = File.Exists(s_path)
        ? JsonSerializer.Deserialize<Dictionary<string, Exchange[]>>(File.ReadAllBytes(s_path))!
        : [];

    /// <summary>The request that a message makes, without its server.</summary>
    public static async Task<string> DescribeAsync(HttpRequestMessage message) =>
        $"{message.Method} {message.RequestUri!.PathAndQuery} {(message.Content is null ? "" : await message.Content.ReadAsStringAsync())}";

    /// <summary>Records every call on an emulator.</summary>
    public static async Task RecordAsync(string path)
    {
        await using Service service = await Service.StartAsync(new EmulatorOptions());
        await EveryCall.PrepareAsync(service);
        var all = new SortedDictionary<string, List<Exchange>>(StringComparer.Ordinal);
        foreach ((string name, Func<HfClient, Uri, Task<object?>> call) in EveryCall.ByName)
        {
            all[name] = [];
            using var http = new HttpClient(new Recorder(all[name]));
            await call(TestClient.For(service.Address, options => options with { HttpClient = http }), service.Address);
        }

        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(all, s_indented) + "\n");
    }

    public override string ToString() => $"{Request}: {Status}, {Encoding.UTF8.GetString(Body)}";

    private sealed class Recorder(List<Exchange> into) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string asked = await DescribeAsync(request);
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            into.Add(new Exchange(asked, (int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), body));
            return response;
        }
    }
}
