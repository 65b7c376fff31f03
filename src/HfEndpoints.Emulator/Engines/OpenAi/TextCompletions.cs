namespace HfEndpoints.Emulator;

/// <summary>POST /v1/completions, as all servers with OpenAI's routes answer it, apart from what their dialect says.</summary>
internal sealed class TextCompletions
{
    private readonly EngineRequest _request;
    private readonly OpenAiDialect _dialect;
    private readonly JsonFields _fields;
    private readonly IReadOnlyList<string> _prompts;
    private readonly SamplingRequest _sampling;
    private readonly int? _logprobs;
    private readonly bool _echo;
    private readonly List<Generation> _generations = [];
    private readonly JsonObject _envelope;
    private readonly int _cachedTokens;

    private TextCompletions(EngineRequest request, OpenAiDialect dialect, JsonFields fields)
    {
        (_request, _dialect, _fields) = (request, dialect, fields);
        dialect.CheckModel(request, fields.Text("model"));
        _prompts = fields.Inputs("prompt");
        _sampling = new SamplingRequest(fields);
        _logprobs = fields.Count("logprobs");
        _echo = fields.Flag("echo") ?? false;
        _envelope = OpenAiParts.Envelope(request, dialect, "text_completion", dialect.NewId(request, "cmpl"), fields.Text("model"));
        ulong seed = request.Services.Random.NextSeed();
        foreach (string prompt in _prompts)
        {
            int maxTokens = dialect.CheckLength(request, prompt, fields.Count("max_tokens") ?? dialect.DefaultCompletionTokens, fields);
            for (int i = 0; i < _sampling.Choices; i++)
            {
                _generations.Add(ToyModels.Generate(_sampling.Options(prompt, maxTokens, i, seed) with
                {
                    TopTokens = _logprobs ?? 0,
                    KeepStop = dialect.KeepsStop,
                    Forced = dialect.Forced(request, fields, prompt, unchecked((_sampling.Seed ?? 0) + i)),
                }));
            }
        }

        request.Load.Count(_generations);
        _cachedTokens = request.Load.Reuse(_generations[0].PromptTokens);
    }

    public static async Task AnswerAsync(EngineRequest request, OpenAiDialect dialect)
    {
        JsonObject body = await dialect.ReadBodyAsync(request);
        var fields = new JsonFields(body, dialect);
        TextCompletions completion;
        try
        {
            completion = new TextCompletions(request, dialect, fields);
        }
        catch (EngineException error) when (dialect.ChecksInStream && fields.Flag("stream") == true)
        {
            await dialect.RefuseInStreamAsync(request, error);
            return;
        }

        int? failAfter = completion._prompts.Select(prompt => GenerationFault.Find(request, prompt))
            .FirstOrDefault(found => found is not null);
        if (completion._fields.Flag("stream") ?? false)
        {
            await completion.StreamAsync(failAfter);
            return;
        }

        await request.ThinkAsync();
        if (failAfter is not null)
        {
            throw dialect.GenerationFailed();
        }

        JsonObject answer = completion._envelope;
        answer["choices"] = new JsonArray([.. completion._generations.Select(completion.Choice)]);
        answer["usage"] = completion.Usage(completion._generations, completion._prompts.Count);
        dialect.Complete(answer, request, isChunk: false);
        await request.Context.AnswerJsonAsync(answer);
    }

    private JsonObject Usage(IReadOnlyCollection<Generation> generations, int prompts = 1)
    {
        JsonObject usage = OpenAiParts.Usage(generations, prompts);
        _dialect.CompleteUsage(usage, _request, _cachedTokens, reasoningTokens: 0);
        return usage;
    }

    private string Prefix(int index) => _echo ? _prompts[index / _sampling.Choices] : "";

    private JsonObject Choice(Generation generation, int index)
    {
        var choice = new JsonObject
        {
            ["index"] = index,
            ["text"] = Prefix(index) + generation.Text,
            ["logprobs"] = _dialect.CompletionLogprobs(_logprobs, generation.Tokens.Where(token => !token.IsSpecial), 0),
            ["finish_reason"] = _dialect.ReasonFor(generation, callsTool: false),
        };
        _dialect.CompleteChoice(choice, generation, isChunk: false);
        return choice;
    }

    private async Task StreamAsync(int? failAfter)
    {
        ServerSentEvents events = ServerSentEvents.Begin(_request.Context, "data: ");
        await events.StartAsync();
        int longest = _generations.Max(generation => generation.Tokens.Count);
        for (int position = 0; position < longest; position++)
        {
            await _request.ThinkAsync(longest);
            if (position >= failAfter)
            {
                await _dialect.SendErrorAsync(events, _request, _dialect.GenerationFailed());
                break;
            }

            for (int index = 0; index < _generations.Count; index++)
            {
                if (position < _generations[index].Tokens.Count)
                {
                    await events.SendAsync(Chunk(index, position));
                }
            }
        }

        for (int index = 0; failAfter is null && _dialect.EndsWithOwnChunk && index < _generations.Count; index++)
        {
            await events.SendAsync(Chunk(index, _generations[index].Tokens.Count));
        }

        if (failAfter is null && !_dialect.EndsWithOwnChunk && new JsonFields(
            _fields.Object("stream_options") ?? [], _dialect).Flag("include_usage") == true)
        {
            _envelope["choices"] = new JsonArray();
            _envelope["usage"] = Usage(_generations, _prompts.Count);
            await events.SendAsync(_envelope);
        }

        if (failAfter is null || _dialect.EndsBrokenStream)
        {
            await events.SendAsync("[DONE]");
        }
    }

    /// <summary>The event of a token; after the last token, the one that only ends the text.</summary>
    private JsonObject Chunk(int index, int position)
    {
        Generation generation = _generations[index];
        GeneratedToken[] tokens = [.. generation.Tokens.Skip(position).Take(1).Where(token => !token.IsSpecial)];
        bool isLast = position == generation.Tokens.Count - (_dialect.EndsWithOwnChunk ? 0 : 1);
        string text = string.Concat(tokens.Select(token => token.Text));
        JsonObject chunk = _envelope.DeepClone().AsObject();
        var choice = new JsonObject
        {
            ["index"] = index,
            ["text"] = position == 0 ? Prefix(index) + text : text,
            ["logprobs"] = _dialect.CompletionLogprobs(
                _logprobs, tokens, generation.Tokens.Take(position).Sum(before => before.Text.Length)),
            ["finish_reason"] = isLast ? _dialect.StreamedReasonFor(generation) : _dialect.HasTgiChunks ? "" : null,
        };
        if (isLast)
        {
            _dialect.CompleteChoice(choice, generation, isChunk: true);
            if (_dialect.EndsWithUsage)
            {
                chunk["usage"] = Usage([generation]);
            }
        }

        chunk["choices"] = new JsonArray(choice);
        _dialect.Complete(chunk, _request, isChunk: true);
        return chunk;
    }
}
