namespace HfEndpoints.Client;

/// <summary>A create was cancelled after it was sent. The endpoint may have been created, and cost money.</summary>
public sealed class CreateCanceledException : OperationCanceledException
{
    internal CreateCanceledException(string owner, string? name, OperationCanceledException cause)
        : base($"The create of endpoint '{name}' in namespace '{owner}' was cancelled after it was sent.", cause, cause.CancellationToken)
    {
        Namespace = owner;
        Endpoint = name;
    }

    /// <summary>The user or organization that would own the endpoint.</summary>
    public string Namespace { get; }

    /// <summary>The endpoint's name; null if the service was to choose it.</summary>
    public string? Endpoint { get; }
}
