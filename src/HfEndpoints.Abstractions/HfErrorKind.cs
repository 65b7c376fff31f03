namespace HfEndpoints;

/// <summary>The kinds of failure that a caller can act on. The names are error ids.</summary>
public enum HfErrorKind
{
    /// <summary>The request is not valid.</summary>
    InvalidRequest,

    /// <summary>No endpoint has this name in this namespace.</summary>
    EndpointNotFound,

    /// <summary>The server has no such route or item.</summary>
    NotFound,

    /// <summary>Another endpoint has this name.</summary>
    EndpointAlreadyExists,

    /// <summary>The item to create, not an endpoint, already exists.</summary>
    AlreadyExists,

    /// <summary>The endpoint is already running.</summary>
    EndpointAlreadyRunning,

    /// <summary>The request exceeds the namespace's quota.</summary>
    QuotaExceeded,

    /// <summary>No token was found.</summary>
    TokenNotSet,

    /// <summary>The token is not valid.</summary>
    Unauthorized,

    /// <summary>The token is valid but lacks the permission.</summary>
    Forbidden,

    /// <summary>The token may not be sent to this address.</summary>
    UntrustedAddress,

    /// <summary>There are too many requests.</summary>
    RateLimited,

    /// <summary>The server does not offer this, at all or for this endpoint.</summary>
    NotSupported,

    /// <summary>The server failed or is unavailable.</summary>
    ServiceUnavailable,

    /// <summary>No connection could be made, or it broke.</summary>
    ConnectionFailed,

    /// <summary>The server did not answer in time.</summary>
    RequestTimeout,

    /// <summary>The server's answer is not valid.</summary>
    InvalidResponse,

    /// <summary>The environment forbids requests (HF_HUB_OFFLINE).</summary>
    Offline,

    /// <summary>The endpoint is not deployed, paused or scaled to zero, so it can't answer.</summary>
    EndpointNotRunning,

    /// <summary>The endpoint's deployment failed.</summary>
    EndpointFailed,

    /// <summary>The endpoint did not reach the state in the time given.</summary>
    WaitTimeout,

    /// <summary>The model could not answer this prompt.</summary>
    GenerationFailed,

    /// <summary>The stream ended before the answer was complete.</summary>
    StreamInterrupted,

    /// <summary>The server serves no model of this name.</summary>
    ModelNotFound,

    /// <summary>The model has no chat template, so it does not support chat.</summary>
    ChatTemplateMissing,

    /// <summary>A file could not be written.</summary>
    FileNotWritten,

    /// <summary>A file does not exist, can't be read, or is empty.</summary>
    FileNotRead,

    /// <summary>Another batch is writing to this file.</summary>
    OutputInUse,

    /// <summary>The file contains something other than the answers to these jobs.</summary>
    OutputMismatch,

    /// <summary>A job of a batch is not valid.</summary>
    InvalidJob,

    /// <summary>An earlier job of the batch has the same id.</summary>
    DuplicateJob,

    /// <summary>The content of a file is not valid.</summary>
    InvalidFile,

    /// <summary>A secret that is referred to is not available.</summary>
    SecretNotFound,

    /// <summary>The emulator is not on this machine, or does not start.</summary>
    EmulatorNotStarted,
}
