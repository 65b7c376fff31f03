using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class HardwareTests
{
    [Fact]
    public async Task TheListNeedsNoTokenAndShowsNoQuota()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();

        Answer answer = await emulator.GetAsync("/v2/provider", null);

        ApiDocument.AssertFits("get", "/v2/provider", answer.Json);
        Assert.All(Computes(answer.Json), compute => Assert.Equal(0, compute["quota"]!["maxAccelerators"]!.GetValue<int>()));
    }

    [Fact]
    public async Task ANamespaceSeesWhatItUses()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Endpoint(), "acme");

        Answer provider = await emulator.GetAsync("/v2/provider/acme");
        Answer quotas = await emulator.GetAsync("/v2/provider/quotas/acme");

        ApiDocument.AssertFits("get", "/v2/provider/{namespace}", provider.Json);
        ApiDocument.AssertFits("get", "/v2/provider/quotas/{namespace}", quotas.Json);
        JsonNode used = Computes(provider.Json).First(compute => compute["id"]!.GetValue<string>() == "aws-us-east-1-intel-icl-x2");
        Assert.Equal(2, used["quota"]!["usedAccelerators"]!.GetValue<int>());
        Assert.Equal(HttpStatusCode.Forbidden, (await emulator.GetAsync("/v2/provider/mallory")).Status);
    }

    [Fact]
    public async Task MemoryAndPriceAlwaysHaveAFraction()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();

        Answer answer = await emulator.GetAsync("/v2/provider", null);

        Assert.All(Computes(answer.Json), compute =>
        {
            Assert.Contains('.', compute["memoryGb"]!.ToJsonString());
            Assert.Contains('.', compute["pricePerHour"]!.ToJsonString());
        });
        Assert.Contains("\"memoryGb\":30.0,", answer.Text, StringComparison.Ordinal);
        Assert.Contains("\"pricePerHour\":0.032,", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheCatalogCanBeDeployed()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        JsonNode models = (await emulator.GetAsync("/api/catalog/repo-list")).Json["models"]!;

        foreach (string model in models.AsArray().Select(item => item!.GetValue<string>()))
        {
            Answer answer = await emulator.PostAsync("/api/catalog/deploy", new JsonObject { ["namespace"] = "acme", ["repoId"] = model });
            ApiDocument.AssertFits("post", "/v2/endpoint/{namespace}", answer.Json["endpoint"]);
        }

        Answer named = await emulator.PostAsync("/api/catalog/deploy", JsonNode.Parse(
            """{"namespace":"globex","repoId":"meta-llama/Llama-3.2-1B-Instruct","endpointName":"llama","accelerator":"gpu"}"""));
        Assert.Equal("llama", named.Json["endpoint"]!["name"]!.GetValue<string>());
        Assert.Equal(
            HttpStatusCode.NotFound, (await emulator.PostAsync(
                "/api/catalog/deploy", JsonNode.Parse("""{"namespace":"acme","repoId":"no/such"}"""))).Status);
    }

    private static IEnumerable<JsonNode> Computes(JsonNode answer) => answer["vendors"]!.AsArray()
        .SelectMany(vendor => vendor!["regions"]!.AsArray())
        .SelectMany(region => region!["computes"]!.AsArray())
        .Select(compute => compute!);
}
