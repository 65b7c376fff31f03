namespace HfEndpoints.Client;

/// <summary>What became known by an endpoint's stream.</summary>
/// <param name="Target">Which endpoint.</param>
/// <param name="IsChange">
/// Whether the stream told of a change. Else it was opened or lost, and what changed meanwhile is unknown.
/// </param>
/// <param name="Endpoint">The endpoint as the stream told of it; null where it must be asked for.</param>
internal sealed record StreamNews(WaitTarget Target, bool IsChange, InferenceEndpoint? Endpoint);
