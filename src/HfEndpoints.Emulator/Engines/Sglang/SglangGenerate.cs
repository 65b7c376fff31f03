namespace HfEndpoints.Emulator;

/// <summary>SGLang's own route for text, /generate. Each event of its stream has all the text until then.</summary>
internal static class SglangGenerate
{
    private const int DefaultNewTokens = 128;

    public static async Task<object?> AnswerAsync(EngineRequest request, OpenAiDialect dialect)
    {
        try
        {
            return await GenerateAsync(request, await dialect.ReadAsync(request));
        }
        catch (EngineException error) when (!request.Context.Response.HasStarted)
        {
            // This route's errors have a body of their own.
            await request.Context.AnswerJsonAsync(ErrorBody(error), error.Status);
            return null;
        }
    }

    private static async Task<object?> GenerateAsync(EngineRequest request, JsonFields fields)
    {
        bool isList = fields["text"] is JsonArray || (fields["input_ids"] is JsonArray { Count: > 0 } lists && lists[0] is JsonArray);
        IReadOnlyList<string> prompts =
            fields.Has("text") ? fields.Texts("text") : fields.Has("input_ids") ? fields.Inputs("input_ids") : [];
        Refuse.If(prompts.Count == 0, () => SglangDialect.BadRequest("Either text, input_ids or input_embeds should be provided."));
        Generation[] generations = [.. prompts.Select((prompt, i) => Generate(request, prompt, Sampling(fields, i)))];
        string[] ids = [.. generations.Select(_ => request.NewHexId(32))];
        request.Count(generations);
        int? failAfter = GenerationFault.Find(request, prompts);
        if (fields.Flag("stream") != true)
        {
            await fields.Dialect.ThinkAsync(request, failAfter);
            JsonMap[] answers = [.. generations.Select((generation, i) => Answer(generation, ids[i], generation.Tokens.Count))];
            return isList ? answers : answers[0];
        }

        ServerSentEvents events = ServerSentEvents.Begin(request.Context, "data: ");
        bool isWhole = await events.SendTurnsAsync(request, generations, failAfter, (index, position) =>
        {
            JsonMap answer = Answer(generations[index], ids[index], position + 1);
            if (generations.Length > 1)
            {
                answer["index"] = index;
            }

            return answer;
        });
        await (isWhole ? Task.CompletedTask : events.SendAsync(ErrorBody(fields.Dialect.GenerationFailed())));
        await events.SendAsync("[DONE]");
        return null;
    }

    /// <summary>The settings of one prompt: one object for all, or a list of them.</summary>
    private static JsonFields Sampling(JsonFields fields, int index)
    {
        JsonNode? given = fields["sampling_params"];
        return new JsonFields((given is JsonArray list ? list.ElementAtOrDefault(index) : given) as JsonObject ?? [], fields.Dialect);
    }

    private static Generation Generate(EngineRequest request, string prompt, JsonFields fields)
    {
        OpenAiDialect dialect = fields.Dialect;
        int maxTokens = dialect.CheckLength(request, prompt, fields.Count("max_new_tokens") ?? DefaultNewTokens, fields);
        GenerationOptions options = new SamplingRequest(fields).Options(prompt, maxTokens, 0, request.Services.Random.NextSeed());
        return ToyModels.Generate(options with { Forced = dialect.Forced(request, fields, prompt, fields.Integer("seed") ?? 0) });
    }

    private static JsonMap Answer(Generation generation, string id, int tokens)
    {
        GeneratedToken[] soFar = [.. generation.Tokens.Take(tokens)];
        return new JsonMap
        {
            ["text"] = string.Concat(soFar.Where(token => !token.IsSpecial).Select(token => token.Text)),
            ["output_ids"] = soFar.Select(token => token.Id),
            ["meta_info"] = new
            {
                id,
                finish_reason = tokens < generation.Tokens.Count ? null : Reason(generation),
                prompt_tokens = generation.PromptTokens.Count,
                weight_version = "default",
                completion_tokens = tokens,
                cached_tokens = 0,
            },
        };
    }

    private static object Reason(Generation generation) => generation.FinishReason == FinishReason.Length
        ? new { type = "length", length = generation.Tokens.Count }
        : new { type = "stop", matched = generation.StopSequence is string stop ? stop : (object)2 };

    private static object ErrorBody(EngineException error) => new { error = new { message = error.Message } };
}
