namespace HfEndpoints.Client;

/// <summary>Something the caller should know of failed. The message says what, and what the server said.</summary>
public class HfException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">What failed and why, in a sentence or two.</param>
    /// <param name="innerException">The cause.</param>
    public HfException(HfErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>What went wrong, for the caller to act on.</summary>
    public HfErrorKind Kind { get; }
}
