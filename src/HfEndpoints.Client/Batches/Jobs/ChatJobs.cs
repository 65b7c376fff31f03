namespace HfEndpoints.Client.Batches;

/// <summary>Conversations: messages, or a prompt as the user's one message.</summary>
internal sealed class ChatJobs(ChatClient client) : IJobKind
{
    public async Task<BatchAnswer> AnswerAsync(BatchJob job, InferenceOptions options, CancellationToken cancellationToken)
    {
        HfChatCompletion completion = await client.CompleteAsync(ToRequest(job), options, cancellationToken).ConfigureAwait(false);
        HfChatChoice choice = completion.Choices[0];
        var more = new JsonObject { ["finish_reason"] = choice.FinishReason };
        if (choice.ToolCalls is not null)
        {
            more["message"] = choice.Message.DeepClone();
        }

        if (completion.Usage is not null && completion.Answer.TryGetProperty("usage", out JsonElement usage))
        {
            more["usage"] = JsonNode.Parse(usage.GetRawText());
        }

        return new BatchAnswer(choice.Message["content"]?.GetValue<string>())
        {
            More = more,
            Tokens = completion.Usage?.CompletionTokens ?? 0,
        };
    }

    private static ChatRequest ToRequest(BatchJob job)
    {
        var rest = job.Parameters.DeepClone().AsObject();
        rest.Remove("model", out JsonNode? model);
        rest.Remove("response_format", out JsonNode? format);

        // An answer is always one line.
        rest.Remove("stream");
        return new ChatRequest(MessagesOf(job))
        {
            Model = model?.ToString(),
            ResponseFormat = format is JsonObject form ? new JsonText(form) : null,
            ExtraBody = new JsonText(rest),
        };
    }

    private static JsonObject[] MessagesOf(BatchJob job)
    {
        if (job.Input is JsonArray messages && messages.All(message => message is JsonObject))
        {
            return [.. messages.Select(message => message!.AsObject())];
        }

        return job.Input.GetValueKind() == JsonValueKind.String
            ? [new JsonObject { ["role"] = "user", ["content"] = job.Input.DeepClone() }]
            : throw new HfException(
                HfErrorKind.InvalidJob,
                $"Job {job.Line} is not a chat. Use a text, or a list of messages such as {{\"role\":\"user\",\"content\":\"Hello\"}}.");
    }
}
