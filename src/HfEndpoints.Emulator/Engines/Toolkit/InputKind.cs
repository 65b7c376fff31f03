namespace HfEndpoints.Emulator.Engines;

/// <summary>What a task's input is when a request has bytes and does not say of what kind.</summary>
internal enum InputKind
{
    Json,
    Image,
    Audio,
}
