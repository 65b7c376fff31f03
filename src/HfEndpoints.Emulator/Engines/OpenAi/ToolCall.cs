namespace HfEndpoints.Emulator.Engines;

/// <summary>A call of a function that the model asks for; the arguments are JSON.</summary>
internal sealed record ToolCall(string Id, string Name, string Arguments);
