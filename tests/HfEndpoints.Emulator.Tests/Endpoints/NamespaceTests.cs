using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class NamespaceTests
{
    [Fact]
    public async Task EveryOperationOfAnotherNamespaceIsForbidden()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PutAsync("/_emulator/endpoints/mallory/demo", new JsonObject());
        JsonObject window = await emulator.LastHourAsync();

        foreach (string operation in ApiSchema.Operations.Where(operation => operation.Contains("{namespace}", StringComparison.Ordinal)))
        {
            string[] parts = operation.Split(' ');
            string path = parts[1].Replace("{namespace}", "mallory", StringComparison.Ordinal).Replace(
                "{name}", "demo", StringComparison.Ordinal)
                .Replace("{cidr_id}", "x", StringComparison.Ordinal).Replace("{domain}", "x", StringComparison.Ordinal).Replace(
                    "{service-id}", "x", StringComparison.Ordinal);
            string? body = parts[0] is "POST" or "PUT" ? window.ToJsonString() : null;

            Assert.Equal(HttpStatusCode.Unauthorized, (await emulator.SendAsync(new HttpMethod(parts[0]), path, body, token: null)).Status);
            Answer answer = await emulator.SendAsync(new HttpMethod(parts[0]), path, body);
            Assert.True(answer.Status == HttpStatusCode.Forbidden, $"{operation}: {answer.Text}");
        }
    }

    [Fact]
    public async Task AnOrganizationCanForbidAllToItsMembers()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options =>
            options with { Organizations = ["acme", "forbidden-labs"] });

        Answer list = await emulator.GetAsync("/v2/endpoint/forbidden-labs");
        Answer create = await emulator.PostAsync("/v2/endpoint/forbidden-labs", Requests.Endpoint());
        Answer check = await emulator.PostAsync("/api/inference-endpoints/forbidden-labs/auth-check/read");

        Assert.Equal("""{"error":"Forbidden: missing permissions: inference.endpoints.read","code":"FORBIDDEN"}""", list.Text);
        Assert.Equal("Forbidden: missing permissions: inference.endpoints.write", create.Error);
        Assert.Equal(HttpStatusCode.Forbidden, check.Status);
        Assert.Equal(HttpStatusCode.OK, (await emulator.GetAsync("/v2/endpoint/acme")).Status);
    }

    [Fact]
    public async Task ATouchOfManyEndpointsInManyNamespacesIsQuick()
    {
        string[] organizations = [.. Enumerable.Range(0, 20).Select(i => $"org-{i}")];
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options with { Organizations = organizations });
        foreach (string organization in organizations)
        {
            await emulator.PostAsync($"/_emulator/endpoints?count=50&namespace={organization}");
        }

        await emulator.GetAsync("/v2/endpoint/org-0?limit=100");
        long mark = TimeProvider.System.GetTimestamp();
        foreach (string organization in organizations)
        {
            JsonNode page = (await emulator.GetAsync($"/v2/endpoint/{organization}?limit=100")).Json;
            Assert.Equal(50, page["items"]!.AsArray().Count);
        }

        Assert.InRange(TimeProvider.System.GetElapsedTime(mark).TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task ACatalogRecipeCanBeDeployed()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        JsonNode item = (await emulator.GetAsync("/api/v1/catalog")).Json["items"]![0]!;

        Answer deployed = await emulator.PostAsync(
            $"/api/v1/catalog/recipe/{item["recipes"]![0]!["publicId"]}/deploy", JsonNode.Parse(
                """{"namespace":"acme","config":{"name":"mine"}}"""));

        Assert.Equal("mine", deployed.Json["endpoint"]!["name"]!.GetValue<string>());
        Assert.Equal(item["repoId"]!.GetValue<string>(), deployed.Json["endpoint"]!["model"]!["repository"]!.GetValue<string>());
        Assert.Equal(
            HttpStatusCode.NotFound, (await emulator.PostAsync(
                "/api/v1/catalog/recipe/none/deploy", JsonNode.Parse("""{"namespace":"acme"}"""))).Status);
    }
}
