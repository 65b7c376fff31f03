namespace HfEndpoints.Extensions.AI;

/// <summary>What <see cref="HfEndpointsServiceCollectionExtensions.AddHfEndpoints"/> adds.</summary>
public sealed class HfEndpointsOptions
{
    /// <summary>The account and service; null takes the token and the addresses of the environment.</summary>
    public HfClientOptions? Client { get; set; }

    /// <summary>The endpoint that answers chats: its name, or <c>namespace/name</c>; null adds no <see cref="IChatClient"/>.</summary>
    public string? ChatEndpoint { get; set; }

    /// <summary>The endpoint that embeds texts, in the same way; null adds no embedding generator.</summary>
    public string? EmbeddingEndpoint { get; set; }

    /// <summary>The time-outs of requests; null uses the defaults.</summary>
    public InferenceOptions? Inference { get; set; }
}
