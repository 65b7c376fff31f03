namespace HfEndpoints.Client.Inference;

/// <summary>One result of a task. An input may have several, or none.</summary>
public abstract record TaskResult
{
    private protected TaskResult()
    {
    }
}
