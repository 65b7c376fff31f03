using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

/// <summary>
/// A task whose server takes several inputs in one request. Its job's input is an array of the jobs of one endpoint that
/// came one after the other.
/// </summary>
internal interface IBatchTask : IInferenceTask
{
    /// <summary>How many inputs one request may have; asked only where there is more than one.</summary>
    /// <exception cref="HfException">The server does not answer.</exception>
    Task<int> GetBatchSizeAsync(InferenceServer server, InferenceOptions options, CancellationToken cancellationToken);
}
