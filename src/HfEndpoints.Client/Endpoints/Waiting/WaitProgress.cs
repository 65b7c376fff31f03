namespace HfEndpoints.Client;

/// <summary>A look at an endpoint that is waited for.</summary>
/// <param name="Target">Which endpoint.</param>
/// <param name="Endpoint">How it was found.</param>
/// <param name="Elapsed">How long it has been waited for.</param>
/// <param name="IsAnswering">False where it says it runs and its health route does not answer yet.</param>
public sealed record WaitProgress(
    WaitTarget Target, InferenceEndpoint Endpoint, TimeSpan Elapsed, bool IsAnswering);
