// The guide's batch on the client library: create an endpoint, wait for it, send it 200 prompts, pause it.
// It runs on an emulator of its own; with the token of an account it would run on the service just the same.
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using HfEndpoints;
using HfEndpoints.Client;
using HfEndpoints.Client.Inference;
using HfEndpoints.Emulator;

const string Name = "batch-endpoint";
const int PromptCount = 200;
const int Concurrency = 16;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

// The service's clock runs 20 times faster, so that nobody waits a minute for a demonstration.
await using EmulatorHost emulator = await EmulatorHost.StartAsync(
    new EmulatorOptions { Port = 0, Speed = 20, GenerateTime = TimeSpan.FromMilliseconds(50) }, cancellationToken: stop.Token);
Uri address = emulator.Address;
Console.WriteLine($"The emulator listens on {address}");

var client = new HfClient(new HfClientOptions
{
    HubUri = address,
    EndpointsUri = new Uri(address, "v2"),
    CatalogUri = new Uri(address, "api/catalog"),
    Token = HfToken.FromText("hf_anything", "sample"),
    Log = Console.WriteLine,
});
WhoAmI account = await client.Hub.WhoAmIAsync(stop.Token);

HfInferenceEndpoint endpoint = await client.Endpoints.CreateAsync(
    account.Name,
    Name,
    new EndpointSettings
    {
        Repository = "gpt2",
        Framework = "pytorch",
        Task = "text-generation",
        Accelerator = "cpu",
        Vendor = "aws",
        Region = "us-east-1",
        InstanceType = "intel-icl",
        InstanceSize = "x2",
    },
    stop.Token);
Console.WriteLine($"Created '{endpoint.Name}' in '{endpoint.Namespace}': {endpoint.Status}");

var options = new WaitOptions
{
    RefreshInterval = TimeSpan.FromMilliseconds(250),
    Timeout = TimeSpan.FromMinutes(5),
    Progress = look => Console.WriteLine($"  {look.Elapsed.TotalSeconds,4:0.0} s  {look.Endpoint.Status}"),
};
await foreach (EndpointResult result in client.GetWaiter().WaitAsync([new(account.Name, Name)], options, stop.Token))
{
    endpoint = result.Endpoint ?? throw result.Error!;
}

try
{
    TextGenerationClient generation = client.GetTextGenerationClient(InferenceTarget.FromEndpoint(endpoint));
    var parameters = new GenerateParameters { MaxNewTokens = 12 };
    var watch = Stopwatch.StartNew();
    int answered = 0;
    await foreach (HfGeneratedText text in AsyncParallel.SelectAsync(
        Prompts(),
        Concurrency,
        ordered: true,
        (prompt, token) => generation.GenerateAsync(prompt, parameters, cancellationToken: token),
        stop.Token))
    {
        if (answered++ < 3)
        {
            Console.WriteLine($"  {text.Text}");
        }
    }

    Console.WriteLine(
        $"{answered} of {PromptCount} prompts answered in {watch.Elapsed.TotalSeconds:0.0} s, {Concurrency} at a time");
}
finally
{
    // Whatever happened, and even after Ctrl+C: an endpoint that is not paused keeps costing money.
    HfInferenceEndpoint paused = await client.Endpoints.PauseAsync(account.Name, Name, CancellationToken.None);
    Console.WriteLine($"'{paused.Name}' is {paused.Status}");
}

using var http = new HttpClient { BaseAddress = address };
JsonElement bill = await http.GetFromJsonAsync<JsonElement>("_emulator/bill", stop.Token);
foreach (JsonElement line in bill.GetProperty("endpoints").EnumerateArray())
{
    Console.WriteLine(
        $"Bill: {line.GetProperty("name")} {line.GetProperty("billedSeconds")} s, {line.GetProperty("usd")} USD");
}

static async IAsyncEnumerable<string> Prompts()
{
    // A real batch would read its prompts from a file here, one at a time.
    for (int i = 1; i <= PromptCount; i++)
    {
        await Task.Yield();
        yield return $"Job {i}: I am";
    }
}
