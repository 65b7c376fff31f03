using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Tests;

public sealed class EndpointReadingTests
{
    private const string Recorded = """
        {"name":"my-endpoint-name","type":"protected","accountId":null,
         "provider":{"vendor":"aws","region":"us-east-1"},"healthRoute":"/health",
         "compute":{"accelerator":"cpu","instanceType":"intel-icl","instanceSize":"x2","scaling":{"minReplica":0,"maxReplica":1}},
         "model":{"repository":"gpt2","revision":"11c5a3d","task":"text-generation","framework":"pytorch",
                  "image":{"huggingface":{}},"secret":{"token":"my-token"}},
         "status":{"createdAt":"2023-10-26T12:41:53.263078506Z","createdBy":{"id":"6273f303f6d63a28483fde12","name":"Wauplin"},
          "updatedAt":"2023-10-26T12:41:53.263079138Z","updatedBy":{"id":"6273f303f6d63a28483fde12","name":"Wauplin"},
          "private":null,"state":"pending","message":"Endpoint waiting to be scheduled","readyReplica":0,"targetReplica":0}}
        """;

    [Fact]
    public async Task TheOlderAnswersOfTheServiceAreRead()
    {
        HfInferenceEndpoint endpoint = await ReadAsync(Recorded);

        Assert.Equal("my-endpoint-name", endpoint.Name);
        Assert.Equal("acme", endpoint.Namespace);
        Assert.Equal("protected", endpoint.Type);
        Assert.Equal(("aws", "us-east-1"), (endpoint.Vendor, endpoint.Region));
        Assert.Equal(
            ("cpu", "intel-icl", "x2"), (endpoint.Accelerator, endpoint.InstanceType, endpoint.InstanceSize));
        Assert.Equal(
            (0, 1, null),
            (endpoint.MinReplica, endpoint.MaxReplica, endpoint.ScaleToZeroTimeout));
        Assert.Equal(("gpt2", "pytorch", "text-generation"), (endpoint.Repository, endpoint.Framework, endpoint.Task));
        Assert.Equal("/health", endpoint.HealthRoute);
        Assert.Empty(endpoint.Tags);
        Assert.Null(endpoint.Url);
        Assert.Equal("Wauplin", endpoint.CreatedBy);
        Assert.Equal((0, 0), (endpoint.ReadyReplica, endpoint.TargetReplica));
    }

    [Fact]
    public async Task NanosecondsAreCutToWhatTheClockHolds()
    {
        HfInferenceEndpoint endpoint = await ReadAsync(Recorded);

        Assert.Equal(new DateTimeOffset(2023, 10, 26, 12, 41, 53, TimeSpan.Zero).AddTicks(2630785), endpoint.CreatedAt);
        Assert.Equal(new DateTimeOffset(2023, 10, 26, 12, 41, 53, TimeSpan.Zero).AddTicks(2630791), endpoint.UpdatedAt);
    }

    [Fact]
    public async Task AnUnknownStateAndTypeAreShownAsTheyCame()
    {
        HfInferenceEndpoint endpoint = await ReadAsync("""{"name":"e","type":"ofTomorrow","status":{"state":"hibernating"}}""");

        Assert.Equal("ofTomorrow", endpoint.Type);
        Assert.Equal("hibernating", endpoint.Status);
    }

    [Theory]
    [InlineData("""{"name":"e"}""")]
    [InlineData("""{"name":"e","provider":null,"compute":null,"model":null,"status":null,"healthRoute":null,"tags":null}""")]
    [InlineData("""{"name":"e","compute":{"scaling":null},"status":{"state":null,"url":null}}""")]
    public async Task WhatIsMissingOrNullHasItsDefault(string answer)
    {
        HfInferenceEndpoint endpoint = await ReadAsync(answer);

        Assert.Equal("", endpoint.Status ?? "");
        Assert.Null(endpoint.Vendor);
        Assert.Null(endpoint.Repository);
        Assert.Equal(0, endpoint.MinReplica);
    }

    [Theory]
    [InlineData("""{"compute":{"scaling":{"minReplica":null}}}""")]
    [InlineData("""{"compute":{"scaling":{"maxReplica":"many","scaleToZeroTimeout":"never"}}}""")]
    [InlineData("""{"compute":[],"model":7,"tags":"a"}""")]
    [InlineData("""{"tags":["a",{"b":1}]}""")]
    [InlineData("""{"status":{"createdAt":"yesterday","createdBy":"alice","readyReplica":true}}""")]
    public async Task AFieldOfAnotherKindStaysInTheRawAnswerAlone(string fields)
    {
        JsonObject answer = JsonNode.Parse(fields)!.AsObject();
        answer["name"] = "e";
        JsonObject status = answer["status"] as JsonObject ?? [];
        status["state"] = "running";
        answer["status"] = status.DeepClone();

        HfInferenceEndpoint endpoint = await ReadAsync(answer.ToJsonString());

        Assert.Equal("running", endpoint.Status);
        Assert.Equal(0, endpoint.MinReplica);
        Assert.Null(endpoint.CreatedAt);
        Assert.Equal(answer.ToJsonString(), endpoint.Json.GetRawText());
    }

    [Fact]
    public async Task WhatTheLibraryDoesNotKnowStaysInTheRawAnswer()
    {
        HfInferenceEndpoint endpoint = await ReadAsync(
            """{"name":"e","future":{"a":[1]},"status":{"state":"running","agentMessage":"hi"}}""");

        Assert.Equal("[1]", endpoint.Json.GetProperty("future").GetProperty("a").GetRawText());
        Assert.Equal("hi", endpoint.Json.GetProperty("status").GetProperty("agentMessage").GetString());
    }

    [Fact]
    public async Task SecretsAreMaskedEverywhere()
    {
        HfInferenceEndpoint endpoint = await ReadAsync("""
            {"name":"e","model":{
              "repository":"gpt2",
              "secrets":{"A":"shh-1","B":null,"C":{"deep":"shh-2"}},
              "secret":{"D":"shh-3"},
              "env":{"PLAIN":"visible"},
              "image":{"custom":{"url":"i","credentials":{"username":"user","password":"shh-4"}}}}}
            """);

        string shown = endpoint.Json.GetRawText() + endpoint + JsonSerializer.Serialize(endpoint);
        Assert.DoesNotContain("shh", shown, StringComparison.Ordinal);
        JsonElement model = endpoint.Json.GetProperty("model");
        Assert.Equal("***", model.GetProperty("secrets").GetProperty("A").GetString());
        Assert.Equal(JsonValueKind.Null, model.GetProperty("secrets").GetProperty("B").ValueKind);
        Assert.Equal("visible", model.GetProperty("env").GetProperty("PLAIN").GetString());
        Assert.Equal(
            "user", model.GetProperty("image").GetProperty("custom").GetProperty("credentials").GetProperty("username").GetString());
        Assert.Equal("gpt2", endpoint.Repository);
    }

    [Fact]
    public async Task SecretsOfAListAreMaskedToo()
    {
        await using var server = new RawServer(
            RawConnection.Json("""{"items":[{"name":"e","model":{"secrets":{"A":"shh"}}}],"totalItems":1}"""));

        EndpointPage page = Assert.Single(await Expect.AllAsync(server.Client().Endpoints.ListPagesAsync("acme")));

        Assert.DoesNotContain("shh", Assert.Single(page.Items).Json.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":7}""")]
    [InlineData("""{"name":"e","status":"running"}""")]
    [InlineData("""{"name":"e","status":{"state":7}}""")]
    [InlineData("""{"name":"e","name":"f","model":{"secrets":{"A":"x","A":"y"}}}""")]
    [InlineData("""{"name":"half""")]
    [InlineData("<html><title>Welcome</title></html>")]
    [InlineData("")]
    public async Task AnAnswerThatIsNotAnEndpointIsTheServersFault(string answer)
    {
        await using var server = new RawServer(RawConnection.Json(answer));

        await Expect.FailureAsync(HfErrorKind.InvalidResponse, () => server.Client().Endpoints.GetAsync("acme", "e"));

        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"items":null}""")]
    [InlineData("""{"items":[7]}""")]
    [InlineData("""{"items":[{}]}""")]
    public async Task AnAnswerThatIsNotAListIsTheServersFault(string answer)
    {
        await using var server = new RawServer(RawConnection.Json(answer));

        await Expect.FailureAsync(
            HfErrorKind.InvalidResponse, () => Expect.AllAsync(server.Client().Endpoints.ListPagesAsync("acme")));
    }

    private static async Task<HfInferenceEndpoint> ReadAsync(string answer)
    {
        await using var server = new RawServer(RawConnection.Json(answer));
        return await server.Client().Endpoints.GetAsync("acme", "e");
    }
}
