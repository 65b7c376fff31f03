namespace HfEndpoints.Commands;

/// <summary>Completes conversations. The inputs are their messages.</summary>
internal sealed class ChatTask(ChatRequest template, bool isStream, RunningText? shown) : IInferenceTask<ChatConversation>
{
    // What is learned about a server applies to all conversations of the call.
    private readonly ConcurrentDictionary<InferenceServer, ChatClient> _clients = new();

    public string Activity => "Chatting";

    public string Unit => "conversations";

    public async Task<IReadOnlyList<InferenceResult>> AnswerAsync(
        InferenceServer server,
        IReadOnlyList<InferenceJob<ChatConversation>> jobs,
        InferenceOptions options,
        CmdletOutput output,
        CancellationToken cancellationToken)
    {
        InferenceJob<ChatConversation> job = jobs[0];
        ChatRequest request = template with { Messages = job.Input.Messages };
        ChatClient client = _clients.GetOrAdd(server, key => key.Client.GetChatClient(key.Target));
        if (!isStream)
        {
            HfChatCompletion completion = await client.CompleteAsync(request, options, cancellationToken).ConfigureAwait(false);
            return [new(ChatConversion.ToOutput(completion, request, job.Index))];
        }

        if (shown is not null)
        {
            await shown
                .FollowAsync(client.StreamAsync(request, options, cancellationToken), chunk => (chunk.Reasoning, TextOf(chunk)), output)
                .ConfigureAwait(false);
            return [];
        }

        var answer = new AnswerMessage();
        bool hasEnded = false;
        HfChatChunk? last = null;
        await foreach (HfChatChunk chunk in client.StreamAsync(request, options, cancellationToken).ConfigureAwait(false))
        {
            last = ChatConversion.ToOutput(chunk, job.Index);
            answer.Add(last);
            hasEnded |= last is { FinishReason: not null, ChoiceIndex: 0 };
            if (hasEnded)
            {
                last.Conversation = ChatConversion.ToMessages(request, answer.ToJson());
            }

            await output.WriteAsync(last).ConfigureAwait(false);
        }

        if (last is not null && !hasEnded)
        {
            // Nothing said that this would be the last piece.
            last.Conversation = ChatConversion.ToMessages(request, answer.ToJson());
        }

        return [];
    }

    // Calls of tools begin lines of their own.
    private static string TextOf(HfChatChunk chunk) => chunk.Text + string.Concat(
        chunk.ToolCalls.Select(call => call.Name is null ? call.Arguments : $"\n{call.Name} {call.Arguments}"));
}

/// <summary>The messages of a conversation, as the OpenAI-compatible route has them.</summary>
public sealed record ChatConversation
{
    internal ChatConversation(IReadOnlyList<JsonObject> messages) => Messages = messages;

    internal IReadOnlyList<JsonObject> Messages { get; }
}
