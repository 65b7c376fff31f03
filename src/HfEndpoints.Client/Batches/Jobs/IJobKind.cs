using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Batches;

/// <summary>One kind of job: a job's JSON in, an answer's JSON out.</summary>
internal interface IJobKind
{
    /// <summary>Has one job answered. Called for many at once.</summary>
    /// <param name="job">The job.</param>
    /// <param name="options">How patient to be with an endpoint that is not up.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="HfException">It failed.</exception>
    Task<BatchAnswer> AnswerAsync(BatchJob job, InferenceOptions options, CancellationToken cancellationToken);
}

/// <summary>What came of a job.</summary>
/// <param name="Output">The text, the embedding, or the server's JSON.</param>
internal sealed record BatchAnswer(JsonNode? Output)
{
    /// <summary>What else the line tells: <c>finish_reason</c>, <c>usage</c> and such.</summary>
    public JsonObject More { get; init; } = [];

    /// <summary>How many tokens it took, generated ones where those are told; 0 where it is not known.</summary>
    public long Tokens { get; init; }
}
