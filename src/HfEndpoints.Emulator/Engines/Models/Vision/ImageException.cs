namespace HfEndpoints.Emulator.Models;

/// <summary>Bytes that are no picture this reader knows.</summary>
internal sealed class ImageException(string message) : Exception(message);
