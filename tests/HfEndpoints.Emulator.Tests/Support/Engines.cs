using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

/// <summary>Endpoints of each server, and readers of what they stream.</summary>
internal static class Engines
{
    public const string ChatModel = "HuggingFaceTB/SmolLM2-1.7B-Instruct";

    /// <summary>An endpoint that runs a server: tgi, vllm, sglang, llamacpp or tei.</summary>
    public static JsonObject Endpoint(string server, string repository =
        ChatModel, string task = "text-generation", Action<JsonObject>? change = null) =>
        Requests.Endpoint(server, body =>
        {
            JsonNode model = body["model"]!;
            model["repository"] = repository;
            model["task"] = task;
            model["image"] = server switch
            {
                "vllm" => new JsonObject { ["vLLM"] = Container("vllm/vllm-openai:v0.11.0") },
                "sglang" => new JsonObject { ["sGLang"] = Container("lmsysorg/sglang:latest") },
                "llamacpp" => new JsonObject { ["llamacpp"] = Llama() },
                "tei" => new JsonObject { ["tei"] = Container("ghcr.io/huggingface/text-embeddings-inference:cpu-1.8.3") },
                _ => new JsonObject { ["tgi"] = Container("ghcr.io/huggingface/text-generation-inference:3.3.6") },
            };
            if (server == "vllm")
            {
                model["args"] = new JsonArray("--enable-auto-tool-choice", "--tool-call-parser", "hermes");
            }
            else if (server == "sglang")
            {
                model["args"] = new JsonArray("--tool-call-parser", "qwen25");
            }

            change?.Invoke(body);
        });

    public static JsonObject Chat(string content = "Hello there", string more = "{}")
    {
        JsonObject body = JsonNode.Parse(more)!.AsObject();
        body["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = content });
        return body;
    }

    /// <summary>The data of each event, [DONE] left out.</summary>
    public static JsonNode[] Events(Answer answer) => [.. answer.Text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line["data:".Length..].Trim())
        .Where(data => data != "[DONE]")
        .Select(data => JsonNode.Parse(data)!)];

    private static JsonObject Container(string url) => new() { ["url"] = url };

    private static JsonObject Llama()
    {
        JsonObject image = Container("ghcr.io/ggml-org/llama.cpp:server");
        image["modelPath"] = "model.gguf";
        return image;
    }
}
