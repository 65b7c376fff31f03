namespace HfEndpoints.Emulator;

/// <summary>POST /v1/completions, as all servers with OpenAI's routes answer it, apart from what their dialect says.</summary>
internal sealed class TextCompletions
{
    private readonly EngineRequest _request;
    private readonly OpenAiDialect _dialect;
    private readonly IReadOnlyList<string> _prompts;
    private readonly int _choices;
    private readonly int? _logprobs;
    private readonly bool _echo;
    private readonly List<Generation> _generations = [];
    private readonly JsonMap _envelope;
    private readonly int _cachedTokens;

    private TextCompletions(EngineRequest request, JsonFields fields)
    {
        (_request, _dialect) = (request, fields.Dialect);
        _dialect.CheckModel(request, fields.Text("model"));
        _prompts = fields.Inputs("prompt");
        var sampling = new SamplingRequest(fields);
        _choices = sampling.Choices;
        _logprobs = fields.Count("logprobs");
        _echo = fields.Flag("echo") ?? false;
        _envelope = OpenAiParts.Envelope(request, _dialect, "text_completion", _dialect.NewId(request, "cmpl"), fields.Text("model"));
        ulong seed = request.Services.Random.NextSeed();
        foreach (string prompt in _prompts)
        {
            int maxTokens = _dialect.CheckLength(request, prompt, fields.Count("max_tokens") ?? _dialect.DefaultCompletionTokens, fields);
            for (int i = 0; i < _choices; i++)
            {
                _generations.Add(ToyModels.Generate(sampling.Options(prompt, maxTokens, i, seed) with
                {
                    TopTokens = _logprobs ?? 0,
                    KeepStop = _dialect.KeepsStop,
                    Forced = _dialect.Forced(request, fields, prompt, unchecked((sampling.Seed ?? 0) + i)),
                }));
            }
        }

        request.Count(_generations);
        _cachedTokens = request.Load.Reuse(_generations[0].PromptTokens);
    }

    public static async Task<object?> AnswerAsync(EngineRequest request, JsonFields fields)
    {
        TextCompletions completion;
        try
        {
            completion = new TextCompletions(request, fields);
        }
        catch (EngineException error) when (fields.Dialect.ChecksInStream && fields.Flag("stream") == true)
        {
            await fields.Dialect.RefuseInStreamAsync(request, error);
            return null;
        }

        int? failAfter = GenerationFault.Find(request, completion._prompts);
        if (fields.Flag("stream") ?? false)
        {
            await completion.StreamAsync(failAfter, fields.Part("stream_options").Flag("include_usage") ?? false);
            return null;
        }

        await fields.Dialect.ThinkAsync(request, failAfter);
        JsonMap answer = completion._envelope;
        answer["choices"] = completion._generations.Select(completion.Choice);
        answer["usage"] = completion.Usage(completion._generations, completion._prompts.Count);
        fields.Dialect.Complete(answer, request, isChunk: false);
        return answer;
    }

    private JsonMap Usage(IReadOnlyCollection<Generation> generations, int prompts = 1) =>
        OpenAiParts.Usage(_request, _dialect, generations, prompts, _cachedTokens, reasoningTokens: 0);

    private string Prefix(int index) => _echo ? _prompts[index / _choices] : "";

    private JsonMap Choice(Generation generation, int index)
    {
        JsonMap choice = new()
        {
            ["index"] = index,
            ["text"] = Prefix(index) + generation.Text,
            ["logprobs"] = _dialect.CompletionLogprobs(_logprobs, generation.Tokens.Where(token => !token.IsSpecial), 0),
            ["finish_reason"] = _dialect.ReasonFor(generation, callsTool: false),
        };
        _dialect.CompleteChoice(choice, generation, isChunk: false);
        return choice;
    }

    private async Task StreamAsync(int? failAfter, bool withUsage)
    {
        ServerSentEvents events = ServerSentEvents.Begin(_request.Context, "data: ");
        await events.StartAsync();
        bool isWhole = await events.SendTurnsAsync(_request, _generations, failAfter, Chunk);
        if (!isWhole)
        {
            await _dialect.SendErrorAsync(events, _request, _dialect.GenerationFailed());
        }
        else if (_dialect.EndsWithOwnChunk)
        {
            for (int index = 0; index < _generations.Count; index++)
            {
                await events.SendAsync(Chunk(index, _generations[index].Tokens.Count));
            }
        }
        else if (withUsage)
        {
            _envelope["choices"] = Array.Empty<object>();
            _envelope["usage"] = Usage(_generations, _prompts.Count);
            await events.SendAsync(_envelope);
        }

        if (isWhole || _dialect.EndsBrokenStream)
        {
            await events.SendAsync("[DONE]");
        }
    }

    /// <summary>The event of a token; after the last token, the one that only ends the text.</summary>
    private JsonMap Chunk(int index, int position)
    {
        Generation generation = _generations[index];
        GeneratedToken[] tokens = [.. generation.Tokens.Skip(position).Take(1).Where(token => !token.IsSpecial)];
        bool isLast = position == generation.Tokens.Count - (_dialect.EndsWithOwnChunk ? 0 : 1);
        string text = string.Concat(tokens.Select(token => token.Text));
        JsonMap choice = new()
        {
            ["index"] = index,
            ["text"] = position == 0 ? Prefix(index) + text : text,
            ["logprobs"] = _dialect.CompletionLogprobs(
                _logprobs, tokens, generation.Tokens.Take(position).Sum(before => before.Text.Length)),
            ["finish_reason"] = isLast ? _dialect.StreamedReasonFor(generation) : _dialect.HasTgiChunks ? "" : null,
        };
        JsonMap chunk = new(_envelope) { ["choices"] = new[] { choice } };
        if (isLast)
        {
            _dialect.CompleteChoice(choice, generation, isChunk: true);
            if (_dialect.EndsWithUsage)
            {
                chunk["usage"] = Usage([generation]);
            }
        }

        _dialect.Complete(chunk, _request, isChunk: true);
        return chunk;
    }
}
