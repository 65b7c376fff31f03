namespace HfEndpoints;

/// <summary>What went wrong, as far as a caller would act on it differently. The names are error ids.</summary>
public enum HfErrorKind
{
    /// <summary>The request is refused because of what it asks for.</summary>
    InvalidRequest,

    /// <summary>No endpoint has this name in this namespace.</summary>
    EndpointNotFound,

    /// <summary>The server has no such route or thing.</summary>
    NotFound,

    /// <summary>Another endpoint has this name.</summary>
    EndpointAlreadyExists,

    /// <summary>What is to be made is there already, and is no endpoint.</summary>
    AlreadyExists,

    /// <summary>The endpoint runs already.</summary>
    EndpointAlreadyRunning,

    /// <summary>The namespace's quota of accelerators does not cover the request.</summary>
    QuotaExceeded,

    /// <summary>No token was found.</summary>
    TokenNotSet,

    /// <summary>The token is not valid.</summary>
    Unauthorized,

    /// <summary>The token is valid and lacks the permission.</summary>
    Forbidden,

    /// <summary>The token may not be sent to this address.</summary>
    UntrustedAddress,

    /// <summary>The server asks for fewer requests.</summary>
    RateLimited,

    /// <summary>The server does not offer this, at all or for this endpoint.</summary>
    NotSupported,

    /// <summary>The server failed, or can't answer now.</summary>
    ServiceUnavailable,

    /// <summary>No connection could be made, or it broke.</summary>
    ConnectionFailed,

    /// <summary>The server did not answer in time.</summary>
    RequestTimeout,

    /// <summary>The server's answer is not what the protocol says.</summary>
    InvalidResponse,

    /// <summary>The environment forbids every request.</summary>
    Offline,

    /// <summary>The endpoint is not deployed, paused or scaled to zero, so it can't answer.</summary>
    EndpointNotRunning,

    /// <summary>The endpoint's deployment failed.</summary>
    EndpointFailed,

    /// <summary>The endpoint did not reach the state in the time given.</summary>
    WaitTimeout,

    /// <summary>The model could not answer this prompt.</summary>
    GenerationFailed,

    /// <summary>The answer's stream ended in the middle.</summary>
    StreamInterrupted,

    /// <summary>The server serves no model of this name.</summary>
    ModelNotFound,

    /// <summary>The model knows no form of a conversation, so it can't chat.</summary>
    ChatTemplateMissing,

    /// <summary>A file could not be written.</summary>
    FileNotWritten,

    /// <summary>A file is not there, may not be read, or is empty.</summary>
    FileNotRead,

    /// <summary>Another batch is writing to this file.</summary>
    OutputInUse,

    /// <summary>The file holds something else than the answers to these jobs.</summary>
    OutputMismatch,

    /// <summary>A job of a batch can't be made out.</summary>
    InvalidJob,

    /// <summary>An earlier job of the batch has the same id.</summary>
    DuplicateJob,

    /// <summary>What a file says can't be meant.</summary>
    InvalidFile,

    /// <summary>A secret that is referred to can't be had.</summary>
    SecretNotFound,
}
