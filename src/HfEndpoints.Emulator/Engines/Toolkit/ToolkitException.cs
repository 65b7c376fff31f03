namespace HfEndpoints.Emulator.Engines;

/// <summary>Anything a pipeline refuses; always answered with 400.</summary>
internal sealed class ToolkitException(string message) : Exception(message);
