namespace HfEndpoints;

/// <summary>A job of the input of a batch.</summary>
public sealed record HfBatchJob
{
    /// <summary>Its line in the file, or its row; the first is 1.</summary>
    public long Line { get; init; }

    /// <summary>Its id; its line if it has none.</summary>
    public required string Id { get; init; }

    /// <summary>Returns the id.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Id;
}
