using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>What a model answers to a conversation.</summary>
public sealed record ChatCompletion
{
    /// <summary>The answer's id; empty if the server gives none.</summary>
    public string? Id { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>The name of the model that answered, where the server tells.</summary>
    public string? Model { get; init; }

    /// <summary>The answers, at least one.</summary>
    public IReadOnlyList<ChatChoice> Choices { get; init; } = [];

    /// <summary>The tokens it took.</summary>
    public HfChatUsage? Usage { get; init; }

    /// <summary>The server's answer.</summary>
    public JsonElement Raw { get; init; }
}
