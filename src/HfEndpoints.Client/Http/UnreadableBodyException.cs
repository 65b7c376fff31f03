namespace HfEndpoints.Client;

/// <summary>The body of an answer can't be read, however often it is sent.</summary>
/// <param name="reason">Why, to follow "it can't be read: ".</param>
/// <param name="innerException">The cause.</param>
internal sealed class UnreadableBodyException(string reason, Exception? innerException = null) : Exception(reason, innerException)
{
    /// <summary>More came than is kept in memory.</summary>
    public static UnreadableBodyException TooLong(long limit) =>
        new($"it is longer than {limit >> 20} MiB, the limit for answers");
}
