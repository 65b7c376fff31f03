using System.Collections.Concurrent;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

/// <summary>Has conversations answered; the inputs are whole requests.</summary>
internal sealed class ChatTask(bool isStream) : IInferenceTask
{
    // What is learned of a server holds for all conversations of the call.
    private readonly ConcurrentDictionary<InferenceServer, ChatClient> _clients = new();

    public string Activity => "Chatting";

    public string Unit => "conversations";

    public async Task<IReadOnlyCollection<object>> AnswerAsync(
        InferenceServer server,
        InferenceJob job,
        InferenceOptions options,
        CmdletOutput output,
        CancellationToken cancellationToken)
    {
        var request = (ChatRequest)job.Input;
        ChatClient client = _clients.GetOrAdd(server, key => key.Client.Chat(key.Target));
        if (!isStream)
        {
            ChatCompletion completion = await client.CompleteAsync(request, options, cancellationToken)
                .ConfigureAwait(false);
            return [ChatConversion.ToOutput(completion, request, job.Index)];
        }

        await foreach (ChatChunk chunk in client.StreamAsync(request, options, cancellationToken).ConfigureAwait(false))
        {
            await output.WriteAsync(ChatConversion.ToOutput(chunk, job.Index)).ConfigureAwait(false);
        }

        return [];
    }
}
