namespace HfEndpoints.Emulator;

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
}
