using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class HubTests
{
    [Fact]
    public async Task WhoAmITellsTheUserAndItsOrganizations()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();

        Answer answer = await emulator.GetAsync("/api/whoami-v2");

        Assert.Equal("alice", answer.Json["name"]!.GetValue<string>());
        Assert.Equal(["acme", "globex"], answer.Json["orgs"]!.AsArray().Select(org => org!["name"]!.GetValue<string>()));
        foreach (string required in new[] { "auth", "type", "id", "name", "fullname", "avatarUrl", "isPro", "orgs" })
        {
            Assert.NotNull(answer.Json[required]);
        }

        Assert.Matches("^[0-9a-f]{24}$", answer.Json["id"]!.GetValue<string>());
        Assert.True(answer.Headers.Contains("x-request-id"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("hf_wrong")]
    public async Task AMissingOrUnknownTokenIsRefused(string? token)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options with { Tokens = ["hf_right"] });

        Answer answer = await emulator.GetAsync("/api/whoami-v2", token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("""{"error":"Invalid username or password."}""", answer.Text);
    }

    [Theory]
    [InlineData("hf_x", "write", HttpStatusCode.OK)]
    [InlineData("hf_read_only", "read", HttpStatusCode.OK)]
    [InlineData("hf_read_only", "write", HttpStatusCode.Forbidden)]
    [InlineData("hf_noinfer", "infer", HttpStatusCode.Forbidden)]
    [InlineData(null, "read", HttpStatusCode.Unauthorized)]
    public async Task AuthCheckSaysWhatATokenMayDo(string? token, string permission, HttpStatusCode expected)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();

        Answer answer = await emulator.PostAsync($"/api/inference-endpoints/acme/demo/auth-check/{permission}", null, token);

        Assert.Equal(expected, answer.Status);
        if (expected == HttpStatusCode.OK)
        {
            Assert.Equal("acme", answer.Json["namespace"]!["name"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task ANamespaceWithoutPaymentMethodCannotDeploy()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options with { User = "unpaid" });

        JsonNode user = (await emulator.GetAsync("/api/whoami-v2")).Json;
        Answer answer = await emulator.PostAsync("/v2/endpoint/unpaid", Requests.Endpoint());

        Assert.False(user["canPay"]!.GetValue<bool>());
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal("""{"error":"Forbidden: Payment method required for namespace: unpaid","code":"FORBIDDEN"}""", answer.Text);
    }
}
