namespace HfEndpoints.Commands.Generation;

/// <summary>A prompt on its way to an endpoint.</summary>
internal sealed record PromptJob(int Index, string Prompt, HfEndpointReference? Endpoint);
