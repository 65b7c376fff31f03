namespace HfEndpoints.Client;

/// <summary>
/// The judgement of failures, for all who ask: <see cref="HfException.IsTransient"/> says which requests are retried,
/// and these say what else follows.
/// </summary>
internal static class FailureJudgement
{
    extension(HfException failure)
    {
        /// <summary>
        /// Whether somebody who asks again and again continues to ask. Besides transient failures this is an answer that
        /// can't be read, because a proxy in front of a service in trouble sends pages of its own, and an expired cursor.
        /// </summary>
        public bool MayPass => failure.IsTransient || failure is ExpiredCursorException || failure.Kind == HfErrorKind.InvalidResponse;

        /// <summary>
        /// Whether the service may have carried out the request in spite of the failure. It has not if it could not be
        /// reached, or if it refused.
        /// </summary>
        public bool MayHaveActed => failure.Kind switch
        {
            HfErrorKind.ServiceUnavailable or HfErrorKind.RequestTimeout or HfErrorKind.InvalidResponse => true,
            HfErrorKind.ConnectionFailed => !failure.WasNotSent,
            _ => false,
        };

        /// <summary>Whether there was no connection for the request. A cancelled connect is the pool's own connect time-out.</summary>
        public bool WasNotSent => failure is
        {
            Kind: HfErrorKind.ConnectionFailed,
            InnerException: OperationCanceledException or HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError
                    or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError
                    or HttpRequestError.ProxyTunnelError,
            },
        };
    }
}
