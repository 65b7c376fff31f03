namespace HfEndpoints.Emulator;

/// <summary>What a task gives, before the request's Accept header decides how it is written.</summary>
internal abstract record ToolkitOutput
{
    public static implicit operator ToolkitOutput(JsonNode value) => new Json(value);
    internal sealed record Json(JsonNode Value) : ToolkitOutput;
    internal sealed record Picture(RasterImage Image) : ToolkitOutput;

    /// <param name="Bytes">The file.</param>
    /// <param name="ContentType">What the file is.</param>
    /// <param name="Alternative">The answer for those who want JSON.</param>
    internal sealed record Media(byte[] Bytes, string ContentType, Func<JsonNode> Alternative) : ToolkitOutput;
}
