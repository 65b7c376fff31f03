namespace HfEndpoints.Commands;

/// <summary>Completes prompts. The inputs are texts.</summary>
internal sealed class TextGenerationTask(GenerateParameters parameters, bool isStream, RunningText? shown) : IInferenceTask<string>
{
    // What is learned about a server applies to all prompts of the call.
    private readonly ConcurrentDictionary<InferenceServer, TextGenerationClient> _clients = new();
    private readonly GenerateParameters? _parameters = parameters == new GenerateParameters() ? null : parameters;

    public string Activity => "Generating text";

    public string Unit => "prompts";

    public async Task<IReadOnlyList<InferenceResult>> AnswerAsync(
        InferenceServer server,
        IReadOnlyList<InferenceJob<string>> jobs,
        InferenceOptions options,
        CmdletOutput output,
        CancellationToken cancellationToken)
    {
        (int index, string prompt, _, _) = jobs[0];
        TextGenerationClient client = _clients.GetOrAdd(server, key => key.Client.GetTextGenerationClient(key.Target));
        if (!isStream)
        {
            HfGeneratedText text = await client.GenerateAsync(prompt, _parameters, options, cancellationToken).ConfigureAwait(false);
            return [new(text with { Index = index })];
        }

        IAsyncEnumerable<HfGeneratedTextChunk> chunks = client.StreamAsync(prompt, _parameters, options, cancellationToken);
        if (shown is not null)
        {
            await shown.FollowAsync(chunks, chunk => (null, chunk.Text), output).ConfigureAwait(false);
            return [];
        }

        await foreach (HfGeneratedTextChunk chunk in chunks.ConfigureAwait(false))
        {
            await output.WriteAsync(index == 0 ? chunk : chunk with { Index = index }).ConfigureAwait(false);
        }

        return [];
    }
}
