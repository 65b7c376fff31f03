using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

/// <summary>Request bodies that are right as they are; tests change what they are about.</summary>
internal static class Requests
{
    public static JsonObject Endpoint(string name = "demo", Action<JsonObject>? change = null)
    {
        var body = new JsonObject
        {
            ["name"] = name,
            ["type"] = "authenticated",
            ["provider"] = new JsonObject { ["vendor"] = "aws", ["region"] = "us-east-1" },
            ["compute"] = new JsonObject
            {
                ["accelerator"] = "cpu",
                ["instanceType"] = "intel-icl",
                ["instanceSize"] = "x2",
                ["scaling"] = new JsonObject { ["minReplica"] = 1, ["maxReplica"] = 1 },
            },
            ["model"] = new JsonObject
            {
                ["repository"] = "gpt2",
                ["framework"] = "pytorch",
                ["task"] = "text-generation",
                ["image"] = new JsonObject { ["huggingface"] = new JsonObject() },
            },
        };
        change?.Invoke(body);
        return body;
    }

    public static JsonObject Tgi(string name = "tgi", Action<JsonObject>? change = null) => Endpoint(name, body =>
    {
        var container = new JsonObject { ["url"] = "ghcr.io/huggingface/text-generation-inference:3.3.6" };
        body["model"]!["image"] = new JsonObject { ["tgi"] = container };
        change?.Invoke(body);
    });

    public static JsonObject Vllm(string name = "vllm", Action<JsonObject>? change = null) => Endpoint(name, body =>
    {
        body["compute"]!["accelerator"] = "gpu";
        body["compute"]!["instanceType"] = "nvidia-l4";
        body["compute"]!["instanceSize"] = "x1";
        body["model"]!["image"] = new JsonObject { ["vLLM"] = new JsonObject { ["url"] = "vllm/vllm-openai:v1" } };
        change?.Invoke(body);
    });

    /// <summary>An endpoint that sleeps after 15 idle minutes.</summary>
    public static JsonObject Sleepy(string name = "sleepy") => Endpoint(name, body =>
        body["compute"]!["scaling"] = new JsonObject { ["minReplica"] = 0, ["maxReplica"] = 1, ["scaleToZeroTimeout"] = 15 });

    public static JsonObject Prompt(string prompt, JsonObject? parameters = null) =>
        new() { ["inputs"] = prompt, ["parameters"] = parameters ?? [] };
}
