namespace HfEndpoints.Emulator;

internal sealed record CatalogModel(string Repository, string Task, string Image, string InstanceType, string InstanceSize)
{
    public string Accelerator => HardwareTable.Offers.First(offer => offer.InstanceType == InstanceType).Accelerator;
    public string RecipeId => $"{StableHash.Compute(0, "recipe", Repository):x16}";

    /// <summary>The model as the newer catalog lists it.</summary>
    public JsonObject ToItem()
    {
        string[] parts = Repository.Split('/');
        return new JsonObject
        {
            ["modelName"] = parts[^1],
            ["repoId"] = Repository,
            ["authorName"] = parts[0],
            ["task"] = Task,
            ["license"] = "apache-2.0",
            ["recipes"] = new JsonArray(new JsonObject { ["publicId"] = RecipeId, ["accelerator"] = Accelerator, ["engineType"] = Image }),
        };
    }

    /// <summary>The request that deploys the model.</summary>
    public JsonObject ToRequest(string name) => new()
    {
        ["name"] = name,
        ["type"] = "authenticated",
        ["provider"] = new JsonObject { ["vendor"] = "aws", ["region"] = "us-east-1" },
        ["compute"] = new JsonObject
        {
            ["accelerator"] = Accelerator,
            ["instanceType"] = InstanceType,
            ["instanceSize"] = InstanceSize,
            ["scaling"] = new JsonObject { ["minReplica"] = 0, ["maxReplica"] = 1, ["scaleToZeroTimeout"] = 15 },
        },
        ["model"] = new JsonObject
        {
            ["repository"] = Repository,
            ["framework"] = "pytorch",
            ["task"] = Task,
            ["image"] = new JsonObject { [Image] = Container() },
            ["fromCatalog"] = true,
        },
    };

    private JsonObject Container() => Image switch
    {
        "tgi" =>
            new JsonObject { ["url"] = "ghcr.io/huggingface/text-generation-inference:3.3.6", ["healthRoute"] = "/health", ["port"] = 80 },
        "tei" =>
            new JsonObject { ["url"] = "ghcr.io/huggingface/text-embeddings-inference:1.9", ["healthRoute"] = "/health", ["port"] = 80 },
        "vLLM" => new JsonObject { ["url"] = "vllm/vllm-openai:v0.23.0", ["healthRoute"] = "/health", ["port"] = 8000 },
        _ => [],
    };
}

/// <summary>Models that can be deployed as they are, each with a configuration that works.</summary>
internal static class CatalogTable
{
    public static IReadOnlyList<CatalogModel> Models { get; } =
    [
        new("meta-llama/Llama-3.2-1B-Instruct", "text-generation", "tgi", "nvidia-l4", "x1"),
        new("meta-llama/Llama-3.1-8B-Instruct", "text-generation", "tgi", "nvidia-l4", "x4"),
        new("Qwen/Qwen2.5-7B-Instruct", "text-generation", "tgi", "nvidia-l40s", "x1"),
        new("HuggingFaceTB/SmolLM3-3B", "text-generation", "tgi", "nvidia-l4", "x1"),
        new("mistralai/Mistral-7B-Instruct-v0.3", "text-generation", "tgi", "nvidia-a10g", "x1"),
        new("openai/gpt-oss-20b", "text-generation", "vLLM", "nvidia-a100", "x1"),
        new("BAAI/bge-m3", "sentence-embeddings", "tei", "nvidia-t4", "x1"),
        new("openai-community/gpt2", "text-generation", "huggingface", "intel-icl", "x2"),
    ];
}
