using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Batches;

/// <summary>One kind of job: a job's JSON in, an answer's JSON out.</summary>
internal interface IBatchTask
{
    /// <summary>Has one job answered. Called for many at once.</summary>
    /// <param name="job">The job.</param>
    /// <param name="options">How patient to be with an endpoint that is not up.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="HfException">It failed.</exception>
    Task<BatchAnswer> AnswerAsync(BatchJob job, InferenceOptions options, CancellationToken cancellationToken);
}
