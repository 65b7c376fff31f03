using System.Text;
using BenchmarkDotNet.Attributes;
using HfEndpoints.Client;
using HfEndpoints.Client.Batches;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Bench.Parts;

/// <summary>What the client does for an endpoint, a token and a job, from the bytes to what its callers get.</summary>
public class ClientParts
{
    private const int Endpoints = 100;
    private const int Tokens = 1000;
    private const int Jobs = 1000;

    private readonly string _folder = Directory.CreateTempSubdirectory("hfparts").FullName;
    private readonly InferenceTarget _target = new(new Uri("http://127.0.0.1:1/")) { Engine = ServerEngine.Tgi };
    private HfClient _pages = null!;
    private HfClient _stream = null!;
    private HfClient _answers = null!;
    private string _jobs = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        string items = string.Join(',', Enumerable.Range(0, Endpoints).Select(i => Samples.Endpoint($"ep-{i}", "running")));
        _pages = ClientOf(Encoding.UTF8.GetBytes($$"""{"items":[{{items}}],"nextCursor":null}"""));
        _stream = ClientOf([.. Enumerable.Range(1, Tokens).SelectMany(i => Samples.Token(i, Tokens))], "text/event-stream");
        _answers = ClientOf(Samples.Generation);
        _jobs = Path.Combine(_folder, "jobs.jsonl");
        await File.WriteAllLinesAsync(
            _jobs, Enumerable.Range(0, Jobs).Select(i => $$"""{"id":"job-{{i}}","prompt":"Job {{i}}: I am"}"""));
    }

    [GlobalCleanup]
    public void CleanUp() => Directory.Delete(_folder, recursive: true);

    /// <summary>An endpoint of a page.</summary>
    [Benchmark(OperationsPerInvoke = Endpoints)]
    public async Task<int> EndpointAsync()
    {
        int count = 0;
        await foreach (EndpointPage page in _pages.Endpoints.ListPagesAsync("bench"))
        {
            count += page.Items.Count;
        }

        return count;
    }

    /// <summary>A token of a stream.</summary>
    [Benchmark(OperationsPerInvoke = Tokens)]
    public async Task<int> TokenAsync()
    {
        int count = 0;
        await foreach (HfGeneratedTextChunk _ in _stream.GetTextGenerationClient(_target).StreamAsync("I am"))
        {
            count++;
        }

        return count;
    }

    /// <summary>A job of a batch, from the line of the job to the line of the answer.</summary>
    [Benchmark(OperationsPerInvoke = Jobs)]
    public Task<HfBatchResult> JobAsync()
    {
        string output = Path.Combine(_folder, "answers.jsonl");
        File.Delete(output);
        return _answers.GetBatchClient(_target).RunAsync(BatchInput.FromFile(_jobs), output, new BatchOptions { ThrottleLimit = 64 });
    }

    private static HfClient ClientOf(byte[] answer, string mediaType = "application/json") => new(new HfClientOptions
    {
        EndpointsUri = new Uri("http://127.0.0.1:1/v2"),
        HttpClient = new HttpClient(new CannedHandler(answer, mediaType)),
    });
}
