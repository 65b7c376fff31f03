namespace HfEndpoints.Emulator.Serving.Models.Vision;

/// <summary>Bytes that are no picture this reader knows.</summary>
internal sealed class ImageException(string message) : Exception(message);
