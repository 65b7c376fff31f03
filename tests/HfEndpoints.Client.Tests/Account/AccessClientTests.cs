namespace HfEndpoints.Client.Tests;

public sealed class AccessClientTests
{
    [Theory]
    [InlineData("hf_x", "acme", "read", true)]
    [InlineData("hf_x", "acme", "write", true)]
    [InlineData("hf_x", "acme", "infer", true)]
    [InlineData("hf_read_only", "acme", "read", true)]
    [InlineData("hf_read_only", "acme", "write", false)]
    [InlineData("hf_noinfer", "acme", "infer", false)]
    [InlineData("hf_x", "stranger", "read", false)]
    public async Task TheHubSaysWhatATokenMayDo(string token, string owner, string permission, bool expected)
    {
        await using Service service = await Service.StartAsync();
        HfClient client = service.ClientWith(options => options with { Token = HfToken.FromText(token, "test") });

        Assert.Equal(expected, await client.Access.IsAllowedAsync(owner, "e", permission));
        Assert.Equal(
            [$"POST /api/inference-endpoints/{owner}/e/auth-check/{permission}"], await service.RoutesAsync());
    }

    [Fact]
    public async Task ANamespaceIsAskedForAsAWhole()
    {
        await using Service service = await Service.StartAsync();

        Assert.True(await service.Client.Access.IsAllowedAsync("acme", null, "write"));
        Assert.Equal(["POST /api/inference-endpoints/acme/auth-check/write"], await service.RoutesAsync());
    }

    [Fact]
    public async Task ApprovalOfAPartIsApproval()
    {
        await using var server = new RawServer(RawConnection.Json("""{"patternRestrictions":["a-*"]}""", 207));

        Assert.True(await server.Client().Access.IsAllowedAsync("acme", "e", "read"));
    }

    [Theory]
    [InlineData(401, "e", HfErrorKind.Unauthorized)]
    [InlineData(404, "e", HfErrorKind.EndpointNotFound)]
    [InlineData(404, null, HfErrorKind.NotFound)]
    [InlineData(400, "e", HfErrorKind.InvalidRequest)]
    public async Task WhatIsNotAnAnswerIsAnError(int status, string? name, HfErrorKind expected)
    {
        await using var server = new RawServer(RawConnection.Status(status));

        await Expect.FailureAsync(expected, () => server.Client().Access.IsAllowedAsync("acme", name, "read"));
    }
}
