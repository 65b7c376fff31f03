using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class NetworkTests
{
    private const string Lists = "/v2/network/cidr-list/alice";
    private const string Domains = "/v2/network/domain/alice";
    private const string Services = "/v2/network/private-service/alice";

    [Fact]
    public async Task AnAddressListIsCreatedChangedAndDeleted()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();

        JsonNode created = (await emulator.PostAsync(Lists, JsonNode.Parse("""{"name":"office","cidrList":["10.0.0.0/8"]}"""))).Json;
        string one = $"{Lists}/{created["id"]}";
        await emulator.PostAsync(one, JsonNode.Parse("""{"name":"home","cidrList":["192.168.1.0/24","fd00::/8"]}"""));
        JsonNode listed = (await emulator.GetAsync(Lists)).Json["items"]!;

        Assert.Equal("home", Assert.Single(listed.AsArray())!["name"]!.GetValue<string>());
        Assert.Equal(created["id"]!.GetValue<string>(), listed[0]!["id"]!.GetValue<string>());
        Assert.Equal("{}", (await emulator.DeleteAsync(one)).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await emulator.DeleteAsync(one)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await emulator.PostAsync(one, JsonNode.Parse("""{"name":"x","cidrList":[]}"""))).Status);
        Answer bad = await emulator.PostAsync(Lists, JsonNode.Parse("""{"name":"x","cidrList":["10.0.0.1"]}"""));
        Assert.Equal("Bad Request: invalid CIDR '10.0.0.1'", bad.Error);
    }

    [Theory]
    [InlineData("api.example.com", "Ready")]
    [InlineData("misconfigured.example.com", "Misconfigured")]
    [InlineData("expired.example.com", "ExpiredChallenge")]
    public async Task ADomainAdvancesWithTheClock(string domain, string last)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();

        List<string?> stages = [Stage((await emulator.PostAsync(Domains, new JsonObject { ["domain"] = domain })).Json)];
        foreach (int seconds in new[] { 6, 60 })
        {
            emulator.Advance(seconds);
            stages.Add(Stage((await emulator.GetAsync(Domains)).Json["items"]![0]!));
        }

        Answer again = await emulator.PostAsync(Domains, new JsonObject { ["domain"] = domain });
        await emulator.DeleteAsync($"{Domains}/{domain}");
        stages.Add(Stage((await emulator.GetAsync(Domains)).Json["items"]![0]!));
        emulator.Advance(6);

        Assert.Equal(["Pending", "PendingChallenge", last, "Deleting"], stages);
        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        Assert.Empty((await emulator.GetAsync(Domains)).Json["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await emulator.DeleteAsync($"{Domains}/{domain}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await emulator.PostAsync(Domains, new JsonObject { ["domain"] = "no domain" })).Status);
    }

    [Fact]
    public async Task PrivateServicesBelongToEndpointsOrAreShared()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Private("one", "111111111111", shared: false));
        await emulator.DeployAsync(Private("two", "222222222222", shared: true));
        await emulator.DeployAsync(Private("three", "222222222222", shared: true));

        JsonArray all = (await emulator.GetAsync(Services)).Json["items"]!.AsArray();
        JsonArray shared = (await emulator.GetAsync($"{Services}?shared=true")).Json["items"]!.AsArray();
        JsonArray account = (await emulator.GetAsync($"{Services}?account-id=111111111111")).Json["items"]!.AsArray();
        Answer status = await emulator.GetAsync("/v2/endpoint/alice/one");
        string one = $"{Services}/{account[0]!["id"]}";

        Assert.Equal(2, all.Count);
        Assert.Null(Assert.Single(shared)!["endpointName"]);
        Assert.Equal("one", Assert.Single(account)!["endpointName"]!.GetValue<string>());
        Assert.Equal("Created", Stage(account[0]!));
        Assert.Equal(
            account[0]!["status"]!["service_name"]!.GetValue<string>(),
            status.Json["status"]!["private"]!["serviceName"]!.GetValue<string>());
        Assert.Equal("{}", (await emulator.DeleteAsync(one)).Text);
        Assert.Equal("Deleting", Stage((await emulator.GetAsync($"{Services}?shared=false")).Json["items"]![0]!));
        emulator.Advance(60);
        Assert.Single((await emulator.GetAsync(Services)).Json["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await emulator.DeleteAsync(one)).Status);
    }

    private static JsonObject Private(string name, string account, bool shared) => Requests.Endpoint(name, body =>
        body["privateService"] = new JsonObject { ["accountId"] = account, ["region"] = "us-east-1", ["shared"] = shared });

    private static string? Stage(JsonNode item) => item["status"]!["stage"]!.GetValue<string>();
}
