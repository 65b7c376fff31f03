namespace HfEndpoints.Commands;

/// <summary>How the inputs of one call are to be worked off.</summary>
internal sealed record InferenceSettings
{
    public int ThrottleLimit { get; init; } = 1;

    public bool IsOrdered { get; init; } = true;

    public TimeSpan ColdStartTimeout { get; init; }
}
