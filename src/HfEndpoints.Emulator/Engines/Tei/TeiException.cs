namespace HfEndpoints.Emulator.Engines;

/// <summary>An error as text-embeddings-inference reports it.</summary>
internal sealed class TeiException(int status, string errorType, string message) : EngineException(status, errorType, message)
{
    public static TeiException Empty(string message) => new(StatusCodes.Status400BadRequest, "Empty", message);

    public static TeiException Backend(string message) => new(StatusCodes.Status424FailedDependency, "Backend", $"Backend error: {message}");

    public static TeiException Overloaded() => new(StatusCodes.Status429TooManyRequests, "Overloaded", "Model is overloaded");
}
