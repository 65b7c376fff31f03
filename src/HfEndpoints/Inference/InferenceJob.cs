namespace HfEndpoints.Commands;

/// <summary>One thing to be answered by an endpoint: a prompt, a text, a file.</summary>
/// <param name="Index">Its place among the inputs of the call.</param>
/// <param name="Input">What is sent, as the cmdlet's own task understands it.</param>
/// <param name="Endpoint">Who answers; null where an address was given.</param>
internal sealed record InferenceJob(int Index, object Input, HfEndpointReference? Endpoint);
