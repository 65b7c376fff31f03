namespace HfEndpoints.Client.Batches;

/// <summary>One kind of job: a job's JSON in, an answer's JSON out.</summary>
internal interface IJobKind
{
    /// <summary>Answers one job. Called concurrently.</summary>
    /// <exception cref="HfException">The job failed.</exception>
    Task<BatchAnswer> AnswerAsync(BatchJob job, InferenceOptions options, CancellationToken cancellationToken);
}

/// <summary>The answer to a job.</summary>
/// <param name="Output">The text, the embedding, or the server's JSON.</param>
internal sealed record BatchAnswer(JsonNode? Output)
{
    /// <summary>Other members of the line, such as <c>finish_reason</c> and <c>usage</c>.</summary>
    public JsonObject More { get; init; } = [];

    /// <summary>The number of tokens, generated ones if reported; 0 if it is not known.</summary>
    public long Tokens { get; init; }
}
