using System.Text.Json.Nodes;

namespace HfEndpoints.Chaos;

/// <summary>Operations that read and write files.</summary>
internal static class FileOperations
{
    private const int Jobs = 12;

    /// <summary>Some are there and differ, some are not there.</summary>
    public static Operation Synchronize(Random random, World world)
    {
        string path = world.FileName(".json");
        var wanted = new Dictionary<string, int>();
        while (wanted.Count < 3)
        {
            wanted[World.AnyName(random)] = random.Next(1, 9);
        }

        File.WriteAllText(path, new JsonObject { ["Endpoints"] = new JsonArray([.. wanted.Select(Entry)]) }.ToJsonString());
        return new(
            "Sync-HfInferenceEndpoint", $"Sync-HfInferenceEndpoint '{path}' | ForEach-Object {{ \"$($_.Action) $($_.Name)\" }}")
        {
            Items = wanted.Count,
            IsChange = true,
            Check = outcome =>
            [
                .. wanted.Where(item => outcome.Succeeded && outcome.After!.MaxReplicaOf(item.Key) != item.Value)
                    .Select(item => $"'{item.Key}' is not as in the file"),
                .. wanted.Where(item => outcome.After!.Did("endpointCreated", item.Key) > 1).Select(item => $"'{item.Key}' was made twice"),
                .. outcome.Succeeded && outcome.Lines.Count != wanted.Count ? ["a result is missing"] : Array.Empty<string>(),
            ],
        };
    }

    /// <summary>The file is written completely or not at all.</summary>
    public static Operation Export(Random random, World world)
    {
        string path = world.FileName(".json");
        const string Earlier = "what was there";
        File.WriteAllText(path, Earlier);
        return new("Export-HfInferenceEndpoint", $"Export-HfInferenceEndpoint '{path}' -Force")
        {
            IsChange = true,
            IsRepeatable = true,
            Check = outcome =>
            {
                string text = File.ReadAllText(path);
                if (!outcome.Succeeded)
                {
                    return text == Earlier ? [] : ["the file was changed in spite of the error"];
                }

                IEnumerable<string> names = JsonNode.Parse(text)!["Endpoints"]!.AsArray().Select(item => (string)item!["Name"]!);
                return names.Order().SequenceEqual(outcome.After!.Endpoints.Keys.Order()) ? [] : ["the file lacks endpoints"];
            },
        };
    }

    /// <summary>Each job has one answer in the output, at the latest after the batch is run again.</summary>
    public static Operation Batch(Random random, World world)
    {
        string jobs = world.FileName(".jsonl");
        string answers = world.FileName(".jsonl");
        File.WriteAllLines(jobs, Enumerable.Range(1, Jobs).Select(i => $$"""{"id":"job-{{i}}","prompt":"I am {{i}}"}"""));
        string command = $"Invoke-HfBatch {World.Writer} '{jobs}' '{answers}' -Parameter @{{ max_new_tokens = 2 }}";
        const string Emit = " | ForEach-Object { \"$_\" }";
        return new("Invoke-HfBatch", command + Emit)
        {
            IsChange = true,
            FollowUp = $"{command} -RetryFailed{Emit}",
            Check = outcome =>
            {
                string[] ids = [.. File.ReadLines(answers).Select(line => JsonNode.Parse(line)!)
                    .Where(line => line["error"] is null).Select(line => (string)line["id"]!)];
                return
                [
                    .. ids.Length == Jobs && ids.Distinct().Count() == Jobs
                        ? Array.Empty<string>()
                        : [$"{ids.Length} answers to {ids.Distinct().Count()} of {Jobs} jobs"],
                    .. outcome.Succeeded && outcome.Lines.Count != 1 ? ["there is no result"] : Array.Empty<string>(),
                    .. outcome.Followed.Count == 1 ? Array.Empty<string>() : ["the batch could not be continued"],
                ];
            },
        };
    }

    private static JsonNode Entry(KeyValuePair<string, int> wanted) => new JsonObject
    {
        ["Name"] = wanted.Key,
        ["Repository"] = "gpt2",
        ["Framework"] = "pytorch",
        ["Vendor"] = "aws",
        ["Region"] = "us-east-1",
        ["Accelerator"] = "cpu",
        ["InstanceType"] = "intel-icl",
        ["InstanceSize"] = "x2",
        ["MaxReplica"] = wanted.Value,
    };
}
