namespace HfEndpoints.Emulator;

/// <summary>Turns the emulator's exceptions into the service's error bodies.</summary>
internal sealed partial class AnswerMiddleware(RequestDelegate next, ILogger<AnswerMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await AnswerErrorAsync(context, exception);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException
            && context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone. The log may not know it yet, as its callback runs after others.
            context.Features.Get<RequestEntry>()?.Abort();
        }
        catch (Exception exception)
        {
            // Half an answer is out, so the connection can only be closed.
            LogFailure(logger, context.Request.Method, context.Request.Path, exception);
            throw;
        }
    }

    /// <summary>The status that an exception is answered with.</summary>
    public static int StatusOf(Exception exception) => exception switch
    {
        ServiceException error => error.Status,
        PlainTextException error => error.Status,
        BadHttpRequestException error => error.StatusCode,
        _ => 500,
    };

    private Task AnswerErrorAsync(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case ServiceException error:
                return context.AnswerJsonAsync(new { error = error.Error, code = error.Code }, error.Status);
            case PlainTextException or BadHttpRequestException:
                return context.AnswerTextAsync(exception.Message, StatusOf(exception));
            default:
                LogFailure(logger, context.Request.Method, context.Request.Path, exception);
                var failure = new ServiceException(500, "Internal Server Error", exception.Message);
                return context.AnswerJsonAsync(new { error = failure.Error, code = failure.Code }, failure.Status);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void LogFailure(ILogger logger, string method, string path, Exception exception);
}

/// <summary>An error the service answers with, in its own shape: {"error":"Reason: text","code":"UPPER_SNAKE"}.</summary>
internal sealed class ServiceException(int status, string reason, string message) : Exception(message)
{
    public int Status { get; } = status;
    public string Error => $"{reason}: {Message}";
    public string Code => reason.ToUpperInvariant().Replace(' ', '_');
    public static ServiceException BadRequest(string message) => new(400, "Bad Request", message);
    public static ServiceException Unauthorized(string message) => new(401, "Unauthorized", message);
    public static ServiceException Forbidden(string message) => new(403, "Forbidden", message);
    public static ServiceException NotFound(string message) => new(404, "Not Found", message);
    public static ServiceException Conflict(string message) => new(409, "Conflict", message);
    public static ServiceException NotImplemented(string message) => new(501, "Not Implemented", message);
    public static ServiceException Unavailable(string message) => new(503, "Service Unavailable", message);
}

/// <summary>An error the service's web framework answers by itself, as text: a body or query it cannot read.</summary>
internal sealed class PlainTextException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>Refuses a body that is JSON but does not have the form it should have.</summary>
    public static PlainTextException Unprocessable(string what) =>
        new(422, $"Failed to deserialize the JSON body into the target type: {what}");
}
