namespace HfEndpoints.Client;

/// <summary>How the wait for one endpoint ended: the endpoint, or why it will not come.</summary>
/// <param name="Target">Which endpoint.</param>
/// <param name="Endpoint">The endpoint in the state waited for; null where there is an error.</param>
/// <param name="Error">Why it can't be waited for any longer; null where there is an endpoint.</param>
public sealed record WaitResult(WaitTarget Target, InferenceEndpoint? Endpoint, HfException? Error);
