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
    public void AnEndpointThatCannotAnswerIsToldBeforeAPromptIsSent(string state, string? url, HfErrorKind kind, string text)
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

    private static InferenceEndpoint Endpoint(string state, string? url) => new()
    {
        Name = "e",
        Status = new EndpointStatus { State = state, Url = url, Message = "Endpoint failed", ErrorMessage = "out of memory" },
    };
}
