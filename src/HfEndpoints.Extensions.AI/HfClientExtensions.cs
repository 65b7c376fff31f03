namespace HfEndpoints.Extensions.AI;

/// <summary>Endpoints as the interfaces of Microsoft.Extensions.AI. Failures are <see cref="HfException"/>s.</summary>
public static class HfClientExtensions
{
    /// <summary>Chat on an endpoint, which is looked up at the first request.</summary>
    /// <param name="client">The client.</param>
    /// <param name="endpoint">The endpoint's name, or <c>namespace/name</c>; a name alone is one of the token's own account.</param>
    /// <param name="options">The time-outs; null uses the defaults.</param>
    /// <returns>The chat client.</returns>
    public static IChatClient AsIChatClient(this HfClient client, string endpoint, InferenceOptions? options = null) =>
        new EndpointChatClient(EndpointLookUps.ByName(client, endpoint, client.GetChatClient), options);

    /// <summary>Chat on an endpoint.</summary>
    /// <param name="client">The client.</param>
    /// <param name="target">The address of the endpoint, and whether the token may be sent to it.</param>
    /// <param name="options">The time-outs; null uses the defaults.</param>
    /// <returns>The chat client.</returns>
    public static IChatClient AsIChatClient(this HfClient client, InferenceTarget target, InferenceOptions? options = null) =>
        new EndpointChatClient(EndpointLookUps.ByTarget(client, target, client.GetChatClient), options);

    /// <summary>Embeddings by an endpoint, which is looked up at the first request.</summary>
    /// <param name="client">The client.</param>
    /// <param name="endpoint">The endpoint's name, or <c>namespace/name</c>; a name alone is one of the token's own account.</param>
    /// <param name="options">The time-outs; null uses the defaults.</param>
    /// <returns>The generator.</returns>
    public static IEmbeddingGenerator<string, Embedding<float>> AsIEmbeddingGenerator(
        this HfClient client, string endpoint, InferenceOptions? options = null) =>
        new EndpointEmbeddingGenerator(EndpointLookUps.ByName(client, endpoint, client.GetEmbeddingClient), options);

    /// <summary>Embeddings by an endpoint.</summary>
    /// <param name="client">The client.</param>
    /// <param name="target">The address of the endpoint, and whether the token may be sent to it.</param>
    /// <param name="options">The time-outs; null uses the defaults.</param>
    /// <returns>The generator.</returns>
    public static IEmbeddingGenerator<string, Embedding<float>> AsIEmbeddingGenerator(
        this HfClient client, InferenceTarget target, InferenceOptions? options = null) =>
        new EndpointEmbeddingGenerator(EndpointLookUps.ByTarget(client, target, client.GetEmbeddingClient), options);
}
