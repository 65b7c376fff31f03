namespace HfEndpoints.Client;

/// <summary>Maps an error answer to its kind, by its status and the known texts of the service.</summary>
internal static class ErrorKinds
{
    public static HfErrorKind FromError(ServerError error, HfErrorKind notFound, HfErrorKind conflict) => error.StatusCode switch
    {
        HttpStatusCode.BadRequest when Says(error, "already running") => HfErrorKind.EndpointAlreadyRunning,
        HttpStatusCode.BadRequest when Says(error, "endpoint is paused") || Says(error, "Invalid state") => HfErrorKind.EndpointNotRunning,
        HttpStatusCode.BadRequest when Says(error, "endpoint is in error") => HfErrorKind.EndpointFailed,
        HttpStatusCode.Unauthorized => HfErrorKind.Unauthorized,
        HttpStatusCode.Forbidden or HttpStatusCode.PaymentRequired => HfErrorKind.Forbidden,
        HttpStatusCode.NotFound => notFound,
        HttpStatusCode.Conflict when Says(error, "quota") => HfErrorKind.QuotaExceeded,
        HttpStatusCode.Conflict => conflict,
        HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => HfErrorKind.RequestTimeout,
        HttpStatusCode.FailedDependency => HfErrorKind.GenerationFailed,
        HttpStatusCode.TooManyRequests => HfErrorKind.RateLimited,

        // SGLang sends the status of an unavailable server if its queue is full.
        HttpStatusCode.ServiceUnavailable when Says(error, "queue is full") || Says(error, "Request waiting timeout") =>
            HfErrorKind.RateLimited,
        HttpStatusCode.ServiceUnavailable when Says(error, "Request running timeout") => HfErrorKind.RequestTimeout,
        HttpStatusCode.NotImplemented => HfErrorKind.NotSupported,
        HttpStatusCode.InternalServerError when RequestFaults.KindOf(error.Message) is { } kind => kind,
        >= HttpStatusCode.InternalServerError => HfErrorKind.ServiceUnavailable,
        _ => HfErrorKind.InvalidRequest,
    };

    private static bool Says(ServerError error, string text) => error.Message.Contains(text, StringComparison.OrdinalIgnoreCase);
}
