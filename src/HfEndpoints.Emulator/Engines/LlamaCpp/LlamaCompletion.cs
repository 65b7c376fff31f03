namespace HfEndpoints.Emulator;

/// <summary>llama-server's own route for text, /completion.</summary>
internal static class LlamaCompletion
{
    public static async Task<object?> AnswerAsync(EngineRequest request, JsonFields fields)
    {
        OpenAiDialect dialect = fields.Dialect;
        IReadOnlyList<string> prompts = fields.Inputs("prompt");
        ulong seed = request.Services.Random.NextSeed();
        Generation[] generations = [.. prompts.Select(prompt => ToyModels.Generate(Options(request, fields, prompt, seed)))];
        request.Count(generations);
        int? failAfter = GenerationFault.Find(request, prompts);
        if (fields.Flag("stream") != true)
        {
            await dialect.ThinkAsync(request, failAfter);
            bool withTokens = fields.Flag("return_tokens") ?? false;
            object[] answers = [.. generations.Select((generation, index) =>
                Final(request, generation, prompts[index], index, generation.Text, withTokens))];
            return answers.Length == 1 ? answers[0] : answers;
        }

        ServerSentEvents events = ServerSentEvents.Begin(request.Context, "data: ");
        if (!await events.SendTurnsAsync(request, generations, failAfter, (index, at) => Partial(generations[index], index, at)))
        {
            await dialect.SendErrorAsync(events, request, dialect.GenerationFailed());
            return null;
        }

        for (int index = 0; index < generations.Length; index++)
        {
            await events.SendAsync(Final(request, generations[index], prompts[index], index, "", withTokens: false));
        }

        return null;
    }

    private static GenerationOptions Options(EngineRequest request, JsonFields fields, string prompt, ulong seed)
    {
        int maxTokens = fields.Dialect.CheckLength(request, prompt, fields.Count("n_predict"), fields);
        GenerationOptions options = new SamplingRequest(fields).Options(prompt, maxTokens, 0, seed);
        return options with { Forced = fields.Dialect.Forced(request, fields, prompt, fields.Integer("seed") ?? 0) };
    }

    private static object? Partial(Generation generation, int index, int position) => generation.Tokens[position].IsSpecial ? null : new
    {
        index,
        content = generation.Tokens[position].Text,
        tokens = new[] { generation.Tokens[position].Id },
        stop = false,
        id_slot = -1,
        tokens_predicted = position + 1,
        tokens_evaluated = generation.PromptTokens.Count,
    };

    private static object Final(
        EngineRequest request, Generation generation, string prompt, int index, string content, bool withTokens) => new
        {
            index,
            content,
            tokens = withTokens ? generation.Tokens.Select(token => token.Id) : [],
            id_slot = 0,
            stop = true,
            model = request.Spec.Repository,
            tokens_predicted = generation.Tokens.Count,
            tokens_evaluated = generation.PromptTokens.Count,
            generation_settings = LlamaState.Settings,
            prompt,
            has_new_line = generation.Text.Contains('\n', StringComparison.Ordinal),
            truncated = false,
            stop_type = generation.FinishReason switch
            {
                FinishReason.Length => "limit",
                FinishReason.StopSequence => "word",
                _ => "eos",
            },
            stopping_word = generation.StopSequence ?? "",
            tokens_cached = generation.PromptTokens.Count + generation.Tokens.Count,
            timings = LlamaDialect.Timings(generation.PromptTokens.Count, generation.Tokens.Count, request),
        };
}

/// <summary>The route of llama-server's tokenizer.</summary>
internal static class LlamaText
{
    public static object Tokenize(EngineRequest request, JsonFields fields)
    {
        IReadOnlyList<string> tokens = ToyModels.Tokenize(fields.Text("content") ?? "");
        return fields.Flag("with_pieces") == true
            ? new { tokens = tokens.Select(token => new { id = ToyModels.TokenId(token), piece = token }) }
            : new { tokens = tokens.Select(ToyModels.TokenId) };
    }
}
