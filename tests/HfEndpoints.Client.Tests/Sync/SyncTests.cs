using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Tests;

public sealed class SyncTests : IAsyncLifetime
{
    private const string Hardware =
        "\"Repository\":\"gpt2\",\"Framework\":\"pytorch\",\"Vendor\":\"aws\",\"Region\":\"us-east-1\","
        + "\"Accelerator\":\"gpu\",\"InstanceType\":\"nvidia-a10g\",\"InstanceSize\":\"x1\"";

    private Service _service = null!;

    private EndpointSync Sync => _service.Client.Sync;

    public async Task InitializeAsync() => _service = await Service.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    // A setting as a file has it, and another value that the service takes in its place.
    public static TheoryData<string, string> Settings => new()
    {
        { "\"Revision\":\"main\"", "\"Revision\":\"v2\"" },
        { "\"Revision\":\"main\"", "\"Revision\":\"\"" },
        { "\"Framework\":\"pytorch\"", "\"Framework\":\"custom\"" },
        { "\"Task\":\"text-generation\"", "\"Task\":\"summarization\"" },
        { "\"Type\":\"private\"", "\"Type\":\"Public\"" },
        { "\"Repository\":\"gpt2\"", "\"Repository\":\"other\"" },
        { "\"Region\":\"us-east-1\"", "\"Region\":\"eu-west-1\"" },
        { "\"Vendor\":\"aws\"", "\"Vendor\":\"gcp\",\"Region\":\"us-east4\",\"InstanceType\":\"nvidia-l4\"" },
        { "\"Accelerator\":\"gpu\"", "\"Accelerator\":\"cpu\",\"InstanceType\":\"intel-icl\"" },
        { "\"InstanceSize\":\"x1\"", "\"InstanceSize\":\"x4\"" },
        { "\"MinReplica\":0", "\"MinReplica\":1" },
        { "\"MaxReplica\":1", "\"MaxReplica\":2" },
        { "\"MinReplica\":0,\"ScaleToZeroTimeout\":15", "\"MinReplica\":0,\"ScaleToZeroTimeout\":30" },
        { "\"ScalingMetric\":\"hardwareUsage\",\"ScalingThreshold\":80", "\"ScalingMetric\":\"hardwareusage\",\"ScalingThreshold\":70.5" },
        { "\"ScalingMetric\":\"hardwareUsage\",\"ScalingThreshold\":80", "\"ScalingMetric\":\"pendingRequests\"" },
        { "\"CustomImage\":{\"tgi\":{\"url\":\"u\",\"maxInputLength\":10}}", "\"CustomImage\":{\"tgi\":{\"maxInputLength\":20}}" },
        { "\"CustomImage\":{\"tgi\":{\"url\":\"u\",\"maxInputLength\":10}}", "\"CustomImage\":{\"tgi\":{\"maxInputLength\":null}}" },
        {
            "\"CustomImage\":{\"vLLM\":{\"url\":\"u\",\"maxNumSeqs\":8}},\"TensorParallelSize\":1,\"DataParallelSize\":1",
            "\"CustomImage\":{\"vLLM\":{\"url\":\"v\"}}"
        },
        { "\"ContainerCommand\":[\"a\",\"b\"]", "\"ContainerCommand\":[\"b\",\"a\"]" },
        { "\"ContainerArgument\":[\"a\"]", "\"ContainerArgument\":[]" },
        { "\"Env\":{\"A\":\"1\",\"B\":\"2\"}", "\"Env\":{\"B\":\"3\",\"C\":\"\"}" },
        { "\"Env\":{\"A\":\"1\"}", "\"Env\":{}" },
        { "\"Secret\":{\"A\":\"env:A\"}", "\"Secret\":{\"A\":\"env:A\",\"B\":\"secret:v/B\"}" },
        { "\"Secret\":{\"A\":\"env:A\"}", "\"Secret\":{\"A\":null}" },
        { "\"Secret\":{\"A\":\"env:A\"}", "\"Secret\":{}" },
        { "\"CacheHttpResponse\":true", "\"CacheHttpResponse\":false" },
        {
            "\"ExperimentalFeature\":{\"loadBalancer\":\"sticky\"},\"CacheHttpResponse\":true",
            "\"ExperimentalFeature\":{\"loadBalancer\":\"random\"}"
        },
        { "\"ExperimentalFeature\":{\"loadBalancer\":\"sticky\"}", "\"CacheHttpResponse\":true" },
        { "\"Tag\":[\"a\",\"b\"]", "\"Tag\":[\"b\"]" },
        { "\"Domain\":\"d.example\",\"Path\":\"/p\"", "\"Path\":\"/q\"" },
        { "\"CustomRouter\":{\"tag\":\"r\",\"port\":3000}", "\"CustomRouter\":{\"port\":3001}" },
        { "\"CustomRouter\":{\"tag\":\"r\",\"env\":{\"A\":\"1\"}}", "\"CustomRouter\":{\"env\":{\"B\":\"1\"}}" },
        { "\"CustomRouter\":{\"tag\":\"r\"}", "\"CustomRouter\":{}" },
        { "\"Network\":{\"cidrList\":[\"x\"]}", "\"Network\":{\"cidrBlock\":true}" },
        { "\"Notification\":{\"email\":true,\"push\":false}", "\"Notification\":{\"push\":true}" },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task WhatIsExportedIsUnchangedAndWhatIsChangedIsUnchangedThen(string first, string second)
    {
        EndpointEntry created = Entry(first);
        await ApplyAsync(created);
        HfInferenceEndpoint current = await CurrentAsync();

        // The file that was written, and the file that an export makes of it.
        Assert.Equal([], EndpointPlanner.Plan(created, current).Changes);
        EndpointEntry exported = EndpointFileReader.ReadJson(EndpointFileWriter.ToJson([EndpointExport.ToEntry(current)]), "f").Single();
        Assert.Equal([], EndpointPlanner.Plan(exported, current).Changes);
        Assert.All(created.Settings, setting => Assert.Contains(setting.Key, exported.Settings.Select(other => other.Key)));

        EndpointEntry changed = Entry(second, hardware: false);
        EndpointPlan plan = EndpointPlanner.Plan(changed, current);
        Assert.Equal(PlanAction.Change, plan.Action);
        Assert.NotEmpty(plan.Changes);
        await ApplyAsync(changed);
        HfInferenceEndpoint after = await CurrentAsync();
        Assert.Equal(PlanAction.Unchanged, EndpointPlanner.Plan(changed, after).Action);

        // Nothing but what the plan says is another. The time before scaling to zero belongs to MinReplica.
        EndpointPlan back = EndpointPlanner.Plan(exported, after);
        Assert.All(
            back.Changes.Where(change => change.Setting != "ScaleToZeroTimeout"),
            change => Assert.Contains(plan.Changes, planned => Root(planned) == Root(change)));
    }

    [Fact]
    public void EverySettingIsTried()
    {
        string rows = string.Concat(Settings.SelectMany(row => row));

        Assert.All(
            EndpointSetting.All.Where(setting => !setting.IsOnlyInCreate),
            setting => Assert.Contains($"\"{setting.Key}\":", rows, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatOnlyACreateSetsIsComparedAndCannotBeChanged()
    {
        EndpointEntry created = Entry("\"PrivateService\":{\"accountId\":\"1\",\"region\":\"us-east-1\"}");
        await ApplyAsync(created);
        HfInferenceEndpoint current = await CurrentAsync();

        Assert.Equal(PlanAction.Unchanged, EndpointPlanner.Plan(created, current).Action);
        HfException error = Assert.Throws<HfException>(
            () => EndpointPlanner.Plan(Entry("\"PrivateService\":{\"accountId\":\"2\"}", hardware: false), current));
        Assert.Equal(HfErrorKind.InvalidRequest, error.Kind);
        Assert.Contains("PrivateService of endpoint 'e'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RegistryCredentialsAreAReferenceAndAreSentWithANewImage()
    {
        const string Image =
            "\"CustomImage\":{{\"custom\":{{\"url\":\"{0}\",\"credentials\":{{\"username\":\"me\",\"password\":\"env:P\"}}}}}}";
        await ApplyAsync(Entry(string.Format(null, Image, "u")));
        HfInferenceEndpoint current = await CurrentAsync();

        Assert.Equal(
            "env:REGISTRY_PASSWORD",
            (string?)EndpointExport.ToEntry(current).Settings["CustomImage"]!["custom"]!["credentials"]!["password"]);
        Assert.Equal(PlanAction.Unchanged, EndpointPlanner.Plan(Entry(string.Format(null, Image, "u")), current).Action);
        Assert.Equal("env:P", Assert.Single(EndpointPlanner.Plan(Entry(string.Format(null, Image, "v")), current).Secrets).ToString());
        Assert.Equal(
            "CustomImage.custom.credentials.password: *** -> env:P",
            Assert.Single(EndpointPlanner.Plan(Entry(string.Format(null, Image, "u")), current, resendSecrets: true).Changes).ToString());
        HfException error = Assert.Throws<HfException>(
            () => EndpointPlanner.Plan(Entry("\"CustomImage\":{\"url\":\"v\"}", hardware: false), current));
        Assert.Contains("registry credentials", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecretsThatAreThereAreSentAgainOnlyWhereAsked()
    {
        EndpointEntry entry = Entry("\"Secret\":{\"A\":\"env:A\"}");
        await ApplyAsync(entry);
        HfInferenceEndpoint current = await CurrentAsync();

        Assert.Equal([], EndpointPlanner.Plan(entry, current).Changes);
        EndpointPlan again = EndpointPlanner.Plan(entry, current, resendSecrets: true);
        Assert.Equal("Secret.A: *** -> env:A", Assert.Single(again.Changes).ToString());
        await _service.ForgetRequestsAsync();
        await Sync.ApplyAsync("acme", again, Values(again));
        Assert.Equal(
            """{"model":{"secrets":{"A":"value of env:A"}}}""",
            Assert.Single(await _service.RequestsAsync("PUT"))["body"]!.ToJsonString());
    }

    [Fact]
    public async Task ParallelSizesAloneAreComparedWithTheImageThereIs()
    {
        await ApplyAsync(Entry("\"CustomImage\":{\"vLLM\":{\"url\":\"u\"}}"));
        EndpointEntry sizes = Entry("\"TensorParallelSize\":1", hardware: false);

        Assert.Equal(
            "TensorParallelSize: (none) -> 1", Assert.Single(EndpointPlanner.Plan(sizes, await CurrentAsync()).Changes).ToString());
        await ApplyAsync(sizes);
        Assert.Equal(PlanAction.Unchanged, EndpointPlanner.Plan(sizes, await CurrentAsync()).Action);
    }

    [Fact]
    public void ACreateNeedsWhatTheServiceNeeds()
    {
        HfException error = Assert.Throws<HfException>(() => EndpointPlanner.Plan(Entry("\"Vendor\":\"aws\"", hardware: false), null));

        Assert.Equal(HfErrorKind.InvalidFile, error.Kind);
        Assert.EndsWith(
            "the file lacks Repository, Framework, Region, Accelerator, InstanceType, InstanceSize.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyAreReadByThePagesOfTheListAndOneByItself()
    {
        await _service.PutManyAsync(130, "running");
        await _service.PutAsync("e");
        await _service.ForgetRequestsAsync();

        Assert.Equal(["e"], (await Sync.ReadAsync("acme", ["e"], all: false)).Keys);
        Assert.Empty(await Sync.ReadAsync("acme", ["none"], all: false));
        Assert.Equal(["e", "endpoint-003"], (await Sync.ReadAsync("acme", ["e", "endpoint-003", "none"], all: false)).Keys.Order());
        Assert.Equal(131, (await Sync.ReadAsync("acme", ["e"], all: true)).Count);
        string[] routes = await _service.RoutesAsync();
        Assert.Equal(
            ["GET /v2/endpoint/acme/e", "GET /v2/endpoint/acme/none", .. Enumerable.Repeat("GET /v2/endpoint/acme", 4)], routes);
    }

    [Fact]
    public async Task ALostAnswerToACreateMakesNoSecondEndpoint()
    {
        await _service.FailAsync("""{"method":"POST","path":"/v2/endpoint/*","times":1,"drop":"after"}""");

        await ApplyAsync(Entry(""));

        Assert.Single(await _service.RequestsAsync("POST"));
    }

    private static string Root(SettingChange change) => change.Setting.Split('.')[0];

    private static EndpointEntry Entry(string settings, bool hardware = true)
    {
        var json = new JsonObject { ["Name"] = "e" };
        foreach (string part in hardware ? [Hardware, settings] : new[] { settings })
        {
            foreach ((string key, JsonNode? value) in JsonNode.Parse($"{{{part}}}")!.AsObject())
            {
                json[key] = value?.DeepClone();
            }
        }

        return EndpointFileReader.ReadJson(new JsonObject { ["Endpoints"] = new JsonArray(json) }.ToJsonString(), "f").Single();
    }

    private static Dictionary<SecretReference, string> Values(EndpointPlan plan) =>
        plan.Secrets.Distinct().ToDictionary(reference => reference, reference => $"value of {reference}");

    private async Task ApplyAsync(EndpointEntry entry)
    {
        EndpointPlan plan = EndpointPlanner.Plan(entry, (await Sync.ReadAsync("acme", ["e"], all: false)).GetValueOrDefault("e"));
        await Sync.ApplyAsync("acme", plan, Values(plan));
    }

    private Task<HfInferenceEndpoint> CurrentAsync() => _service.Client.Endpoints.GetAsync("acme", "e");
}
