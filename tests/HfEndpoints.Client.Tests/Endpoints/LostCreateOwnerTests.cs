namespace HfEndpoints.Client.Tests;

/// <summary>Whose the endpoint is that is found after a lost create.</summary>
public sealed class LostCreateOwnerTests
{
    private static readonly Dictionary<string, EndpointSettings> s_others = new()
    {
        ["type"] = Samples.Guide with { Type = "public" },
        ["task"] = Samples.Guide with { Task = "feature-extraction" },
        ["framework"] = Samples.Guide with { Framework = "custom" },
        ["revision"] = Samples.Guide with { Revision = "main" },
        ["min replica"] = Samples.Guide with { MinReplica = 0 },
        ["max replica"] = Samples.Guide with { MaxReplica = 2 },
        ["measure"] = Samples.Guide with { ScalingMetric = "pendingRequests", ScalingThreshold = 2 },
        ["tags"] = Samples.Guide with { Tag = ["theirs"] },
        ["image"] = Samples.Guide with { CustomImage = JsonText.Parse("""{"url":"theirs/image:1"}""") },
        ["env"] = Samples.Guide with { Env = new Dictionary<string, string> { ["A"] = "1" } },
        ["secrets"] = Samples.Guide with { Secret = new Dictionary<string, string?> { ["KEY"] = "theirs" } },
        ["command"] = Samples.Guide with { ContainerCommand = ["serve"] },
        ["arguments"] = Samples.Guide with { ContainerArgument = ["--fast"] },
    };

    // What we leave open and the service may fill in: it says nothing of who asked.
    private static readonly string[] s_mayBeFilledIn = ["revision", "measure", "env", "command", "arguments"];

    public static TheoryData<string> Others => [.. s_others.Keys];

    public static TheoryData<string> FilledIn => [.. s_mayBeFilledIn];

    public static TheoryData<string> NotFilledIn => [.. s_others.Keys.Except(s_mayBeFilledIn)];

    [Theory]
    [MemberData(nameof(NotFilledIn))]
    public Task AColleaguesEndpointOnTheSameHardwareIsNotTakenForOurs(string difference) =>
        AssertTakenAsync(Samples.Guide, s_others[difference]);

    [Theory]
    [MemberData(nameof(FilledIn))]
    public async Task WhatTheServiceMayHaveFilledInDoesNotHideOurs(string difference)
    {
        string found = (await CreatedAsync(s_others[difference])).Json.GetRawText();
        await using var server = new RawServer(RawConnection.Status(500), RawConnection.Json(found));

        Assert.Equal("e", (await server.Client().Endpoints.CreateAsync("acme", "e", Samples.Guide)).Name);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public Task NorIsAColleaguesWithoutWhatWeAskedFor(string difference) =>
        AssertTakenAsync(s_others[difference], Samples.Guide);

    [Fact]
    public async Task AnImageOfTheSameEngineIsAnotherImage() => await AssertTakenAsync(
        Samples.Guide with { CustomImage = JsonText.Parse("""{"vLLM":{"url":"vllm:1","maxNumSeqs":8}}""") },
        Samples.Guide with { CustomImage = JsonText.Parse("""{"vLLM":{"url":"vllm:1","maxNumSeqs":16}}""") });

    [Fact]
    public async Task WhatTheServiceChangesFillsInOrKeepsToItselfDoesNotHideOurs()
    {
        await using Service service = await Service.StartAsync();
        await service.FailAsync("""{"method":"POST","drop":"after","times":1}""");
        EndpointSettings settings = Samples.Guide with
        {
            Type = "protected",
            MinReplica = 1,
            ScaleToZeroTimeout = 30,
            ScalingMetric = "hardwareUsage",
            ScalingThreshold = 80,
            Revision = "main",
            CustomImage = JsonText.Parse(
                """{"url":"me/image:1","port":80,"newField":{"a":1},"credentials":{"username":"me","password":"s3cret"}}"""),
            ContainerCommand = ["serve"],
            ContainerArgument = ["--fast", "--safe"],
            Env = new Dictionary<string, string> { ["A"] = "1", ["EMPTY"] = "" },
            Secret = new Dictionary<string, string?> { ["KEY"] = "hidden", ["NONE"] = null },
            Tag = ["b", "a"],
            CacheHttpResponse = false,
            ExperimentalFeature = JsonText.Parse("""{"loadBalancer":"sticky"}"""),
            Notification = JsonText.Parse("""{"email":true,"push":false}"""),
            CustomRouter = JsonText.Parse("""{"tag":"v1","env":{"R":"1"}}"""),
        };

        HfInferenceEndpoint endpoint = await service.Client.Endpoints.CreateAsync("acme", "e", settings);

        Assert.Equal("e", endpoint.Name);
        Assert.Equal(["POST /v2/endpoint/acme", "GET /v2/endpoint/acme/e"], await service.RoutesAsync());
    }

    [Theory]
    [InlineData("main", "11c5a3d5811f50298f278a704980280950aedb10", true)]
    [InlineData("22c5a3d5811f50298f278a704980280950aedb10", "11c5a3d5811f50298f278a704980280950aedb10", false)]
    [InlineData("main", "dev", false)]
    public async Task ABranchMayBeGivenAsItsCommit(string sent, string given, bool isOurs)
    {
        EndpointSettings settings = Samples.Guide with { Revision = sent };
        string found = (await CreatedAsync(settings with { Revision = given })).Json.GetRawText();
        await using var server = new RawServer(RawConnection.Status(500), RawConnection.Json(found));
        Task<HfInferenceEndpoint> create = server.Client().Endpoints.CreateAsync("acme", "e", settings);

        if (isOurs)
        {
            Assert.Equal("e", (await create).Name);
        }
        else
        {
            await Expect.FailureAsync(HfErrorKind.EndpointAlreadyExists, () => create);
        }
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("gpu", true)]
    [InlineData("cpu", false)]
    public async Task ADeploymentFromTheCatalogIsOursIfItsAcceleratorIs(string? accelerator, bool isOurs)
    {
        await using Service service = await Service.StartAsync();
        await service.FailAsync("""{"method":"POST","drop":"after","times":1}""");
        if (!isOurs)
        {
            await service.FailAsync();
            await service.Client.Catalog.DeployAsync("acme", "meta-llama/Llama-3.2-1B-Instruct", "e", "gpu");
            await service.FailAsync("""{"method":"POST","status":500,"times":1}""");
        }

        Task<HfInferenceEndpoint> deploy = service.Client.Catalog.DeployAsync(
            "acme", "meta-llama/Llama-3.2-1B-Instruct", "e", accelerator);

        if (isOurs)
        {
            Assert.Equal("e", (await deploy).Name);
        }
        else
        {
            await Expect.FailureAsync(HfErrorKind.EndpointAlreadyExists, () => deploy);
        }
    }

    private static async Task<HfInferenceEndpoint> CreatedAsync(EndpointSettings settings)
    {
        await using Service service = await Service.StartAsync();
        return await service.Client.Endpoints.CreateAsync("acme", "e", settings);
    }

    private static async Task AssertTakenAsync(EndpointSettings ours, EndpointSettings theirs)
    {
        await using Service service = await Service.StartAsync();
        await service.Client.Endpoints.CreateAsync("acme", "e", theirs);
        await service.FailAsync("""{"method":"POST","status":500,"times":1}""");
        await service.ForgetRequestsAsync();

        await Expect.FailureAsync(
            HfErrorKind.EndpointAlreadyExists, () => service.Client.Endpoints.CreateAsync("acme", "e", ours));

        Assert.Equal(["POST /v2/endpoint/acme", "GET /v2/endpoint/acme/e"], await service.RoutesAsync());
    }
}
