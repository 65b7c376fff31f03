namespace HfEndpoints.Commands;

/// <summary>The work of one cmdlet on a deployed server.</summary>
/// <typeparam name="TInput">What one input is: a prompt, a conversation, a file.</typeparam>
internal interface IInferenceTask<TInput>
{
    /// <summary>What is being done, for the progress bar: <c>Generating text</c>.</summary>
    string Activity { get; }

    /// <summary>What is counted there: <c>prompts</c>.</summary>
    string Unit { get; }

    /// <summary>Whether one request may contain several inputs. Otherwise each is sent alone, as soon as it arrives.</summary>
    bool TakesSeveral => false;

    /// <summary>The maximum number of inputs in a request. Called only if it can contain several, and there are several.</summary>
    /// <exception cref="HfException">The server does not answer.</exception>
    Task<int> GetBatchSizeAsync(InferenceServer server, InferenceOptions options, CancellationToken cancellationToken) =>
        Task.FromResult(1);

    /// <summary>Answers inputs. Called concurrently, on any thread.</summary>
    /// <param name="server">The server.</param>
    /// <param name="jobs">The inputs of a request: one, or several for the same endpoint.</param>
    /// <param name="options">How patient to be with the server.</param>
    /// <param name="output">For what is to be written before the answer is whole.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>What is written, in the inputs' order.</returns>
    /// <exception cref="HfException">All of them failed: that is one error record, and the rest continues.</exception>
    Task<IReadOnlyList<InferenceResult>> AnswerAsync(
        InferenceServer server,
        IReadOnlyList<InferenceJob<TInput>> jobs,
        InferenceOptions options,
        CmdletOutput output,
        CancellationToken cancellationToken);
}

/// <summary>One thing to be answered by an endpoint.</summary>
/// <param name="Index">Its position among the inputs of the call, from 0.</param>
/// <param name="Input">What is sent.</param>
/// <param name="Endpoint">Who answers; null if an address was given.</param>
/// <param name="Target">What an error record shows of it: the prompt, the text or the file.</param>
internal sealed record InferenceJob<TInput>(int Index, TInput Input, HfEndpointReference? Endpoint, object? Target);

/// <summary>The outcome of an input: an object to write, or the failure of that input.</summary>
/// <param name="Value">What is written.</param>
/// <param name="Error">Why the input failed; null if it did not.</param>
/// <param name="Index">The input's position, which the error record needs.</param>
internal sealed record InferenceResult(object? Value, HfException? Error = null, int? Index = null)
{
    /// <summary>What the error record shows, where the failure is that of a part of the input; null shows the input.</summary>
    public object? Target { get; init; }
}
