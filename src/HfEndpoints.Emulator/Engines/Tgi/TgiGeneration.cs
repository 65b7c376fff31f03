namespace HfEndpoints.Emulator;

/// <summary>Runs a validated generate request and writes the result in the server's words.</summary>
internal sealed class TgiGeneration
{
    private readonly TgiParameters _parameters;
    private readonly bool _fullText;
    private readonly string _inputs;
    private readonly List<Generation> _generations = [];
    private readonly ulong? _seed;

    public TgiGeneration(EngineRequest request, string inputs, JsonNode? given, bool stream, bool fullTextByDefault)
    {
        var parameters = new TgiParameters(given as JsonObject ?? []);
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
    public string Text => TextOf(Best);

    public JsonMap ToJson()
    {
        JsonMap result = new() { ["generated_text"] = Text };
        if (_parameters.Details || _parameters.DecoderInputDetails)
        {
            JsonMap details = Details(Best);
            result["details"] = details;
            if (_generations.Count > 1)
            {
                details["best_of_sequences"] = _generations.Skip(1)
                    .Select(generation => new JsonMap(Details(generation)) { ["generated_text"] = TextOf(generation) });
            }
        }

        return result;
    }

    /// <summary>Sends the tokens as events; a number of them, and then an error, if the model is to fail.</summary>
    public async Task StreamAsync(EngineRequest request, int? failAfter = null)
    {
        ServerSentEvents events = ServerSentEvents.Begin(request.Context);
        if (!await events.SendTurnsAsync(request, [Best], failAfter, (_, position) => Frame(position)))
        {
            await events.SendAsync(TgiException.Failed().ToJson());
        }
    }

    private JsonMap Frame(int position)
    {
        bool isLast = position == Best.Tokens.Count - 1;
        JsonMap frame = new() { ["index"] = position + 1, ["token"] = Token(Best.Tokens[position]) };
        if (_parameters.TopNTokens > 0)
        {
            frame["top_tokens"] = TopTokens(Best.Tokens[position]);
        }

        frame["generated_text"] = isLast ? Text : null;
        frame["details"] = !isLast || !_parameters.Details ? null : new
        {
            finish_reason = Reason(Best.FinishReason),
            generated_tokens = Best.Tokens.Count,
            seed = _seed,
            input_length = Best.PromptTokens.Count,
        };
        return frame;
    }

    private string TextOf(Generation generation) => _fullText ? _inputs + generation.Text : generation.Text;

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
        Forced = Grammar(_parameters.Grammar, unchecked((long)seed), prompt),
    };

    private JsonMap Details(Generation generation)
    {
        JsonMap details = new()
        {
            ["finish_reason"] = Reason(generation.FinishReason),
            ["generated_tokens"] = generation.Tokens.Count,
            ["seed"] = _seed,
            ["prefill"] = _parameters.DecoderInputDetails ? Prefill(generation) : [],
            ["tokens"] = generation.Tokens.Select(Token),
        };
        if (_parameters.TopNTokens > 0)
        {
            details["top_tokens"] = generation.Tokens.Select(TopTokens);
        }

        return details;
    }

    private static IEnumerable<object> Prefill(Generation generation) => generation.PromptTokens.Select((text, index) => new
    {
        id = ToyModels.TokenId(text),
        text,
        // Nothing comes before the first token, so it has no probability.
        logprob = index == 0 ? (double?)null : -Math.Round(1 + (ToyModels.TokenId(text) % 1000 / 200.0), 4),
    });

    private static object Token(GeneratedToken token) =>
        new { id = token.Id, text = token.Text, logprob = Math.Round(token.LogProbability, 6), special = token.IsSpecial };

    private static IEnumerable<object> TopTokens(GeneratedToken token) => token.Alternatives.Select(Token);

    /// <summary>The text a grammar leaves no choice about.</summary>
    private static string? Grammar(JsonObject? grammar, long seed, string prompt)
    {
        JsonNode? schema = grammar?["type"]?.GetValue<string>() switch
        {
            "json" => grammar["value"],
            "json_schema" => grammar["value"]!["schema"],
            _ => null,
        };
        return schema is null ? null : ToyModels.WriteJson(schema, seed, prompt)?.ToJsonString(HttpAnswers.Json) ?? "null";
    }

    private static string Reason(FinishReason reason) => reason switch
    {
        FinishReason.Length => "length",
        FinishReason.StopSequence => "stop_sequence",
        _ => "eos_token",
    };
}

/// <summary>The routes of the server's tokenizer.</summary>
internal static class TgiTokens
{
    public static object Tokenize(JsonObject body) => Tokens(body["inputs"]!.GetValue<string>());

    public static object ChatTokenize(EngineRequest request, JsonFields fields)
    {
        var chat = new OpenAiChatRequest(fields);
        fields.Dialect.CheckChat(request, chat);
        string text = fields.Dialect.Prompt(request, chat);
        return new { tokenize_response = Tokens(text), templated_text = text };
    }

    private static object Tokens(string text) => ToyModels.Locate(text)
        .Select(place => new { id = ToyModels.TokenId(place.Token), text = place.Token, start = place.Start, stop = place.End });
}

/// <summary>The route that Google's Vertex AI calls: several prompts or chats, and a text for each.</summary>
internal static class TgiVertex
{
    private static readonly Shape s_request = new ObjectShape().Required("instances", Shape.List(Shape.Any));

    public static async Task<object?> AnswerAsync(EngineRequest request, TgiDialect dialect)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, s_request);
        string[] predictions = [.. body["instances"]!.AsArray().Select(instance => Predict(request, dialect, instance))];
        await request.ThinkAsync();
        return new { predictions };
    }

    private static string Predict(EngineRequest request, TgiDialect dialect, JsonNode? instance)
    {
        if (instance is JsonObject chat && chat["messages"] is not null)
        {
            var asked = new OpenAiChatRequest(new JsonFields(chat, dialect));
            dialect.CheckChat(request, asked);
            return new ChatTurn(request, asked).Choices[0].Text;
        }

        if (instance is not JsonObject prompt || prompt["inputs"] is not JsonValue inputs || !inputs.TryGetValue(out string? text))
        {
            throw PlainTextException.Unprocessable("instances: data did not match any variant of untagged enum VertexInstance");
        }

        var generation = new TgiGeneration(request, text, prompt["parameters"], stream: false, fullTextByDefault: false);
        request.Count([generation.Best]);
        return generation.Text;
    }
}
