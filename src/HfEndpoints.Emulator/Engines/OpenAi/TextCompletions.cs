using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>POST /v1/completions, as all servers with OpenAI's routes answer it but for what their dialect says.</summary>
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
                _generations.Add(request.Generate(_sampling.Options(prompt, maxTokens, i, seed) with { TopTokens = _logprobs ?? 0, KeepStop = dialect.KeepsStop }));
            }
        }

        request.Load.Count(_generations);
    }

    public static async Task AnswerAsync(EngineRequest request, OpenAiDialect dialect)
    {
        JsonObject body = await dialect.ReadBodyAsync(request).ConfigureAwait(false);
        var fields = new JsonFields(body, dialect);
        TextCompletions completion;
        try
        {
            completion = new TextCompletions(request, dialect, fields);
        }
        catch (EngineException error) when (dialect.ChecksInStream && fields.Flag("stream") == true)
        {
            await dialect.RefuseInStreamAsync(request, error).ConfigureAwait(false);
            return;
        }

        int? failAfter = completion._prompts.Select(prompt => GenerationFault.Find(request, prompt)).FirstOrDefault(found => found is not null);
        if (completion._fields.Flag("stream") ?? false)
        {
            await completion.StreamAsync(failAfter).ConfigureAwait(false);
            return;
        }

        await request.ThinkAsync().ConfigureAwait(false);
        if (failAfter is not null)
        {
            throw dialect.GenerationFailed();
        }

        JsonObject answer = completion._envelope;
        answer["choices"] = new JsonArray([.. completion._generations.Select(completion.Choice)]);
        answer["usage"] = OpenAiParts.Usage(completion._generations, completion._prompts.Count);
        dialect.Complete(answer, request, isChunk: false);
        await request.Context.AnswerJsonAsync(answer).ConfigureAwait(false);
    }

    private string Prefix(int index) => _echo ? _prompts[index / _sampling.Choices] : "";

    private JsonObject Choice(Generation generation, int index)
    {
        var choice = new JsonObject
        {
            ["index"] = index,
            ["text"] = Prefix(index) + generation.Text,
            ["logprobs"] = Logprobs(generation.Tokens.Where(token => !token.IsSpecial), 0),
            ["finish_reason"] = _dialect.FinishReason(generation, callsTool: false),
        };
        _dialect.CompleteChoice(choice, generation, isChunk: false);
        return choice;
    }

    private async Task StreamAsync(int? failAfter)
    {
        ServerSentEvents events = ServerSentEvents.Begin(_request.Context, "data: ");
        await events.StartAsync().ConfigureAwait(false);
        int longest = _generations.Max(generation => generation.Tokens.Count);
        for (int position = 0; position < longest; position++)
        {
            await _request.ThinkAsync(longest).ConfigureAwait(false);
            if (position >= failAfter)
            {
                await events.SendAsync(_dialect.StreamedErrorBody(_dialect.GenerationFailed())).ConfigureAwait(false);
                break;
            }

            for (int index = 0; index < _generations.Count; index++)
            {
                if (position < _generations[index].Tokens.Count)
                {
                    await events.SendAsync(Chunk(index, position)).ConfigureAwait(false);
                }
            }
        }

        if (failAfter is null && new JsonFields(_fields.Object("stream_options") ?? [], _dialect).Flag("include_usage") == true)
        {
            _envelope["choices"] = new JsonArray();
            _envelope["usage"] = OpenAiParts.Usage(_generations, _prompts.Count);
            await events.SendAsync(_envelope).ConfigureAwait(false);
        }

        if (failAfter is null || _dialect.EndsBrokenStream)
        {
            await events.SendAsync("[DONE]").ConfigureAwait(false);
        }
    }

    private JsonObject Chunk(int index, int position)
    {
        Generation generation = _generations[index];
        GeneratedToken token = generation.Tokens[position];
        bool isLast = position == generation.Tokens.Count - 1;
        string text = token.IsSpecial ? "" : token.Text;
        JsonObject chunk = _envelope.DeepClone().AsObject();
        var choice = new JsonObject
        {
            ["index"] = index,
            ["text"] = position == 0 ? Prefix(index) + text : text,
            ["logprobs"] = Logprobs(token.IsSpecial ? [] : [token], generation.Tokens.Take(position).Sum(before => before.Text.Length)),
            ["finish_reason"] = isLast ? _dialect.StreamedFinishReason(generation) : _dialect.HasTgiChunks ? "" : null,
        };
        if (isLast)
        {
            _dialect.CompleteChoice(choice, generation, isChunk: true);
            if (_dialect.HasTgiChunks)
            {
                chunk["usage"] = OpenAiParts.Usage([generation]);
            }
        }

        chunk["choices"] = new JsonArray(choice);
        _dialect.Complete(chunk, _request, isChunk: true);
        return chunk;
    }

    private JsonObject? Logprobs(IEnumerable<GeneratedToken> tokens, int offset)
    {
        if (_logprobs is null || _dialect.HasTgiChunks)
        {
            return null;
        }

        var (offsets, probabilities, texts, tops) = (new JsonArray(), new JsonArray(), new JsonArray(), new JsonArray());
        foreach (GeneratedToken token in tokens)
        {
            offsets.Add(offset);
            offset += token.Text.Length;
            probabilities.Add(Math.Round(token.LogProbability, 6));
            texts.Add(token.Text);
            tops.Add(new JsonObject(token.Alternatives.Prepend(token).DistinctBy(other => other.Text)
                .Select(other => KeyValuePair.Create<string, JsonNode?>(other.Text, Math.Round(other.LogProbability, 6)))));
        }

        return new JsonObject { ["text_offset"] = offsets, ["token_logprobs"] = probabilities, ["tokens"] = texts, ["top_logprobs"] = tops };
    }
}
