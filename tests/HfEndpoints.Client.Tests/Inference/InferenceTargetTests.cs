using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class InferenceTargetTests
{
    private const string Url = "https://abc.endpoints.huggingface.cloud";

    [Theory]
    [InlineData("running")]
    [InlineData("updating")]
    [InlineData("updateFailed")]
    [InlineData("initializing")]
    [InlineData("scaledToZero")]
    [InlineData("ofTomorrow")]
    public void AnEndpointThatAnswersOrWillIsATarget(string state)
    {
        InferenceTarget target = InferenceTarget.FromEndpoint(Endpoint(state, Url));

        Assert.Equal(new InferenceTarget(new Uri(Url), SendToken: true, "e"), target);
    }

    [Theory]
    [InlineData("paused", Url, HfErrorKind.EndpointNotRunning, "paused")]
    [InlineData("pending", Url, HfErrorKind.EndpointNotRunning, "pending")]
    [InlineData("running", null, HfErrorKind.EndpointNotRunning, "running")]
    [InlineData("running", "", HfErrorKind.EndpointNotRunning, "running")]
    [InlineData("failed", Url, HfErrorKind.EndpointFailed, "out of memory")]
    public void AnEndpointThatCannotAnswerIsReportedBeforeAPromptIsSent(string state, string? url, HfErrorKind kind, string text)
    {
        HfException exception = Assert.Throws<HfException>(() => InferenceTarget.FromEndpoint(Endpoint(state, url)));

        Assert.Equal(kind, exception.Kind);
        Assert.Contains("'e'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(text, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneThatIsPendingIsATargetWhereTheRequestWaitsForIt()
    {
        Assert.Equal(new Uri(Url), InferenceTarget.FromEndpoint(Endpoint("pending", Url), allowPending: true).Uri);
    }

    [Theory]
    [InlineData("", "", null)]
    [InlineData("v1", "", null)]
    [InlineData("v1/", "", null)]
    [InlineData("v1/completions", "", null)]
    [InlineData("v1/chat/completions?a=b", "", null)]
    [InlineData("v1/embeddings", "", null)]
    [InlineData("generate", "", null)]
    [InlineData("generate_stream", "", null)]
    [InlineData("rerank", "", null)]
    [InlineData("proxy/rerank", "/proxy", null)]
    [InlineData("proxy", "/proxy", null)]
    [InlineData("predict", "/predict", null)]
    // The service names an endpoint by its root, whatever the endpoint is called.
    [InlineData("serve/acme/rerank", "/serve/acme/rerank", "rerank")]
    public async Task AnAddressMayEndInARoute(string address, string root, string? name)
    {
        await using var server = new RawServer(RawConnection.Json("""{"choices":[{"message":{"content":"x"}}]}"""));
        var target = new InferenceTarget(new Uri(server.Address, address), Name: name);

        _ = await server.Client().GetChatClient(target).CompleteAsync(new ChatRequest([])).WithinDeadlineAsync();
        _ = await server.Client().GetServerInfoClient(target).GetModelsAsync().WithinDeadlineAsync();

        Assert.Equal(
            [$"{root}/v1/chat/completions{target.Uri.Query}", $"{root}/v1/models{target.Uri.Query}"],
            server.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task ARouteOfChatBehindAnotherPrefixIsTakenAsItIs()
    {
        await using var server = new RawServer(RawConnection.Json("""{"choices":[{"message":{"content":"x"}}]}"""));
        var target = new InferenceTarget(new Uri(server.Address, "models/me/chat/completions"));

        _ = await server.Client().GetChatClient(target).CompleteAsync(new ChatRequest([])).WithinDeadlineAsync();

        Assert.Equal("/models/me/chat/completions", server.Requests[0].Target);
    }

    private static HfInferenceEndpoint Endpoint(string state, string? url) => new()
    {
        Name = "e",
        Namespace = "acme",
        EndpointsUri = new Uri("http://localhost/v2"),
        Status = state,
        Url = url,
        Message = "Endpoint failed: out of memory",
    };
}
