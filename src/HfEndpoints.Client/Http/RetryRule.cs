namespace HfEndpoints.Client;

/// <summary>When a request may be retried.</summary>
internal enum RetryRule
{
    /// <summary>After any transient failure, because it is idempotent.</summary>
    Repeatable,

    /// <summary>Only if it surely was not processed: there was no connection, or the server refused with 429.</summary>
    OnlyIfNotSent,

    /// <summary>As <see cref="Repeatable"/>, but the caller handles 503, because the endpoint may be starting.</summary>
    ColdStart,

    /// <summary>
    /// As <see cref="ColdStart"/>, but after a 500 the caller splits the request, because one of its inputs may be
    /// the cause.
    /// </summary>
    Divisible,

    /// <summary>Only if the server answered. The caller handles failed connections.</summary>
    AnswersOnly,

    /// <summary>Never, because the next round sends it again anyway.</summary>
    Never,
}
