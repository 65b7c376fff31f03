using HfEndpoints.Client;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

/// <summary>Where an endpoint is reached, and the account to ask it with.</summary>
/// <param name="Client">The account's client.</param>
/// <param name="Target">The address.</param>
/// <param name="Task">The endpoint's own task; null where only the address is known.</param>
internal sealed record InferenceServer(HfClient Client, InferenceTarget Target, string? Task = null);
