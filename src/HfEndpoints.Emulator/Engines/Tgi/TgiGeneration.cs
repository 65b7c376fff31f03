namespace HfEndpoints.Emulator;

/// <summary>Runs a validated generate request and writes the result in the server's words.</summary>
internal sealed class TgiGeneration
{
    private readonly TgiParameters _parameters;
    private readonly bool _fullText;
    private readonly string _inputs;
    private readonly List<Generation> _generations = [];
    private readonly ulong? _seed;

    public TgiGeneration(EngineRequest request, string inputs, TgiParameters parameters, bool stream, bool fullTextByDefault)
    {
        _parameters = parameters;
        _inputs = inputs;
        _fullText = parameters.ReturnFullText ?? fullTextByDefault;
        (string prompt, int maxNewTokens) = TgiValidation.Check(inputs, parameters, stream, new TgiLimits(request.Spec));
        _seed = parameters.Samples ? parameters.Seed ?? request.Services.Random.NextSeed() : null;
        for (int i = 0; i < (parameters.BestOf ?? 1); i++)
        {
            ulong seed = unchecked((_seed ?? 0) + (ulong)i);
            _generations.Add(ToyModels.Generate(Options(prompt, maxNewTokens, seed)));
        }

        _generations.Sort((a, b) => b.LogProbability.CompareTo(a.LogProbability));
    }

    public Generation Best => _generations[0];
    public string Text(Generation generation) => _fullText ? _inputs + generation.Text : generation.Text;

    public JsonObject ToJson()
    {
        var result = new JsonObject { ["generated_text"] = Text(Best) };
        if (_parameters.Details || _parameters.DecoderInputDetails)
        {
            JsonObject details = Details(Best);
            if (_generations.Count > 1)
            {
                details["best_of_sequences"] = new JsonArray([.. _generations.Skip(1).Select(generation =>
                {
                    JsonObject sequence = Details(generation);
                    sequence["generated_text"] = Text(generation);
                    return sequence;
                })]);
            }

            result["details"] = details;
        }

        return result;
    }

    public IEnumerable<JsonObject> ToFrames()
    {
        for (int i = 0; i < Best.Tokens.Count; i++)
        {
            bool isLast = i == Best.Tokens.Count - 1;
            var frame = new JsonObject { ["index"] = i + 1, ["token"] = Token(Best.Tokens[i]) };
            if (_parameters.TopNTokens > 0)
            {
                frame["top_tokens"] = TopTokens(Best.Tokens[i]);
            }

            frame["generated_text"] = isLast ? Text(Best) : null;
            frame["details"] = isLast && _parameters.Details ? StreamDetails() : null;
            yield return frame;
        }
    }

    private GenerationOptions Options(string prompt, int maxNewTokens, ulong seed) => new()
    {
        Prompt = prompt,
        MaxNewTokens = maxNewTokens,
        Stop = _parameters.Stop,
        Sample = _parameters.Samples,
        Seed = seed,
        Temperature = _parameters.Temperature ?? 1,
        TopK = _parameters.TopK,
        TopP = _parameters.TopP,
        TypicalP = _parameters.TypicalP,
        RepetitionPenalty = _parameters.RepetitionPenalty ?? 1,
        FrequencyPenalty = _parameters.FrequencyPenalty ?? 0,
        TopTokens = _parameters.TopNTokens ?? 0,
        Forced = TgiGrammar.Write(_parameters.Grammar, unchecked((long)seed), prompt),
    };

    private JsonObject Details(Generation generation)
    {
        var details = new JsonObject
        {
            ["finish_reason"] = Reason(generation.FinishReason),
            ["generated_tokens"] = generation.Tokens.Count,
            ["seed"] = _seed,
            ["prefill"] = new JsonArray([.. Prefill(generation)]),
            ["tokens"] = new JsonArray([.. generation.Tokens.Select(Token)]),
        };
        if (_parameters.TopNTokens > 0)
        {
            details["top_tokens"] = new JsonArray([.. generation.Tokens.Select(TopTokens)]);
        }

        return details;
    }

    private IEnumerable<JsonNode> Prefill(Generation generation) => _parameters.DecoderInputDetails
        ? generation.PromptTokens.Select((text, index) => new JsonObject
        {
            ["id"] = ToyModels.TokenId(text),
            ["text"] = text,
            // Nothing comes before the first token, so it has no probability.
            ["logprob"] = index == 0 ? null : -Math.Round(1 + (ToyModels.TokenId(text) % 1000 / 200.0), 4),
        })
        : [];

    private JsonObject StreamDetails() => new()
    {
        ["finish_reason"] = Reason(Best.FinishReason),
        ["generated_tokens"] = Best.Tokens.Count,
        ["seed"] = _seed,
        ["input_length"] = Best.PromptTokens.Count,
    };

    private static JsonObject Token(GeneratedToken token) => new()
    {
        ["id"] = token.Id,
        ["text"] = token.Text,
        ["logprob"] = Math.Round(token.LogProbability, 6),
        ["special"] = token.IsSpecial,
    };

    private static JsonArray TopTokens(GeneratedToken token) => [.. token.Alternatives.Select(Token)];

    private static string Reason(FinishReason reason) => reason switch
    {
        FinishReason.Length => "length",
        FinishReason.StopSequence => "stop_sequence",
        _ => "eos_token",
    };
}

/// <summary>The text a grammar leaves no choice about.</summary>
internal static class TgiGrammar
{
    public static string? Write(JsonObject? grammar, long seed, string prompt)
    {
        JsonNode? schema = grammar?["type"]?.GetValue<string>() switch
        {
            "json" => grammar["value"],
            "json_schema" => grammar["value"]!["schema"],
            _ => null,
        };
        return schema is null ? null : ToyModels.WriteJson(schema, seed, prompt)?.ToJsonString(HttpAnswers.Json) ?? "null";
    }
}

/// <summary>The routes of the server's tokenizer.</summary>
internal static class TgiTokens
{
    public static async Task TokenizeAsync(EngineRequest request)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TgiParameters.Request);
        await request.Context.AnswerJsonAsync(Tokens(body["inputs"]!.GetValue<string>()));
    }

    public static async Task ChatTokenizeAsync(EngineRequest request, TgiDialect dialect)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TgiChatRequest.Chat);
        var chat = new OpenAiChatRequest(new JsonFields(body, dialect), dialect);
        dialect.CheckChat(request, chat);
        string text = dialect.Prompt(request, chat);
        await request.Context.AnswerJsonAsync(new JsonObject { ["tokenize_response"] = Tokens(text), ["templated_text"] = text });
    }

    private static JsonArray Tokens(string text)
    {
        var result = new JsonArray();
        int start = 0;
        foreach (string token in ToyModels.Tokenize(text))
        {
            result.Add(
                new JsonObject { ["id"] = ToyModels.TokenId(token), ["text"] = token, ["start"] = start, ["stop"] = start + token.Length });
            start += token.Length;
        }

        return result;
    }
}

/// <summary>The route that Google's Vertex AI calls: several prompts or chats, and a text for each.</summary>
internal static class TgiVertex
{
    private static readonly Shape s_request = new ObjectShape().Required("instances", Shape.List(Shape.Any));

    public static async Task AnswerAsync(EngineRequest request, TgiDialect dialect)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, s_request);
        string[] texts = [.. body["instances"]!.AsArray().Select(instance => Predict(request, dialect, instance))];
        await request.ThinkAsync();
        JsonArray predictions = [.. texts];
        await request.Context.AnswerJsonAsync(new JsonObject { ["predictions"] = predictions });
    }

    private static string Predict(EngineRequest request, TgiDialect dialect, JsonNode? instance)
    {
        if (instance is JsonObject chat && chat["messages"] is not null)
        {
            var asked = new OpenAiChatRequest(new JsonFields(chat, dialect), dialect);
            dialect.CheckChat(request, asked);
            return ChatTurn.Run(request, dialect, asked).Choices[0].Text;
        }

        if (instance is not JsonObject prompt || prompt["inputs"] is not JsonValue inputs || !inputs.TryGetValue(out string? text))
        {
            throw new PlainTextException(
                StatusCodes.Status422UnprocessableEntity,
                "Failed to deserialize the JSON body into the target type: instances: data did not match any variant of untagged enum "
                    + "VertexInstance");
        }

        var generation = new TgiGeneration(
            request, text, new TgiParameters(prompt["parameters"] as JsonObject ?? []), stream: false, fullTextByDefault: false);
        request.Load.Count([generation.Best]);
        return generation.Text(generation.Best);
    }
}
