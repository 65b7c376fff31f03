namespace HfEndpoints.Emulator;

/// <summary>How a deployment ends.</summary>
internal enum DeploymentOutcome
{
    /// <summary>Every replica becomes ready.</summary>
    Ready,

    /// <summary>The container exits while it starts.</summary>
    RuntimeError,

    /// <summary>The specification cannot work; resuming does not help, only an update does.</summary>
    ConfigurationError,

    /// <summary>The container runs, but nothing answers on its port and health route.</summary>
    NeverReady,

    /// <summary>No machine is found.</summary>
    NeverScheduled,
}
