using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>A model's answer to a conversation.</summary>
public sealed record ChatCompletion
{
    /// <summary>The answer's id; empty if the server gives none.</summary>
    public string? Id { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>The name of the model that answered, if the server reports it.</summary>
    public string? Model { get; init; }

    /// <summary>The answers, at least one.</summary>
    public IReadOnlyList<ChatChoice> Choices { get; init; } = [];

    /// <summary>The token usage.</summary>
    public HfChatUsage? Usage { get; init; }

    /// <summary>The server's answer.</summary>
    public JsonElement Raw { get; init; }
}
