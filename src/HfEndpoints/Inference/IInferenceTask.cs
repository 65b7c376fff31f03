using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

/// <summary>What one cmdlet asks of a deployed server, once for each of its inputs.</summary>
internal interface IInferenceTask
{
    /// <summary>What is being done, for the progress bar: <c>Generating text</c>.</summary>
    string Activity { get; }

    /// <summary>What is counted there: <c>prompts</c>.</summary>
    string Unit { get; }

    /// <summary>Has one input answered. Called for several inputs at once, on any thread.</summary>
    /// <param name="server">Who answers.</param>
    /// <param name="job">The input.</param>
    /// <param name="options">How patient to be with a server that is not up.</param>
    /// <param name="output">For what is to be written before the answer is whole.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>What is written, in the inputs' order; an exception in place of an answer is one error record.</returns>
    /// <exception cref="HfException">It failed; that is one error record, and the rest goes on.</exception>
    Task<IReadOnlyCollection<object>> AnswerAsync(
        InferenceServer server,
        InferenceJob job,
        InferenceOptions options,
        CmdletOutput output,
        CancellationToken cancellationToken);
}
