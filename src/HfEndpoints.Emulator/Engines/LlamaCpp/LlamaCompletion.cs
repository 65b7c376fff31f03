namespace HfEndpoints.Emulator;

/// <summary>llama-server's own route for text, /completion.</summary>
internal static class LlamaCompletion
{
    public static async Task AnswerAsync(EngineRequest request, LlamaDialect dialect)
    {
        var fields = new JsonFields(await dialect.ReadBodyAsync(request), dialect);
        IReadOnlyList<string> prompts = fields.Inputs("prompt");
        ulong seed = request.Services.Random.NextSeed();
        Generation[] generations = [.. prompts.Select(prompt => ToyModels.Generate(Options(request, dialect, fields, prompt, seed)))];
        request.Load.Count(generations);
        int? failAfter = prompts.Select(prompt => GenerationFault.Find(request, prompt)).FirstOrDefault(found => found is not null);
        if (fields.Flag("stream") == true)
        {
            await StreamAsync(request, dialect, prompts, generations, failAfter);
            return;
        }

        await request.ThinkAsync();
        if (failAfter is not null)
        {
            throw dialect.GenerationFailed();
        }

        bool withTokens = fields.Flag("return_tokens") ?? false;
        JsonObject[] answers = [.. generations.Select((generation, index) =>
            Final(request, generation, prompts[index], index, generation.Text, withTokens))];
        await request.Context.AnswerJsonAsync(answers.Length == 1 ? answers[0] : new JsonArray([.. answers]));
    }

    private static GenerationOptions Options(EngineRequest request, LlamaDialect dialect, JsonFields fields, string prompt, ulong seed)
    {
        int maxTokens = dialect.CheckLength(request, prompt, fields.Count("n_predict"), fields);
        GenerationOptions options = new SamplingRequest(fields).Options(prompt, maxTokens, 0, seed);
        return options with { Forced = dialect.Forced(request, fields, prompt, fields.Integer("seed") ?? 0) };
    }

    private static async Task StreamAsync(
        EngineRequest request, LlamaDialect dialect, IReadOnlyList<string> prompts, Generation[] generations, int? failAfter)
    {
        ServerSentEvents events = ServerSentEvents.Begin(request.Context, "data: ");
        int longest = generations.Max(generation => generation.Tokens.Count);
        for (int position = 0; position < longest; position++)
        {
            await request.ThinkAsync(longest);
            if (position >= failAfter)
            {
                await dialect.SendErrorAsync(events, request, dialect.GenerationFailed());
                return;
            }

            for (int index = 0; index < generations.Length; index++)
            {
                if (position < generations[index].Tokens.Count && !generations[index].Tokens[position].IsSpecial)
                {
                    await events.SendAsync(Partial(generations[index], index, position));
                }
            }
        }

        for (int index = 0; index < generations.Length; index++)
        {
            await events.SendAsync(Final(request, generations[index], prompts[index], index, "", withTokens: false));
        }
    }

    private static JsonObject Partial(Generation generation, int index, int position) => new()
    {
        ["index"] = index,
        ["content"] = generation.Tokens[position].Text,
        ["tokens"] = new JsonArray(generation.Tokens[position].Id),
        ["stop"] = false,
        ["id_slot"] = -1,
        ["tokens_predicted"] = position + 1,
        ["tokens_evaluated"] = generation.PromptTokens.Count,
    };

    private static JsonObject Final(
        EngineRequest request, Generation generation, string prompt, int index, string content, bool withTokens) => new()
        {
            ["index"] = index,
            ["content"] = content,
            ["tokens"] = withTokens ? new JsonArray([.. generation.Tokens.Select(token => JsonValue.Create(token.Id))]) : new JsonArray(),
            ["id_slot"] = 0,
            ["stop"] = true,
            ["model"] = request.Spec.Repository,
            ["tokens_predicted"] = generation.Tokens.Count,
            ["tokens_evaluated"] = generation.PromptTokens.Count,
            ["generation_settings"] = LlamaState.Settings(),
            ["prompt"] = prompt,
            ["has_new_line"] = generation.Text.Contains('\n', StringComparison.Ordinal),
            ["truncated"] = false,
            ["stop_type"] = generation.FinishReason switch
            {
                FinishReason.Length => "limit",
                FinishReason.StopSequence => "word",
                _ => "eos",
            },
            ["stopping_word"] = generation.StopSequence ?? "",
            ["tokens_cached"] = generation.PromptTokens.Count + generation.Tokens.Count,
            ["timings"] = LlamaDialect.Timings(generation.PromptTokens.Count, generation.Tokens.Count, request),
        };
}

/// <summary>The routes of llama-server's tokenizer and template.</summary>
internal static class LlamaText
{
    public static async Task TokenizeAsync(EngineRequest request, LlamaDialect dialect)
    {
        var fields = new JsonFields(await dialect.ReadBodyAsync(request), dialect);
        bool pieces = fields.Flag("with_pieces") ?? false;
        IEnumerable<JsonNode> tokens = ToyModels.Tokenize(fields.Text("content") ?? "").Select(token =>
            pieces ? (JsonNode)new JsonObject { ["id"] = ToyModels.TokenId(token), ["piece"] = token } : JsonValue.Create(
                ToyModels.TokenId(token)));
        await request.Context.AnswerJsonAsync(new JsonObject { ["tokens"] = new JsonArray([.. tokens]) });
    }

    public static async Task DetokenizeAsync(EngineRequest request, LlamaDialect dialect)
    {
        var fields = new JsonFields(await dialect.ReadBodyAsync(request), dialect);
        await request.Context.AnswerJsonAsync(new JsonObject { ["content"] = JsonFields.Decode(fields.List("tokens") ?? []) });
    }

    public static async Task ApplyTemplateAsync(EngineRequest request, LlamaDialect dialect)
    {
        var chat = new OpenAiChatRequest(new JsonFields(await dialect.ReadBodyAsync(request), dialect), dialect);
        await request.Context.AnswerJsonAsync(new JsonObject { ["prompt"] = dialect.Prompt(request, chat) });
    }
}
