namespace HfEndpoints.Client.Tests;

public sealed class WhoAmITests
{
    [Fact]
    public async Task TheServiceSaysWhoseTokenThisIs()
    {
        await using Service service = await Service.StartAsync();

        WhoAmI user = await service.Client.Hub.WhoAmIAsync();

        Assert.Equal(("user", "alice", true), (user.Type, user.Name, user.CanPay));
        Assert.Equal(["acme", "globex"], user.Organizations.Select(organization => organization.Name));
        Assert.Equal(("access_token", "write"), (user.Auth?.Type, user.Auth?.AccessToken?.Role));
        Assert.Null(user.Auth?.ExpiresAt);
    }

    [Theory]
    [InlineData("""{"name":"alice"}""")]
    [InlineData("""{"type":null,"name":"alice","orgs":null,"auth":null}""")]
    public async Task WhatIsMissingOrNullHasItsDefault(string answer)
    {
        await using var server = new RawServer(RawConnection.Json(answer));

        WhoAmI user = await server.Client().Hub.WhoAmIAsync();

        Assert.Equal(("", "alice"), (user.Type, user.Name));
        Assert.Empty(user.Organizations);
        Assert.Null(user.Auth);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":null}""")]
    public async Task AnAnswerThatNamesNoOneIsRefused(string answer)
    {
        await using var server = new RawServer(RawConnection.Json(answer));

        HfException exception = await Assert.ThrowsAsync<HfException>(() => server.Client().Hub.WhoAmIAsync());

        Assert.Equal(HfErrorKind.InvalidResponse, exception.Kind);
    }
}
