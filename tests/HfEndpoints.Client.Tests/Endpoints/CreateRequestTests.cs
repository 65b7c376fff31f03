using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Tests;

public sealed class CreateRequestTests
{
    public static TheoryData<string> Creates => Vectors.ForCall("create_inference_endpoint");

    [Theory]
    [MemberData(nameof(Creates))]
    public async Task ACreateIsSentAsThePythonLibrarySendsIt(string name)
    {
        Vector vector = Vectors.Get(name);
        (string method, string path, JsonNode? body) = Assert.Single(vector.Requests);
        if (name == "create: the guide's custom image")
        {
            Correct(body!["model"]!.AsObject());
        }

        await using var server = new RawServer(RawConnection.Json("""{"name":"x"}"""));
        await server.Client().Endpoints.CreateAsync(vector.Namespace, vector.Argument, Keywords.ToSettings(vector.Keywords));

        RawRequest request = Assert.Single(server.Requests);
        Assert.Equal((method, path), (request.Method, request.Target));
        Assert.Equal("application/json", request.Headers["content-type"]);
        JsonCompare.Same(body, request.Json);
    }

    [Fact]
    public async Task NothingThatWasNotSaidIsSentAsNull()
    {
        await using var server = new RawServer(RawConnection.Json("""{"name":"x"}"""));

        await server.Client().Endpoints.CreateAsync("acme", "x", new() { Repository = "gpt2" });

        Assert.DoesNotContain("null", Assert.Single(server.Requests).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, 1, 1)]
    [InlineData(0, null, 0, 1)]
    [InlineData(3, null, 3, 3)]
    [InlineData(null, 4, 1, 4)]
    public async Task ReplicasThatWereNotSaidFollowThoseThatWere(int? min, int? max, int sentMin, int sentMax)
    {
        JsonNode body = await SendAsync(new() { MinReplica = min, MaxReplica = max });

        JsonCompare.Same(
            new JsonObject { ["minReplica"] = sentMin, ["maxReplica"] = sentMax }, body["compute"]!["scaling"]);
    }

    [Theory]
    [InlineData("pendingRequests", "pendingRequests")]
    [InlineData("PENDINGREQUESTS", "pendingRequests")]
    [InlineData("HardwareUsage", "hardwareUsage")]
    [InlineData("ofTomorrow", "ofTomorrow")]
    public async Task AMetricIsSentInTheServicesCase(string metric, string sent)
    {
        JsonNode body = await SendAsync(new() { ScalingMetric = metric, ScalingThreshold = 2.5 });

        JsonCompare.Same(new JsonObject { [sent] = 2.5 }, body["compute"]!["scaling"]!["measure"]);
    }

    [Theory]
    [InlineData("""{"url":"me/img:1","health_route":"/h","port":80}""", """{"custom":{"url":"me/img:1","healthRoute":"/h","port":80}}""")]
    [InlineData("""{"URL":"me/img:1","HealthRoute":"/h"}""", """{"custom":{"url":"me/img:1","healthRoute":"/h"}}""")]
    [InlineData(
        """{"url":"i","credentials":{"Username":"u","PASSWORD":"p"}}""",
        """{"custom":{"url":"i","credentials":{"username":"u","password":"p"}}}""")]
    [InlineData(
        """{"vllm":{"url":"i","tensor_parallel_size":2,"kv_cache_dtype":"fp8"}}""",
        """{"vLLM":{"url":"i","tensorParallelSize":2,"kvCacheDtype":"fp8"}}""")]
    [InlineData("""{"SGLANG":{"url":"i"}}""", """{"sGLang":{"url":"i"}}""")]
    [InlineData(
        """{"llamacpp":{"url":"i","model_path":"m.gguf","n_gpu_layers":9}}""",
        """{"llamacpp":{"url":"i","modelPath":"m.gguf","nGpuLayers":9}}""")]
    [InlineData("""{"huggingface":{}}""", """{"huggingface":{}}""")]
    [InlineData("""{"newEngine":{"url":"i","new_field":1}}""", """{"newEngine":{"url":"i","new_field":1}}""")]
    public async Task AnImageIsCorrectedToTheServicesNames(string image, string sent)
    {
        JsonNode body = await SendAsync(new() { CustomImage = JsonText.Parse(image) });

        JsonCompare.Same(JsonNode.Parse(sent), body["model"]!["image"]);
    }

    [Fact]
    public async Task TheEnvironmentInsideAnImageMovesToTheModelAndThatIsReported()
    {
        var log = new List<string>();
        var image = JsonNode.Parse("""{"vLLM":{"url":"i","Env":{"A":"inside","B":2},"secrets":{"S":"shh-inside","T":null}}}""");
        JsonNode body = await SendAsync(
            new()
            {
                CustomImage = new JsonText(image!.AsObject()),
                Env = new Dictionary<string, string> { ["A"] = "beside" },
                Secret = new Dictionary<string, string?> { ["U"] = "shh-beside" },
            },
            log.Add);

        JsonCompare.Same(JsonNode.Parse("""{"vLLM":{"url":"i"}}"""), body["model"]!["image"]);
        JsonCompare.Same(JsonNode.Parse("""{"A":"beside","B":"2"}"""), body["model"]!["env"]);
        JsonCompare.Same(JsonNode.Parse("""{"S":"shh-inside","U":"shh-beside"}"""), body["model"]!["secrets"]);
        Assert.Equal(2, log.Count);
        Assert.All(log, line => Assert.DoesNotContain("shh", line, StringComparison.Ordinal));
        Assert.Contains("Env", image["vLLM"]!.AsObject());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"vLLM":"url"}""")]
    [InlineData("""{"vLLM":{"url":"i"},"tgi":{"url":"i"}}""")]
    [InlineData("""{"port":80,"healthRoute":"/"}""")]
    public Task AnImageThatIsNoneIsRefusedWithAnExample(string image) =>
        AssertRefusedAsync(new() { CustomImage = JsonText.Parse(image) }, "vLLM");

    [Theory]
    [InlineData("vLLM", 2, 3, true)]
    [InlineData("sGLang", 2, null, true)]
    [InlineData("sGLang", null, 2, false)]
    [InlineData("tgi", 2, null, false)]
    [InlineData("custom", null, 2, false)]
    public async Task ParallelSizesGoOnlyIntoAnEngineThatHasThem(string engine, int? tensor, int? data, bool isTaken)
    {
        EndpointSettings settings = new()
        {
            CustomImage = JsonText.Parse($$$"""{"{{{engine}}}":{"url":"i"}}"""),
            TensorParallelSize = tensor,
            DataParallelSize = data,
        };
        if (!isTaken)
        {
            await AssertRefusedAsync(settings, engine);
            return;
        }

        JsonNode body = await SendAsync(settings);

        JsonCompare.Same(
            new JsonObject
            {
                [engine] = new JsonObject { ["url"] = "i", ["tensorParallelSize"] = tensor, ["dataParallelSize"] = data },
            },
            body["model"]!["image"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("With-Capitals")]
    [InlineData("under_score")]
    [InlineData("ümlaut")]
    [InlineData("a/b")]
    [InlineData("x\n")]
    [InlineData("123456789012345678901234567890123")]
    public async Task ANameTheServiceDoesNotTakeIsRefusedBeforeTheRequest(string name)
    {
        await using var server = new RawServer(RawConnection.Json("{}"));

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.InvalidRequest, () => server.Client().Endpoints.CreateAsync("acme", name, new()));
        await Expect.FailureAsync(
            HfErrorKind.InvalidRequest, () => server.Client().Catalog.DeployAsync("acme", "gpt2", name));

        Assert.Contains("1 to 32", exception.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    public static TheoryData<string, string> BadNumbers => new()
    {
        { """{"MinReplica":-1}""", "MinReplica" },
        { """{"MaxReplica":-1}""", "MaxReplica" },
        { """{"MinReplica":3,"MaxReplica":2}""", "MaxReplica" },
        { """{"ScaleToZeroTimeout":0}""", "1 or more" },
        { """{"ScalingThreshold":1}""", "ScalingMetric" },
        { """{"TensorParallelSize":0}""", "TensorParallelSize" },
        { """{"DataParallelSize":-2}""", "DataParallelSize" },
    };

    [Theory]
    [MemberData(nameof(BadNumbers))]
    public Task NumbersThatCannotBeMeantAreRefusedBeforeTheRequest(string settings, string hint) =>
        AssertRefusedAsync(System.Text.Json.JsonSerializer.Deserialize<EndpointSettings>(settings)!, hint);

    [Fact]
    public Task ParallelSizesWithoutAnImageAreRefusedInACreate() =>
        AssertRefusedAsync(new() { TensorParallelSize = 2 }, "CustomImage");

    [Fact]
    public async Task ADeployFromTheCatalogIsSentAsThePythonLibrarySendsIt()
    {
        Vector vector = Vectors.Get("catalog deploy");
        await using var server = new RawServer(RawConnection.Json("""{"endpoint":{"name":"llama"}}"""));

        HfInferenceEndpoint endpoint = await server.Client().Catalog.DeployAsync(
            vector.Namespace, vector.Argument, (string?)vector.Keywords["name"], (string?)vector.Keywords["accelerator"]);

        RawRequest request = Assert.Single(server.Requests);
        Assert.Equal("/api/catalog/deploy", request.Target);
        JsonCompare.Same(Assert.Single(vector.Requests).Body, request.Json);
        Assert.Equal(("acme", "llama"), (endpoint.Namespace, endpoint.Name));
    }

    [Fact]
    public async Task TheServiceTakesWhatIsSent()
    {
        await using Service service = await Service.StartAsync();

        HfInferenceEndpoint created = await service.Client.Endpoints.CreateAsync("acme", "guide", Samples.Guide);
        HfInferenceEndpoint deployed = await service.Client.Catalog.DeployAsync(
            "acme", "meta-llama/Llama-3.2-1B-Instruct");

        Assert.Equal(("acme", "guide", "pending"), (created.Namespace, created.Name, created.Status));
        Assert.Equal("meta-llama/Llama-3.2-1B-Instruct", deployed.Repository);
    }

    /// <summary>What the Python library sends inside a flat image is what the service ignores.</summary>
    private static void Correct(JsonObject model)
    {
        JsonObject custom = model["image"]!["custom"]!.AsObject();
        custom.Remove("health_route", out JsonNode? healthRoute);
        custom["healthRoute"] = healthRoute;
        custom.Remove("env", out JsonNode? env);
        model["env"] = env;
    }

    private static async Task<JsonNode> SendAsync(EndpointSettings settings, Action<string>? log = null)
    {
        await using var server = new RawServer(RawConnection.Json("""{"name":"x"}"""));
        await server.Client(options => options with { Log = log }).Endpoints.CreateAsync("acme", "x", settings);
        return Assert.Single(server.Requests).Json!;
    }

    private static async Task AssertRefusedAsync(EndpointSettings settings, string hint)
    {
        await using var server = new RawServer(RawConnection.Json("{}"));

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.InvalidRequest, () => server.Client().Endpoints.CreateAsync("acme", "x", settings));

        Assert.Contains(hint, exception.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }
}
