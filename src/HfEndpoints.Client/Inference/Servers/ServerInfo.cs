using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Inference;

/// <summary>What a deployed server reports about itself. Values that it does not report are null.</summary>
public sealed record ServerInfo
{
    /// <summary>The program that serves.</summary>
    public ServerEngine Engine { get; init; }

    /// <summary>The program's version.</summary>
    public string? Version { get; init; }

    /// <summary>The names of the models served; several where adapters are.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>What the model is for, such as <c>text-generation</c>.</summary>
    public string? Task { get; init; }

    /// <summary>The maximum number of tokens of an input.</summary>
    public long? MaxInputTokens { get; init; }

    /// <summary>The maximum number of tokens of an input and its answer together.</summary>
    public long? MaxTotalTokens { get; init; }

    /// <summary>The maximum number of inputs in a request.</summary>
    public int? MaxBatchSize { get; init; }

    /// <summary>The number of concurrent requests.</summary>
    public int? MaxConcurrentRequests { get; init; }

    /// <summary>
    /// Its answers: that of <c>/info</c>, else <c>models</c>, the list of <c>/v1/models</c>, beside the members of what
    /// else it was asked.
    /// </summary>
    public JsonObject Raw { get; init; } = [];
}
