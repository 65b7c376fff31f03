using HfEndpoints.Client;
using HfEndpoints.Client.Batches;

var client = new HfClient();
var me = await client.Hub.WhoAmIAsync();

// Resumes the endpoint, waits until it answers, and pauses it again whatever happens.
await using var lease = client.GetLease(me.Name, "my-endpoint");
var endpoint = await lease.OpenAsync();

// Each line of jobs.jsonl is a job, such as {"prompt": "Once upon a time"}. If the batch stops early, run it again: it
// skips the jobs that are already answered.
var result = await client.GetBatchClient(endpoint).RunAsync(BatchInput.FromFile("jobs.jsonl"), "answers.jsonl");
Console.WriteLine($"{result.Succeeded} jobs answered");
