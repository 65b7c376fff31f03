namespace HfEndpoints.Client.Batches;

/// <summary>Creates jobs from a source: their ids, inputs, and parameters, with those of the batch as defaults.</summary>
internal sealed class JobReader(string kind, JsonObject? defaults)
{
    private const string Allowed = "a job has one of 'prompt' (text), 'messages' (a list) and 'inputs' (any JSON)";

    /// <summary>The shard that the jobs belong to, as the output has it; null if the batch is not split.</summary>
    public string? Shard { get; set; }

    public BatchJob Read(InputLine line)
    {
        if (line.Problem is not null)
        {
            return Broken(line.Line, null, line.Problem);
        }

        JsonObject? job = line.Value switch
        {
            JsonObject members => members,
            JsonValue value when value.GetValueKind() == JsonValueKind.String => new JsonObject { ["prompt"] = value.DeepClone() },
            _ => null,
        };
        if (job is null)
        {
            return Broken(line.Line, null, $"Job {line.Line} is neither an object nor a text: {Allowed}; a text alone is a prompt.");
        }

        JsonNode id = JsonValue.Create(line.Line);
        if (job["id"] is { } given)
        {
            if (given.GetValueKind() is not (JsonValueKind.String or JsonValueKind.Number))
            {
                return Broken(line.Line, null, $"The id of job {line.Line} is neither a text nor a number.");
            }

            id = CopyOf(given);
        }

        return ReadInput(line.Line, id, job, line.Bytes);
    }

    /// <summary>The id of a job, also of one that can't be sent.</summary>
    public static JsonNode IdOf(InputLine line) =>
        (line.Value as JsonObject)?["id"] is { } id && id.GetValueKind() is JsonValueKind.String or JsonValueKind.Number
            ? id
            : JsonValue.Create(line.Line);

    private BatchJob ReadInput(long line, JsonNode id, JsonObject job, long bytes)
    {
        JsonNode?[] inputs = [job["prompt"], job["messages"], job["inputs"]];
        if (inputs.Count(input => input is not null) != 1)
        {
            string what = inputs.All(input => input is null) ? "nothing to send" : "more than one thing to send";
            return Broken(line, id, $"Job {line} has {what}: {Allowed}.");
        }

        if (job["prompt"] is { } prompt && prompt.GetValueKind() != JsonValueKind.String)
        {
            return Broken(line, id, $"The prompt of job {line} is not text. Put anything else into 'inputs'.");
        }

        if (job["messages"] is { } messages and not JsonArray)
        {
            return Broken(line, id, $"The messages of job {line} are not a list, but {messages.GetValueKind()}.");
        }

        if (job["parameters"] is { } own and not JsonObject)
        {
            return Broken(line, id, $"The parameters of job {line} are not an object, but {own.GetValueKind()}.");
        }

        string jobKind = job["messages"] is null ? kind : JobKinds.Chat;
        JsonNode input = CopyOf(inputs.First(one => one is not null)!);
        JsonObject parameters = Merge(job["parameters"] as JsonObject);
        return new BatchJob
        {
            Line = line,
            Id = id,
            Kind = jobKind,
            Input = input,
            Parameters = parameters,
            Fingerprint = JobFingerprint.Compute(jobKind, input, parameters),
            Bytes = bytes,
            Shard = Shard,
        };
    }

    // A text is copied as such: a clone would keep a document for it.
    private static JsonNode CopyOf(JsonNode node) =>
        node.GetValueKind() == JsonValueKind.String ? JsonValue.Create(node.GetValue<string>()) : node.DeepClone();

    private BatchJob Broken(long line, JsonNode? id, string problem) =>
        new() { Line = line, Id = id ?? JsonValue.Create(line), Problem = problem, Shard = Shard };

    private JsonObject Merge(JsonObject? own)
    {
        JsonObject merged = defaults?.DeepClone().AsObject() ?? [];
        merged.Take(own);
        return merged;
    }
}
