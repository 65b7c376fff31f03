namespace HfEndpoints.Client.Batches;

/// <summary>Text generation.</summary>
internal sealed class TextGenerationJobs(TextGenerationClient client) : IJobKind
{
    public async Task<BatchAnswer> AnswerAsync(BatchJob job, InferenceOptions options, CancellationToken cancellationToken)
    {
        if (job.Input.GetValueKind() != JsonValueKind.String)
        {
            throw new HfException(HfErrorKind.InvalidJob, $"The inputs of job {job.Line} are not text, which text generation requires.");
        }

        HfGeneratedText text = await client
            .GenerateWithAsync(job.Input.GetValue<string>(), job.Parameters, options, cancellationToken)
            .ConfigureAwait(false);
        if (text.Details is not { } details)
        {
            return new BatchAnswer(text.Text);
        }

        var usage = new JsonObject { ["completion_tokens"] = details.GeneratedTokens };
        if (details.InputLength is { } length)
        {
            usage["prompt_tokens"] = length;
        }

        return new BatchAnswer(text.Text)
        {
            Tokens = details.GeneratedTokens ?? 0,
            More = new JsonObject
            {
                ["finish_reason"] = details.FinishReason,
                ["usage"] = usage,
                ["details"] = JsonSerializer.SerializeToNode(details, HfJson.Context.HfGenerationDetails),
            },
        };
    }
}
