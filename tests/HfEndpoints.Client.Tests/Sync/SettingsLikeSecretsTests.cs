using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Tests;

/// <summary>Settings whose values are also secrets: they are not shown, but compared and sent as they are.</summary>
public sealed class SettingsLikeSecretsTests : IAsyncLifetime
{
    private const string Secret = "hunter2-of-alice";
    private const string Hidden = "***";

    private static readonly EndpointSettings s_new = Samples.Guide with
    {
        Secret = new Dictionary<string, string?> { ["KEY"] = Secret },
        Env = new Dictionary<string, string> { ["KEY_TOO"] = Secret, ["URL"] = $"https://me:{Secret}@example.org" },
    };

    private Service _service = null!;

    public async Task InitializeAsync() => _service = await Service.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData(Secret)]
    [InlineData(TestClient.Token)]
    public async Task ALostCreateIsStillOurs(string value)
    {
        await _service.FailAsync("""{"method":"POST","path":"/v2/endpoint/*","times":1,"drop":"after"}""");

        HfInferenceEndpoint created = await _service.Client.Endpoints.CreateAsync(
            "acme", "e", s_new with { Env = new Dictionary<string, string> { ["A"] = value } });

        Assert.Equal(Hidden, (string?)JsonNode.Parse(created.Answer!)!["model"]!["env"]!["A"]);
    }

    [Fact]
    public async Task APlanComparesThemAndShowsNone()
    {
        await CreateAsync(s_new);

        EndpointPlan same = await PlanAsync($$"""{"KEY_TOO":"{{Secret}}","URL":"https://me:{{Secret}}@example.org"}""");
        EndpointPlan other = await PlanAsync("""{"KEY_TOO":"another","URL":"https://example.org"}""");

        Assert.Equal(PlanAction.Unchanged, same.Action);
        Assert.Equal(
            ["Env.KEY_TOO: *** -> another", "Env.URL: https://me:***@example.org -> https://example.org"],
            other.Changes.Select(change => change.ToString()));
    }

    [Fact]
    public async Task AChangeSendsThoseThatStayAsTheyAre()
    {
        await CreateAsync(s_new with { CustomRouter = new JsonText(new JsonObject { ["tag"] = Secret, ["port"] = 3000 }) });
        EndpointPlan plan = EndpointPlanner.Plan(Entry("""{"CustomRouter":{"port":3001}}"""), await CurrentAsync());

        await _service.Client.Sync.ApplyAsync("acme", plan, new Dictionary<SecretReference, string>());

        Assert.Equal(Secret, (string?)Assert.Single(await _service.RequestsAsync("PUT"))["body"]!["customRouter"]!["tag"]);
    }

    [Fact]
    public async Task AChangeOfParallelSizesSendsTheImageAsItIs()
    {
        var image = new JsonObject { ["vLLM"] = new JsonObject { ["url"] = $"registry.example/{Secret}:1" } };
        await CreateAsync(s_new with { CustomImage = new JsonText(image) });

        await _service.Client.Endpoints.UpdateAsync("acme", "e", new EndpointSettings { TensorParallelSize = 2 });

        JsonNode sent = Assert.Single(await _service.RequestsAsync("PUT"))["body"]!["model"]!["image"]!["vLLM"]!;
        Assert.Equal($"registry.example/{Secret}:1", (string?)sent["url"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnExportLeavesTheirSettingOut(bool fromList)
    {
        await CreateAsync(s_new);
        HfInferenceEndpoint current = fromList
            ? (await _service.Client.Sync.ReadAsync("acme", ["e"], all: true))["e"]
            : await CurrentAsync();

        EndpointEntry entry = EndpointExport.ToEntry(current);

        Assert.Equal(["Env"], entry.Omitted);
        string text = EndpointFileWriter.ToJson([entry]);
        Assert.DoesNotContain(Hidden, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.Equal(PlanAction.Unchanged, EndpointPlanner.Plan(EndpointFileReader.ReadJson(text, "f").Single(), current).Action);
    }

    [Fact]
    public async Task ATextThatOnlyLooksMaskedIsExported()
    {
        await CreateAsync(s_new with { Env = new Dictionary<string, string> { ["BANNER"] = "*** hello ***" } });

        EndpointEntry entry = EndpointExport.ToEntry(await CurrentAsync());

        Assert.Empty(entry.Omitted);
        Assert.Equal("*** hello ***", (string?)entry.Settings["Env"]!["BANNER"]);
    }

    [Fact]
    public async Task AnEndpointIsFoundAlthoughAPartOfItsNameIsASecret()
    {
        await _service.Client.Endpoints.CreateAsync(
            "acme", "hunter-e", s_new with { Secret = new Dictionary<string, string?> { ["A"] = "hunter", ["B"] = "us-east" } });
        await _service.PutManyAsync(130, "running", "hunter");

        List<HfInferenceEndpoint> all = await Expect.AllAsync(_service.Client.Endpoints.ListAsync("acme"));
        HfInferenceEndpoint created = all.Single(endpoint => endpoint.Name == "hunter-e");

        Assert.Equal(131, all.Count);
        Assert.Equal(("us-east-1", "intel-icl"), (created.Region, created.InstanceType));
        Assert.All(all, endpoint => Assert.Contains("/hunter-", endpoint.Url, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"Env\":{\"A\":\"***\"}", "Env.A")]
    [InlineData("\"Tag\":[\"a\",\"***\"]", "Tag")]
    [InlineData("\"ContainerArgument\":[\"***\"]", "ContainerArgument")]
    [InlineData("\"CustomImage\":{\"tgi\":{\"url\":\"***\"}}", "CustomImage.tgi.url")]
    public void AFileCannotSetWhatIsShownInTheirPlace(string setting, string path)
    {
        HfException failure = Assert.Throws<HfException>(() => Entry($"{{{setting}}}"));

        Assert.Equal(HfErrorKind.InvalidFile, failure.Kind);
        Assert.Contains($"{path} is '***'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AChangeCannotSetWhatIsShownInTheirPlace()
    {
        await CreateAsync(s_new);
        var copied = new EndpointSettings { Secret = new Dictionary<string, string?> { ["KEY"] = Hidden } };

        await Expect.FailureAsync(HfErrorKind.InvalidRequest, () => _service.Client.Endpoints.UpdateAsync("acme", "e", copied));

        Assert.Empty(await _service.RequestsAsync("PUT"));
    }

    private async Task CreateAsync(EndpointSettings settings) => await _service.Client.Endpoints.CreateAsync("acme", "e", settings);

    private Task<HfInferenceEndpoint> CurrentAsync() => _service.Client.Endpoints.GetAsync("acme", "e");

    private async Task<EndpointPlan> PlanAsync(string env) => EndpointPlanner.Plan(Entry($"{{\"Env\":{env}}}"), await CurrentAsync());

    private static EndpointEntry Entry(string settings)
    {
        JsonObject json = JsonNode.Parse(settings)!.AsObject();
        json["Name"] = "e";
        return EndpointFileReader.ReadJson(new JsonObject { ["Endpoints"] = new JsonArray(json) }.ToJsonString(), "f").Single();
    }
}
