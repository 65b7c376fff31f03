using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

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
            ["recipes"] = new JsonArray(new JsonObject
            {
                ["publicId"] = RecipeId,
                ["accelerator"] = Accelerator,
                ["engineType"] = Image,
            }),
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
        "tgi" => new JsonObject { ["url"] = "ghcr.io/huggingface/text-generation-inference:3.3.6", ["healthRoute"] = "/health", ["port"] = 80 },
        "tei" => new JsonObject { ["url"] = "ghcr.io/huggingface/text-embeddings-inference:1.9", ["healthRoute"] = "/health", ["port"] = 80 },
        "vLLM" => new JsonObject { ["url"] = "vllm/vllm-openai:v0.23.0", ["healthRoute"] = "/health", ["port"] = 8000 },
        _ => [],
    };
}
