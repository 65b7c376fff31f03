namespace HfEndpoints.Client;

/// <summary>The body of an answer can't be read, and a retry would not help.</summary>
/// <param name="reason">The reason, appended to "it can't be read: ".</param>
/// <param name="innerException">The cause.</param>
internal sealed class UnreadableBodyException(string reason, Exception? innerException = null) : Exception(reason, innerException)
{
    /// <summary>The body exceeds the limit for memory.</summary>
    public static UnreadableBodyException TooLong(long limit) => new($"it is longer than {limit >> 20} MiB, the limit for answers");
}
