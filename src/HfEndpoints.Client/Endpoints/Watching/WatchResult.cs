namespace HfEndpoints.Client;

/// <summary>What is seen of an endpoint that is watched: how it is now, or why it is not watched any longer.</summary>
/// <param name="Target">Which endpoint.</param>
/// <param name="Endpoint">The endpoint at first, and as it is after a change; null where there is an error.</param>
/// <param name="Error">Why it can't be watched any longer, such as that it was deleted; null where there is an endpoint.</param>
public sealed record WatchResult(WaitTarget Target, InferenceEndpoint? Endpoint, HfException? Error);
