using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands.Generation;

/// <summary>How the prompts of one call are to be worked off.</summary>
internal sealed record GenerationSettings(GenerateParameters Parameters)
{
    public bool Stream { get; init; }

    public int ThrottleLimit { get; init; } = 1;

    public bool IsOrdered { get; init; } = true;

    public TimeSpan ColdStartTimeout { get; init; }

    /// <summary>Whether an endpoint that waits for its first deployment is waited for too.</summary>
    public bool WaitForPending { get; init; }
}
