using HfEndpoints.Client;
using HfEndpoints.Client.Inference;

var client = new HfClient();
var me = await client.Hub.WhoAmIAsync();
var endpoint = await client.Endpoints.GetAsync(me.Name, "my-endpoint");

// With IsAuto, and no Concurrency, the load is doubled until more of it is of no use.
var options = new LoadTestOptions { Concurrency = [1, 2, 4], Count = 12, OutputTokens = 16 };
await foreach (var stage in client.GetLoadTestClient(endpoint).RunAsync(options))
{
    Console.WriteLine($"{stage.Load} at once: {stage.OutputTokensPerSecond:0} tokens per second, p99 {stage.Latency?.P99}");
}
