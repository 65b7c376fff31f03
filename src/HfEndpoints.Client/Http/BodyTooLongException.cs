namespace HfEndpoints.Client;

/// <summary>More came than is kept in memory.</summary>
internal sealed class BodyTooLongException(long limit) : Exception($"it is longer than {limit >> 20} MiB, which is the most that is read");
