namespace HfEndpoints.Client;

/// <summary>What becomes of an endpoint when it is not used any more. Each stops what it costs.</summary>
public enum LeaseEnd
{
    /// <summary>It is paused: only a resume starts it again.</summary>
    Pause,

    /// <summary>It is scaled to zero, or paused where the service refuses that: the next request starts it again.</summary>
    ScaleToZero,

    /// <summary>It is deleted, with its configuration, logs and metrics.</summary>
    Remove,
}
