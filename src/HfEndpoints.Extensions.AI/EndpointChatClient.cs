using HfChat = HfEndpoints.Client.Inference.ChatClient;

namespace HfEndpoints.Extensions.AI;

/// <summary>Chat on an endpoint.</summary>
internal sealed class EndpointChatClient(EndpointLookUp<HfChat> endpoint, InferenceOptions? inference) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatRequest request = RequestWriter.Write(messages, options, isStream: false);
        HfChat chat = await endpoint.GetAsync(cancellationToken).ConfigureAwait(false);
        return ResponseReader.Read(await chat.CompleteAsync(request, inference, cancellationToken).ConfigureAwait(false));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatRequest request = RequestWriter.Write(messages, options, isStream: true);
        HfChat chat = await endpoint.GetAsync(cancellationToken).ConfigureAwait(false);
        var calls = new StreamedCalls();
        await foreach (HfChatChunk chunk in chat.StreamAsync(request, inference, cancellationToken).ConfigureAwait(false))
        {
            yield return ResponseReader.Read(chunk, calls);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("huggingface", endpoint.Uri)
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    // The connections belong to the process.
    public void Dispose()
    {
    }
}
