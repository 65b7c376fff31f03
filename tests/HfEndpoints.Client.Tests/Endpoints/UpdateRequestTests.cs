using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Tests;

public sealed class UpdateRequestTests
{
    public static TheoryData<string> Updates => Vectors.ForCall("update_inference_endpoint");

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task AnUpdateIsSentAsThePythonLibrarySendsIt(string name)
    {
        Vector vector = Vectors.Get(name);
        await using var server = new RawServer(RawConnection.Json(
            """{"name":"e","model":{"image":{"vLLM":{"url":"vllm/vllm-openai:v0.23.0","port":8000}}}}"""));

        await server.Client().Endpoints.UpdateAsync(vector.Namespace, vector.Argument, Keywords.ToSettings(vector.Keywords));

        Assert.Equal(
            vector.Requests.Select(request => (request.Method, request.Path)),
            server.Requests.Select(request => (request.Method, request.Target)));
        JsonCompare.Same(vector.Requests[^1].Body, server.Requests[^1].Json);
    }

    public static TheoryData<string, string> Changes => new()
    {
        { """{"Env":{}}""", """{"model":{"env":{}}}""" },
        { """{"Secret":{"GONE":null,"S":"x"}}""", """{"model":{"secrets":{"GONE":null,"S":"x"}}}""" },
        { """{"ContainerCommand":[]}""", """{"model":{"command":[]}}""" },
        { """{"Tag":[]}""", """{"tags":[]}""" },
        { """{"Domain":"","Path":""}""", """{"route":{"domain":"","path":""}}""" },
        { """{"CacheHttpResponse":false}""", """{"experimentalFeatures":{"cacheHttpResponses":false}}""" },
        { """{"ScaleToZeroTimeout":5}""", """{"compute":{"scaling":{"scaleToZeroTimeout":5}}}""" },
        { """{"ScalingMetric":"pendingrequests"}""", """{"compute":{"scaling":{"measure":{"pendingRequests":null}}}}""" },
        { """{"MinReplica":0}""", """{"compute":{"scaling":{"minReplica":0}}}""" },
        { """{"Vendor":"aws","Region":"eu-west-1"}""", """{"provider":{"vendor":"aws","region":"eu-west-1"}}""" },
        { """{"Type":"Public"}""", """{"type":"public"}""" },
        { """{"Revision":""}""", """{"model":{"revision":""}}""" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task OnlyWhatWasSaidIsSentAndAnEmptyValueClears(string settings, string body)
    {
        await using var server = new RawServer(RawConnection.Json("""{"name":"e"}"""));

        await server.Client().Endpoints.UpdateAsync(
            "acme", "e", System.Text.Json.JsonSerializer.Deserialize<EndpointSettings>(settings)!);

        Assert.Equal(JsonNode.Parse(body)!.ToJsonString(), Assert.Single(server.Requests).Json!.ToJsonString());
    }

    [Fact]
    public async Task AnUpdateWithoutAChangeIsRefused()
    {
        await using var server = new RawServer(RawConnection.Json("{}"));

        await Expect.FailureAsync(
            HfErrorKind.InvalidRequest, () => server.Client().Endpoints.UpdateAsync("acme", "e", new EndpointSettings()));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task TheServiceMergesWhatIsSent()
    {
        await using Service service = await Service.StartAsync();
        EndpointsClient endpoints = service.Client.Endpoints;
        await endpoints.CreateAsync("acme", "e", Samples.Guide with
        {
            Tag = ["dev"],
            Env = new Dictionary<string, string> { ["A"] = "1" },
        });

        await endpoints.UpdateAsync("acme", "e", new() { MaxReplica = 3 });
        HfInferenceEndpoint changed = await endpoints.UpdateAsync("acme", "e", new() { Tag = [], Env = new Dictionary<string, string>() });

        Assert.Equal(3, changed.MaxReplica);
        Assert.Equal("gpt2", changed.Repository);
        Assert.Empty(changed.Tags);
        Assert.Empty(changed.Json.GetProperty("model").GetProperty("env").EnumerateObject());
    }

    [Theory]
    [InlineData(null, "eu-west-1", "aws", "eu-west-1")]
    [InlineData("gcp", null, "gcp", "us-east-1")]
    public async Task AVendorOrARegionAloneKeepsTheOther(string? vendor, string? region, string sentVendor, string sentRegion)
    {
        await using var server = new RawServer(
            RawConnection.Json("""{"name":"e","provider":{"vendor":"aws","region":"us-east-1"}}"""));

        await server.Client().Endpoints.UpdateAsync("acme", "e", new() { Vendor = vendor, Region = region });

        Assert.Equal(["GET", "PUT"], server.Requests.Select(request => request.Method));
        JsonCompare.Same(
            new JsonObject { ["provider"] = new JsonObject { ["vendor"] = sentVendor, ["region"] = sentRegion } },
            server.Requests[^1].Json);
    }

    [Fact]
    public async Task ARegionAndAParallelSizeAreCompletedByOneLook()
    {
        await using var server = new RawServer(RawConnection.Json(
            """{"name":"e","provider":{"vendor":"aws","region":"us-east-1"},"model":{"image":{"vLLM":{"url":"u"}}}}"""));

        await server.Client().Endpoints.UpdateAsync("acme", "e", new() { Region = "eu-west-1", TensorParallelSize = 2 });

        Assert.Equal(["GET", "PUT"], server.Requests.Select(request => request.Method));
        Assert.Equal(
            """{"provider":{"vendor":"aws","region":"eu-west-1"},"model":{"image":{"vLLM":{"url":"u","tensorParallelSize":2}}}}""",
            server.Requests[^1].Json!.ToJsonString());
    }

    [Fact]
    public async Task ParallelSizesAloneKeepTheRestOfTheImage()
    {
        await using Service service = await Service.StartAsync();
        await service.PutAsync("e", """
            {
              "compute": {"accelerator":"gpu","instanceType":"nvidia-a10g","instanceSize":"x4"},
              "model": {"image":{"vLLM":{"url":"vllm/vllm-openai:v0.23.0","port":8000,"maxNumSeqs":64}}}
            }
            """);

        HfInferenceEndpoint changed = await service.Client.Endpoints.UpdateAsync(
            "acme", "e", new() { TensorParallelSize = 2, DataParallelSize = 2 });

        JsonCompare.Same(
            JsonNode.Parse("""
                {"vLLM":{"url":"vllm/vllm-openai:v0.23.0","port":8000,"maxNumSeqs":64,"tensorParallelSize":2,"dataParallelSize":2}}
                """),
            JsonNode.Parse(changed.Json.GetProperty("model").GetProperty("image").GetRawText()));
    }

    [Fact]
    public async Task ParallelSizesAloneAreRefusedForAnImageWithCredentials()
    {
        await using Service service = await Service.StartAsync();
        await service.PutAsync("e", """
            {"model":{"image":{"custom":{"url":"me/vllm:1","credentials":{"username":"u","password":"p"}}}}}
            """);

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.InvalidRequest,
            () => service.Client.Endpoints.UpdateAsync("acme", "e", new() { TensorParallelSize = 2 }));

        Assert.Contains("credentials", exception.Message, StringComparison.Ordinal);
        Assert.Contains("CustomImage", exception.Message, StringComparison.Ordinal);
        Assert.Empty(await service.RequestsAsync("PUT"));
    }

    [Fact]
    public async Task CredentialsThatAreNullAreNone()
    {
        await using var server = new RawServer(
            RawConnection.Json("""{"name":"e","model":{"image":{"vLLM":{"url":"i","credentials":null}}}}"""));

        await server.Client().Endpoints.UpdateAsync("acme", "e", new() { TensorParallelSize = 2 });

        JsonCompare.Same(
            JsonNode.Parse("""{"model":{"image":{"vLLM":{"url":"i","tensorParallelSize":2}}}}"""), server.Requests[1].Json);
    }

    [Fact]
    public async Task ParallelSizesOutOfBoundsAreRefusedBeforeTheImageIsRead()
    {
        await using var server = new RawServer(RawConnection.Json("{}"));

        await Expect.FailureAsync(
            HfErrorKind.InvalidRequest,
            () => server.Client().Endpoints.UpdateAsync("acme", "e", new() { TensorParallelSize = 0 }));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task TheSettingsThatWereGivenStayAsTheyWere()
    {
        var image = JsonNode.Parse("""{"url":"i","health_route":"/h"}""")!.AsObject();
        await using var server = new RawServer(RawConnection.Json("""{"name":"e"}"""));

        await server.Client().Endpoints.UpdateAsync("acme", "e", new() { CustomImage = new JsonText(image) });

        Assert.Equal("""{"url":"i","health_route":"/h"}""", image.ToJsonString());
    }
}
