using System.Text.Json;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

/// <summary>Converts a server's information to what users see.</summary>
internal static class ServerInfoConversion
{
    public static HfServerInfo ToOutput(ServerInfo info, InferenceTarget target)
    {
        using var raw = JsonDocument.Parse(info.Raw.ToJsonString());
        return new HfServerInfo
        {
            Endpoint = target.Name,
            Uri = target.Uri,
            Engine = info.Engine switch
            {
                ServerEngine.Tgi => "TGI",
                ServerEngine.Tei => "TEI",
                ServerEngine.Vllm => "vLLM",
                ServerEngine.Sglang => "SGLang",
                ServerEngine.LlamaCpp => "llama.cpp",
                ServerEngine.Toolkit => "Toolkit",
                _ => null,
            },
            Version = info.Version,
            Models = [.. info.Models],
            Task = info.Task,
            MaxInputTokens = info.MaxInputTokens,
            MaxTotalTokens = info.MaxTotalTokens,
            MaxBatchSize = info.MaxBatchSize,
            MaxConcurrentRequests = info.MaxConcurrentRequests,
            Raw = JsonConversion.ToPSObject(raw.RootElement),
        };
    }
}
