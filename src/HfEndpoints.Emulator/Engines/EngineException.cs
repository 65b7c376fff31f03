using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Engines;

/// <summary>A request that a server refuses or fails at, in its own words; each server puts it into a body of its own shape.</summary>
internal class EngineException(int status, string errorType, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string ErrorType { get; } = errorType;

    /// <summary>Fields that the body has besides the usual ones.</summary>
    public JsonObject? Details { get; init; }
}
