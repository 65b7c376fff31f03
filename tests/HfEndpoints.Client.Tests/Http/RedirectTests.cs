using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class RedirectTests
{
    private static readonly Func<RawConnection, Task> s_alice = RawConnection.Json("""{"name":"alice"}""");

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task ARedirectOnTheSameServerIsFollowedWithTheToken(int status)
    {
        await using var server = new RawServer(RawConnection.Status(status, "Location: /elsewhere?x=1"), s_alice);

        Assert.Equal("alice", (await server.Client().Hub.WhoAmIAsync()).Name);

        Assert.Equal("/elsewhere?x=1", server.Requests[1].Target);
        Assert.Equal($"Bearer {TestClient.Token}", server.Requests[1].Authorization);
    }

    [Fact]
    public async Task ARedirectToAnotherServerIsNotFollowed()
    {
        await using var other = new RawServer(s_alice);
        await using var server = new RawServer(RawConnection.Status(302, $"Location: {other.Address}api/whoami-v2"));

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.InvalidResponse, () => server.Client().Hub.WhoAmIAsync());

        Assert.Empty(other.Requests);
        Assert.Single(server.Requests);
        Assert.Contains(other.Address.Authority, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARedirectToAnotherNameOfTheSameMachineIsNotFollowed()
    {
        await using var server = new RawServer(
            (_, connection) => connection.AnswerAsync(302, "", null, "Location: http://localhost:1/api/whoami-v2"));

        await Expect.FailureAsync(HfErrorKind.InvalidResponse, () => server.Client().Hub.WhoAmIAsync());

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task AnEndpointThatRedirectsElsewhereGetsNothingThere()
    {
        await using var other = new RawServer(RawConnection.Json("""{"generated_text":"stolen"}"""));
        await using var server = new RawServer(RawConnection.Status(307, $"Location: {other.Address}"));

        await Expect.FailureAsync(
            HfErrorKind.InvalidResponse,
            () => server.Client()
                .GetTextGenerationClient(new InferenceTarget(server.Address, SendToken: true))
                .GenerateAsync("secret prompt"));

        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData(307)]
    [InlineData(308)]
    public async Task ARedirectThatKeepsTheMethodIsFollowedWithTheBody(int status)
    {
        await using var server = new RawServer(
            RawConnection.Status(status, "Location: /there"), RawConnection.Json("""{"generated_text":"x"}"""));

        HfGeneratedText text = await server.Client()
            .GetTextGenerationClient(new InferenceTarget(server.Address, SendToken: true))
            .GenerateAsync("hi");

        Assert.Equal("x", text.Text);
        Assert.Equal(("POST", "/there"), (server.Requests[1].Method, server.Requests[1].Target));
        Assert.Equal(server.Requests[0].Body, server.Requests[1].Body);
        Assert.Equal($"Bearer {TestClient.Token}", server.Requests[1].Authorization);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    public async Task ARedirectThatWouldMakeAReadOfAPostIsNotFollowed(int status)
    {
        await using var server = new RawServer(RawConnection.Status(status, "Location: /elsewhere"));

        await Expect.FailureAsync(HfErrorKind.InvalidResponse, () => server.Client().Endpoints.PauseAsync("acme", "e"));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task RedirectsInACircleEnd()
    {
        await using var server = new RawServer(RawConnection.Status(302, "Location: /again"));

        await Expect.FailureAsync(HfErrorKind.InvalidResponse, () => server.Client().Hub.WhoAmIAsync());

        Assert.Equal(6, server.Requests.Count);
    }

    [Theory]
    [InlineData("X-Location: /")]
    [InlineData("Location: http://[")]
    public async Task ARedirectToNowhereIsReportedAsTheServersFault(string header)
    {
        await using var server = new RawServer(RawConnection.Status(302, header));

        await Expect.FailureAsync(HfErrorKind.InvalidResponse, () => server.Client().Hub.WhoAmIAsync());
    }
}
