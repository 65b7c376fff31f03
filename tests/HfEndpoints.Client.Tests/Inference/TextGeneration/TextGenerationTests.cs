using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;
using HfEndpoints.Emulator;

namespace HfEndpoints.Client.Tests;

public sealed class TextGenerationTests
{
    private static readonly Dictionary<string, (GenerateParameters? Parameters, bool Stream)> s_calls = new()
    {
        ["text generation: bare prompt"] = (null, false),
        ["text generation: parameters"] = (
            new GenerateParameters
            {
                MaxNewTokens = 12,
                Temperature = 0.7,
                TopP = 0.9,
                TopK = 50,
                RepetitionPenalty = 1.1,
                DoSample = true,
                Seed = 42,
                Stop = ["\n", "END"],
                ReturnFullText = false,
            },
            false),
        ["text generation: stream"] = (new GenerateParameters { MaxNewTokens = 2 }, true),
        ["text generation: details"] = (
            new GenerateParameters { Details = true, DecoderInputDetails = true, TopNTokens = 2, MaxNewTokens = 2 }, false),
        ["text generation: JSON grammar"] = (
            new GenerateParameters
            {
                Grammar = JsonText.Parse("""{"type":"json","value":{"properties":{"a":{"type":"string"}}}}"""),
            },
            false),
    };

    public static TheoryData<string> Calls => Vectors.ForCall("text_generation");

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task APromptIsSentAsThePythonLibrarySendsIt(string name)
    {
        (GenerateParameters? parameters, bool stream) = s_calls[name];
        await using var server = new RawServer(RawConnection.Json("""[{"generated_text":"x"}]"""));
        TextGenerationClient client = server.Client().GetTextGenerationClient(
            new InferenceTarget(new Uri(server.Address, "serve")) { Engine = ServerEngine.Tgi });

        if (stream)
        {
            await Expect.AllAsync(client.StreamAsync("I am", parameters));
        }
        else
        {
            await client.GenerateAsync("I am", parameters);
        }

        RawRequest request = Assert.Single(server.Requests);
        (string method, string path, JsonNode? body) = Assert.Single(Vectors.Get(name).Requests);
        Assert.Equal((method, path), (request.Method, request.Target));
        JsonCompare.Same(body, request.Json);
        Assert.DoesNotContain("null", request.Body, StringComparison.Ordinal);
        Assert.Equal("application/json", request.Headers["content-type"]);
        Assert.Equal(stream ? "text/event-stream" : "application/json", request.Headers["accept"]);
    }

    [Fact]
    public async Task EveryParameterHasItsNameOnTheWire()
    {
        await using var server = new RawServer(RawConnection.Json("""{"generated_text":"x"}"""));
        await server.Tgi().GenerateAsync("hi", new GenerateParameters
        {
            AdapterId = "a",
            BestOf = 2,
            FrequencyPenalty = -0.5,
            Truncate = 7,
            TypicalP = 0.95,
            Watermark = true,
            Seed = long.MaxValue,
        });

        JsonCompare.Same(
            JsonNode.Parse("""
                {"adapter_id":"a","best_of":2,"frequency_penalty":-0.5,"truncate":7,"typical_p":0.95,"watermark":true,
                 "seed":9223372036854775807}
                """),
            Assert.Single(server.Requests).Json!["parameters"]);
    }

    [Theory]
    [InlineData("ein Täßchen — 茶 🍵")]
    [InlineData("quotes \" and \\ and \u0000 and \t")]
    [InlineData("")]
    public async Task APromptArrivesAsItWas(string prompt)
    {
        await using var server = new RawServer(RawConnection.Json("""{"generated_text":"x"}"""));

        await server.Tgi().GenerateAsync(prompt);

        Assert.Equal(prompt, (string?)Assert.Single(server.Requests).Json!["inputs"]);
    }

    [Theory]
    [InlineData("""{"generated_text":"grün"}""", "grün")]
    [InlineData("""[{"generated_text":"one"}]""", "one")]
    [InlineData("""[{"generated_text":"one"},{"generated_text":"two"}]""", "one")]
    [InlineData("""{"generated_text":"","more":1}""", "")]
    public async Task TheTextIsReadFromAnObjectOrAList(string answer, string text)
    {
        await using var server = new RawServer(RawConnection.Json(answer));

        HfGeneratedText generated = await server.Tgi().GenerateAsync("hi");

        Assert.Equal(text, generated.Text);
        Assert.Null(generated.Details);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[[]]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("""{"generated_text":null}""")]
    [InlineData("""{"generated_text":7}""")]
    [InlineData("""[[0.1,0.2]]""")]
    [InlineData("""{"generated_text":"hal""")]
    public async Task AnAnswerWithoutATextIsTheServersFault(string answer)
    {
        await using var server = new RawServer(RawConnection.Json(answer));

        await Expect.FailureAsync(
            HfErrorKind.InvalidResponse, () => server.Tgi().GenerateAsync("hi"));
    }

    [Fact]
    public async Task AnErrorInsideASuccessIsAnError()
    {
        await using var server = new RawServer(RawConnection.Json("""{"error":"it broke"}"""));

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.GenerationFailed, () => server.Tgi().GenerateAsync("hi"));

        Assert.Contains("it broke", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DetailsAreReadWhole()
    {
        await using var server = new RawServer(RawConnection.Json("""
            [{"generated_text":"a b","details":{
              "finish_reason":"length","generated_tokens":2,"seed":18446744073709551615,
              "prefill":[{"id":1,"text":"I","logprob":null},{"id":2,"text":" am","logprob":-1.5}],
              "tokens":[{"id":3,"text":"a","logprob":-0.5,"special":false},{"id":4,"text":"</s>","logprob":-0.25,"special":true}],
              "top_tokens":[[{"id":3,"text":"a","logprob":-0.5,"special":false}],[]],
              "best_of_sequences":[{"generated_text":"c","finish_reason":"eos_token","generated_tokens":1,"prefill":[],"tokens":[]}]}}]
            """));

        HfGeneratedText text = await server.Tgi().GenerateAsync("hi");

        HfGenerationDetails details = text.Details!;
        Assert.Equal(("a b", "hi", "length", 2), (text.Text, text.Prompt, text.FinishReason, text.GeneratedTokens));

        Assert.Equal(("length", 2, ulong.MaxValue), (details.FinishReason, details.GeneratedTokens, details.Seed));
        Assert.Equal([null, -1.5], details.Prefill.Select(token => token.Logprob));
        Assert.Equal([(3, "a", false), (4, "</s>", true)], details.Tokens.Select(token => (token.Id, token.Text, token.Special)));
        Assert.Equal([1, 0], details.TopTokens.Select(step => step.Length));
        HfGenerationDetails other = Assert.Single(details.BestOfSequences);
        Assert.Equal(("c", "eos_token"), (other.Text, other.FinishReason));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ADeployedServerAnswers(bool isTgi)
    {
        await using Service service = await Service.StartAsync();
        await (isTgi ? service.PutTgiAsync() : service.PutAsync("e"));
        var parameters = new GenerateParameters { MaxNewTokens = 5, Details = true, ReturnFullText = false, Seed = 7 };

        HfGeneratedText one = await service.TextGeneration().GenerateAsync("I am", parameters);
        HfGeneratedText same = await service.TextGeneration().GenerateAsync("I am", parameters);

        Assert.NotEmpty(one.Text);
        Assert.Equal(one.Text, same.Text);
        Assert.InRange(one.Details!.GeneratedTokens!.Value, 1, 5);
        Assert.Equal(one.Details.GeneratedTokens, one.Details.Tokens.Length);
    }

    [Fact]
    public async Task AWrongParameterIsReportedInTheServersWords()
    {
        await using Service service = await Service.StartAsync();
        await service.PutTgiAsync();
        await service.PutAsync("toolkit");

        HfException tgi = await Expect.ApiErrorAsync(
            HfErrorKind.InvalidRequest, () => service.TextGeneration().GenerateAsync("hi", new() { Temperature = 0 }));
        HfException toolkit = await Expect.ApiErrorAsync(
            HfErrorKind.InvalidRequest, () => service.TextGeneration("toolkit").GenerateAsync("hi", new() { Temperature = 0 }));

        Assert.Equal((422, "validation"), ((int)tgi.StatusCode!, tgi.ErrorCode));
        Assert.Contains("`temperature` must be strictly positive", tgi.ServerMessage, StringComparison.Ordinal);
        Assert.Contains("endpoint 'e'", tgi.Message, StringComparison.Ordinal);
        Assert.Equal(400, (int)toolkit.StatusCode!);
    }

    [Theory]
    [InlineData(424, "generation", HfErrorKind.GenerationFailed, 1)]
    [InlineData(429, "overloaded", HfErrorKind.RateLimited, 4)]
    [InlineData(500, "incomplete_generation", HfErrorKind.ServiceUnavailable, 4)]
    [InlineData(422, "validation", HfErrorKind.InvalidRequest, 1)]
    public async Task AFailureOfTheModelHasItsKindAndItsNumberOfAttempts(int status, string type, HfErrorKind kind, int attempts)
    {
        await using var server = new RawServer(RawConnection.Json($$"""{"error":"why","error_type":"{{type}}"}""", status));

        HfException exception = await Expect.ApiErrorAsync(
            kind, () => server.Tgi().GenerateAsync("hi"));

        Assert.Equal(("why", type), (exception.ServerMessage, exception.ErrorCode));
        Assert.Equal(attempts, server.Requests.Count);
    }

    [Fact]
    public async Task AnOverloadedModelIsAskedAgain()
    {
        await using Service service = await Service.StartAsync();
        await service.PutTgiAsync();
        await service.FailAsync(
            """{"method":"POST","status":429,"body":{"error":"Model is overloaded","error_type":"overloaded"},"times":3}""");

        Assert.NotEmpty((await service.TextGeneration().GenerateAsync("hi")).Text!);
    }

    [Fact]
    public async Task ParametersTheModelDoesNotUseAreLeftOutAndThatIsReported()
    {
        var log = new List<string>();
        await using var server = new RawServer(
            RawConnection.Json(
                """
                {"error":"The following `model_kwargs` are not used by the model: ['watermark', 'top_n_tokens', 'else'] (note: typos)"}
                """,
                400),
            RawConnection.Json("""[{"generated_text":"x"}]"""));

        HfGeneratedText text = await server.Client(options => options with { Log = log.Add })
            .GetTextGenerationClient(new InferenceTarget(server.Address) { Engine = ServerEngine.Tgi })
            .GenerateAsync("hi", new() { Watermark = true, TopNTokens = 2, MaxNewTokens = 3 });

        Assert.Equal("x", text.Text);
        Assert.Equal("""{"max_new_tokens":3}""", server.Requests[1].Json!["parameters"]!.ToJsonString());
        Assert.Matches("watermark.*top_n_tokens", Assert.Single(log));
    }

    [Fact]
    public async Task AModelThatUsesNoneOfWhatWasNotSentIsNotAskedAgain()
    {
        await using var server = new RawServer(
            RawConnection.Json("""{"error":"The following `model_kwargs` are not used by the model: ['other']"}""", 400));

        await Expect.ApiErrorAsync(
            HfErrorKind.InvalidRequest,
            () => server.Tgi().GenerateAsync("hi", new() { MaxNewTokens = 3 }));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task CancellingClosesTheConnection()
    {
        await using Service service = await Service.StartAsync(new EmulatorOptions { GenerateTime = TimeSpan.FromMinutes(1) });
        await service.PutTgiAsync();
        using var cancel = new CancellationTokenSource();
        Task text = service.TextGeneration().GenerateAsync("hi", cancellationToken: cancel.Token);
        await Deadline.UntilAsync(async () => (await service.RequestsAsync()).Count == 1);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => text.WithinDeadlineAsync());
        // The answer is a minute away: a request that has ended is one whose client went away.
        await Deadline.UntilAsync(async () => !(bool)Assert.Single(await service.RequestsAsync())["inFlight"]!);
    }
}
