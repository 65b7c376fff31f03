using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

/// <summary>The forms in which engines take and give what text completions have in common.</summary>
public sealed class CompletionDialectTests
{
    [Theory]
    [InlineData("llamacpp", "b1", """{"type":"json","value":{"type":"object"}}""", "json_schema", """{"type":"object"}""")]
    [InlineData("llamacpp", "b1", """{"type":"grammar","value":"root ::= \"yes\""}""", "grammar", "\"root ::= \\u0022yes\\u0022\"")]
    [InlineData("vllm", "0.11.0", """{"type":"json","value":{"type":"object"}}""", "structured_outputs", """{"json":{"type":"object"}}""")]
    [InlineData("vllm", "0.12.0.dev1+g1", """{"type":"regex","value":"a+"}""", "structured_outputs", """{"regex":"a\u002B"}""")]
    [InlineData("vllm", "0.10.2", """{"type":"regex","value":"a"}""", "guided_regex", "\"a\"")]
    [InlineData("sglang", "0.5.17", """{"type":"regex","value":"a"}""", "regex", "\"a\"")]
    [InlineData(
        "sglang",
        "0.5.17",
        """{"type":"json_schema","value":{"name":"x","schema":{"type":"object"}}}""",
        "json_schema",
        "\"{\\u0022type\\u0022:\\u0022object\\u0022}\"")]
    [InlineData(
        "someone",
        "",
        """{"type":"json","value":"{\"type\":\"object\"}"}""",
        "response_format",
        """{"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object"}}}""")]
    public async Task AGrammarIsSentInTheEnginesForm(string owner, string version, string grammar, string member, string value)
    {
        await using RawServer server = Engine(owner, version, Model("m"));

        _ = await CompleteAsync(server, new() { Grammar = JsonText.Parse(grammar) });

        Assert.Equal(value, server.Requests[^1].Json![member]!.ToJsonString());
        Assert.Equal("m", (string?)server.Requests[^1].Json!["model"]);
    }

    [Theory]
    [InlineData("llamacpp", """{"type":"regex","value":"a"}""")]
    [InlineData("vllm", """{"type":"regx","value":"a"}""")]
    [InlineData("vllm", """{"type":"json"}""")]
    [InlineData("vllm", """{"type":"json","value":"no schema"}""")]
    public async Task AGrammarThatTheEngineDoesNotTakeIsRefused(string owner, string grammar)
    {
        await using RawServer server = Engine(owner, "1", Model("m"));

        await Expect.FailureAsync(
            HfErrorKind.InvalidRequest, () => CompleteAsync(server, new() { Grammar = JsonText.Parse(grammar) }));

        Assert.DoesNotContain(server.Requests, request => request.Target == "/v1/completions");
    }

    [Fact]
    public async Task OfSeveralModelsOneIsNamed()
    {
        await using RawServer server = Engine("vllm", "0.11.0", Model("base", "/m") + "," + Model("poet", "/lora"));

        HfException exception = await Expect.FailureAsync(HfErrorKind.ModelNotFound, () => CompleteAsync(server, new()));
        _ = await CompleteAsync(server, new() { AdapterId = "poet" });
        await Expect.FailureAsync(HfErrorKind.ModelNotFound, () => CompleteAsync(server, new() { AdapterId = "painter" }));

        Assert.Contains("'base', 'poet'", exception.Message, StringComparison.Ordinal);
        Assert.Equal("poet", (string?)Assert.Single(server.Requests, request => request.Target == "/v1/completions").Json!["model"]);
    }

    [Fact]
    public async Task SeveralNamesOfAModelAreOne()
    {
        await using RawServer server = Engine("vllm", "0.11.0", Model("a", "/m") + "," + Model("b", "/m"));

        _ = await CompleteAsync(server, new());

        Assert.Equal("a", (string?)server.Requests[^1].Json!["model"]);
    }

    [Theory]
    [InlineData("""{"content":[{"id":7,"token":" well","logprob":-0.5,"top_logprobs":[{"id":7,"token":" well","logprob":-0.5}]}]}""", 7)]
    [InlineData("""{"tokens":[" well"],"token_logprobs":[-0.5],"top_logprobs":[{" well":-0.5}]}""", 0)]
    public async Task TokensAreReadInBothForms(string logprobs, long id)
    {
        await using RawServer server = Engine("llamacpp", "b1", Model("m"), logprobs);

        HfGenerationDetails details = (await CompleteAsync(server, new() { TopNTokens = 1 })).Details!;

        Assert.Equal(1, (int?)server.Requests[^1].Json!["logprobs"]);
        Assert.Equal((id, " well", -0.5), (details.Tokens[0].Id, details.Tokens[0].Text, details.Tokens[0].Logprob));
        Assert.Equal(-0.5, details.TopTokens[0][0].Logprob);
    }

    private static RawServer Engine(string owner, string version, string models, string logprobs = "null")
    {
        string list = $$"""{"data":[{{models.Replace("OWNER", owner, StringComparison.Ordinal)}}]}""";
        string answer = """{"choices":[{"text":" well","finish_reason":"stop","logprobs":""" + logprobs + "}]}";
        return new RawServer((request, connection) => (request.Target switch
        {
            "/v1/models" => RawConnection.Json(list),
            "/version" when owner == "vllm" => RawConnection.Json($$"""{"version":"{{version}}"}"""),
            "/v1/completions" => RawConnection.Json(answer),
            _ => RawConnection.Status(404),
        })(connection));
    }

    private static string Model(string id, string? root = null) =>
        $$"""{"id":"{{id}}","owned_by":"OWNER"{{(root is null ? "" : $",\"root\":\"{root}\"")}}}""";

    private static Task<HfGeneratedText> CompleteAsync(RawServer server, GenerateParameters parameters) => server.Client()
        .GetTextGenerationClient(new InferenceTarget(server.Address)).GenerateAsync("x", parameters).WithinDeadlineAsync();
}
