using System.Text.Json.Nodes;
using HfEndpoints.Client.Batches;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

/// <summary>A folder of a test's own, with the files of a batch in it.</summary>
internal sealed class BatchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hfbatch");

    public string OutPath => PathOf("out.jsonl");

    public string[] Lines => File.Exists(OutPath) ? File.ReadAllLines(OutPath) : [];

    /// <summary>The lines of the output as JSON.</summary>
    public IReadOnlyList<JsonNode> Answers => [.. Lines.Select(line => JsonNode.Parse(line)!)];

    public string[] Ids => [.. Answers.Select(answer => answer["id"]!.ToString())];

    /// <summary>A service with an endpoint 'e' that generates text.</summary>
    public static async Task<Service> StartAsync(string more = "{}")
    {
        Service service = await Service.StartAsync();
        await service.PutTgiAsync();
        await service.PutAsync("e", more);
        return service;
    }

    /// <summary>A client for that endpoint.</summary>
    public static BatchClient Client(Service service) =>
        service.Client.GetBatchClient(new InferenceTarget(service.UrlOf("e"), SendToken: true, "e"));

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public BatchInput Write(string name, params string[] lines)
    {
        File.WriteAllLines(PathOf(name), lines);
        return BatchInput.FromFile(PathOf(name));
    }

    public BatchInput WriteJobs(int count) =>
        Write("in.jsonl", [.. Enumerable.Range(1, count).Select(i => $$"""{"id":"job-{{i}}","prompt":"I am {{i}}"}""")]);

    public Task<HfBatchResult> RunAsync(
        BatchClient client, BatchInput input, BatchOptions? options = null, CancellationToken cancellationToken = default) =>
        client.RunAsync(
            input, OutPath, (options ?? new BatchOptions()) with { RetryDelay = TimeSpan.FromMilliseconds(1) }, cancellationToken);

    public void Dispose() => _folder.Delete(recursive: true);
}
