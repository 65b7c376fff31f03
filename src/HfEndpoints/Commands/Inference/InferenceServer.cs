using HfEndpoints.Client;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands.Inference;

/// <summary>Where an endpoint is reached, and the account to ask it with.</summary>
internal sealed record InferenceServer(HfClient Client, InferenceTarget Target);
