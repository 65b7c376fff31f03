namespace HfEndpoints.Client;

/// <summary>When a request may be sent again by itself.</summary>
internal enum RetryRule
{
    /// <summary>Whenever it failed in a way that may pass: doing it twice is doing it once.</summary>
    Repeatable,

    /// <summary>Only where it surely was not carried out: no connection came about, or the server refused with 429.</summary>
    OnlyIfNotSent,

    /// <summary>As <see cref="Repeatable"/>, but a 503 is the caller's to wait for: the endpoint may be starting.</summary>
    ColdStart,

    /// <summary>As <see cref="ColdStart"/>, but after a 500 the caller divides the request: one of its inputs may be the cause.</summary>
    Divisible,

    /// <summary>Only where the server answered so: the caller goes on by itself after a connection that failed.</summary>
    AnswersOnly,

    /// <summary>Never: the next round asks anyway.</summary>
    Never,
}
