namespace HfEndpoints.Emulator;

/// <summary>SGLang's own route for text, /generate. Each event of its stream has all the text until then.</summary>
internal static class SglangGenerate
{
    private const int DefaultNewTokens = 128;

    public static async Task AnswerAsync(EngineRequest request, SglangDialect dialect)
    {
        try
        {
            await GenerateAsync(request, dialect);
        }
        catch (EngineException error) when (!request.Context.Response.HasStarted)
        {
            // This route's errors have a body of their own.
            await request.Context.AnswerJsonAsync(ErrorBody(error), error.Status);
        }
    }

    private static async Task GenerateAsync(EngineRequest request, SglangDialect dialect)
    {
        var fields = new JsonFields(await dialect.ReadBodyAsync(request), dialect);
        bool isList = fields["text"] is JsonArray || (fields["input_ids"] is JsonArray { Count: > 0 } lists && lists[0] is JsonArray);
        IReadOnlyList<string> prompts =
            fields.Has("text") ? fields.Texts("text") : fields.Has("input_ids") ? fields.Inputs("input_ids") : [];
        Refuse.If(prompts.Count == 0, () => SglangDialect.BadRequest("Either text, input_ids or input_embeds should be provided."));
        Generation[] generations = [.. prompts.Select((prompt, i) => Generate(request, dialect, prompt, Sampling(fields, i, dialect)))];
        string[] ids = [.. generations.Select(_ => request.NewHexId(32))];
        request.Load.Count(generations);
        int? failAfter = prompts.Select(prompt => GenerationFault.Find(request, prompt)).FirstOrDefault(found => found is not null);
        if (fields.Flag("stream") == true)
        {
            await StreamAsync(request, dialect, generations, ids, failAfter);
            return;
        }

        await request.ThinkAsync();
        if (failAfter is not null)
        {
            throw dialect.GenerationFailed();
        }

        JsonObject[] answers = [.. generations.Select((generation, i) => Answer(generation, ids[i], generation.Tokens.Count))];
        await request.Context.AnswerJsonAsync(isList ? new JsonArray([.. answers]) : answers[0]);
    }

    /// <summary>The settings of one prompt: one object for all, or a list of them.</summary>
    private static JsonFields Sampling(JsonFields fields, int index, SglangDialect dialect) =>
        new(
            (fields["sampling_params"] is JsonArray list ? list.ElementAtOrDefault(index) : fields["sampling_params"]) as JsonObject
                ?? [], dialect);

    private static Generation Generate(EngineRequest request, SglangDialect dialect, string prompt, JsonFields fields)
    {
        int maxTokens = dialect.CheckLength(request, prompt, fields.Count("max_new_tokens") ?? DefaultNewTokens, fields);
        GenerationOptions options = new SamplingRequest(fields).Options(prompt, maxTokens, 0, request.Services.Random.NextSeed());
        return ToyModels.Generate(options with { Forced = dialect.Forced(request, fields, prompt, fields.Integer("seed") ?? 0) });
    }

    private static async Task StreamAsync(
        EngineRequest request, SglangDialect dialect, Generation[] generations, string[] ids, int? failAfter)
    {
        ServerSentEvents events = ServerSentEvents.Begin(request.Context, "data: ");
        int longest = generations.Max(generation => generation.Tokens.Count);
        for (int position = 1; position <= longest; position++)
        {
            await request.ThinkAsync(longest);
            if (position > failAfter)
            {
                await events.SendAsync(ErrorBody(dialect.GenerationFailed()));
                break;
            }

            for (int i = 0; i < generations.Length; i++)
            {
                if (position <= generations[i].Tokens.Count)
                {
                    JsonObject answer = Answer(generations[i], ids[i], position);
                    if (generations.Length > 1)
                    {
                        answer["index"] = i;
                    }

                    await events.SendAsync(answer);
                }
            }
        }

        await events.SendAsync("[DONE]");
    }

    private static JsonObject Answer(Generation generation, string id, int tokens)
    {
        GeneratedToken[] soFar = [.. generation.Tokens.Take(tokens)];
        return new JsonObject
        {
            ["text"] = string.Concat(soFar.Where(token => !token.IsSpecial).Select(token => token.Text)),
            ["output_ids"] = new JsonArray([.. soFar.Select(token => JsonValue.Create(token.Id))]),
            ["meta_info"] = new JsonObject
            {
                ["id"] = id,
                ["finish_reason"] = tokens < generation.Tokens.Count ? null : Reason(generation),
                ["prompt_tokens"] = generation.PromptTokens.Count,
                ["weight_version"] = "default",
                ["completion_tokens"] = tokens,
                ["cached_tokens"] = 0,
            },
        };
    }

    private static JsonObject Reason(Generation generation) => generation.FinishReason == FinishReason.Length
        ? new JsonObject { ["type"] = "length", ["length"] = generation.Tokens.Count }
        : new JsonObject { ["type"] = "stop", ["matched"] = generation.StopSequence is string stop ? stop : 2 };

    private static JsonObject ErrorBody(EngineException error) => new() { ["error"] = new JsonObject { ["message"] = error.Message } };
}
