namespace HfEndpoints.Client;

/// <summary>A stream broke off, or told of an error, after a part of its text had come.</summary>
public sealed class HfStreamException : HfException
{
    internal HfStreamException(HfErrorKind kind, string message, string partialText, Exception? innerException)
        : base(kind, message, innerException) => PartialText = partialText;

    /// <summary>The text that came before; it is not whole.</summary>
    public string PartialText { get; }
}
