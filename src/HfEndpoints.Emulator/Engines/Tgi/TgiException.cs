namespace HfEndpoints.Emulator.Engines;

/// <summary>An error as text-generation-inference reports it.</summary>
internal sealed class TgiException(int status, string errorType, string message) : EngineException(status, errorType, message)
{
    public static TgiException Validation(string message) =>
        new(StatusCodes.Status422UnprocessableEntity, "validation", $"Input validation error: {message}");
}
