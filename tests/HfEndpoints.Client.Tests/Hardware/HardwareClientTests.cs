namespace HfEndpoints.Client.Tests;

public sealed class HardwareClientTests
{
    [Fact]
    public async Task HardwareIsListedWithTheQuotaOfANamespace()
    {
        await using Service service = await Service.StartAsync();
        await service.PutAsync("e", """{"compute":{"accelerator":"gpu","instanceType":"nvidia-t4","instanceSize":"x1"} }""");
        await service.ForgetRequestsAsync();

        IReadOnlyList<HfHardware> options = await service.Client.Hardware.ListAsync("acme");

        HfHardware t4 = options.Find("aws", "us-east-1", "nvidia-t4", "x4")!;
        Assert.Equal("aws-us-east-1-nvidia-t4-x4", t4.Id);
        Assert.Equal("N. Virginia", t4.RegionLabel);
        Assert.Equal("gpu", t4.Accelerator);
        Assert.Equal("Nvidia T4", t4.Architecture);
        Assert.Equal((4, 24, 56d, 64), (t4.NumAccelerators, t4.NumCpus, t4.MemoryGb, t4.GpuMemoryGb));
        Assert.Equal(2.0m, t4.PricePerHour);
        Assert.Equal((16, 1), (t4.MaxAccelerators, t4.UsedAccelerators));
        Assert.Equal(15, t4.FreeAccelerators);
        Assert.Equal(["GET /v2/provider/acme"], await service.RoutesAsync());
    }

    [Fact]
    public async Task WithoutANamespaceNoTokenGoesAndNoQuotaIsKnown()
    {
        await using Service service = await Service.StartAsync();

        IReadOnlyList<HfHardware> options = await service.Client.Hardware.ListAsync(null);

        Assert.NotEmpty(options);
        Assert.All(options, option => Assert.Null(option.MaxAccelerators));
        var request = Assert.Single(await service.RequestsAsync());
        Assert.Equal("/v2/provider", (string?)request["path"]);
        Assert.False((bool)request["authorization"]!);
    }

    [Theory]
    [InlineData("available", "available", "available", 1, 0, 1, true)]
    [InlineData("available", "available", "low_availability", 1, 0, 1, true)]
    [InlineData("available", "available", "reserved", 8, 0, 1, false)]
    [InlineData("available", "available", "deprecated", 8, 0, 1, false)]
    [InlineData("available", "available", "a new word", 8, 0, 1, false)]
    [InlineData("available", "not_available", "available", 8, 0, 1, false)]
    [InlineData("not_available", "available", "available", 8, 0, 1, false)]
    [InlineData("available", "available", "available", 8, 5, 4, false)]
    [InlineData("available", "available", "available", 8, 4, 4, true)]
    [InlineData("available", "available", "available", 1, 2, 1, false)]
    public async Task DeployableIsWhatIsThereAndInTheQuota(
        string vendor, string region, string status, int max, int used, int needed, bool expected)
    {
        await using var server = new RawServer(RawConnection.Json(
            $$"""
            {"vendors":[{"name":"v","status":"{{vendor}}","regions":[{"name":"r","status":"{{region}}","computes":[
              {"id":"i","instanceType":"t","instanceSize":"s","numAccelerators":{{needed}},"status":"{{status}}",
               "pricePerHour":1.0,"quota":{"maxAccelerators":{{max}},"usedAccelerators":{{used}} } }]}]}]}
            """));

        HfHardware option = Assert.Single(await server.Client().Hardware.ListAsync("acme"));

        Assert.Equal(expected, option.CanBeDeployed());
    }

    [Fact]
    public async Task APriceOf32BitsIsReadAsPeopleWriteIt()
    {
        await using var server = new RawServer(RawConnection.Json(
            """
            {"vendors":[{"name":"v","status":"available","regions":[{"name":"r","status":"available","computes":[
              {"id":"i","status":"available","pricePerHour":0.03200000151991844}]}]}]}
            """));

        HfHardware option = Assert.Single(await server.Client().Hardware.ListAsync(null));

        Assert.Equal(0.032m, option.PricePerHour);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"vendors":null}""")]
    [InlineData("""{"vendors":[{"name":"v"}]}""")]
    [InlineData("""{"vendors":[{"name":"v","regions":[{"name":"r","computes":null}],"quotas":null}]}""")]
    public async Task WhatTheServiceLeavesOutIsEmpty(string answer)
    {
        await using var server = new RawServer(RawConnection.Json(answer));

        Assert.Empty(await server.Client().Hardware.ListAsync("acme"));
        Assert.Empty(await server.Client().Hardware.ListQuotasAsync("acme"));
    }

    [Fact]
    public async Task QuotasAreListedByKind()
    {
        await using Service service = await Service.StartAsync();
        await service.PutAsync("e", """{"compute":{"accelerator":"gpu","instanceType":"nvidia-t4","instanceSize":"x4"} }""");
        await service.ForgetRequestsAsync();

        IReadOnlyList<HfQuota> quotas = await service.Client.Hardware.ListQuotasAsync("acme");

        HfQuota t4 = quotas.Single(quota => quota is { Vendor: "aws", InstanceType: "nvidia-t4" });
        Assert.Equal(("Nvidia T4", 16, 4, 12), (t4.Architecture, t4.MaxAccelerators, t4.UsedAccelerators, t4.FreeAccelerators));
        Assert.Contains(quotas, quota => quota.Vendor == "gcp");
        Assert.Equal(["GET /v2/provider/quotas/acme"], await service.RoutesAsync());
    }

    [Fact]
    public async Task AForeignNamespaceIsForbidden()
    {
        await using Service service = await Service.StartAsync();

        await Expect.FailureAsync(HfErrorKind.Forbidden, () => service.Client.Hardware.ListAsync("stranger"));
        await Expect.FailureAsync(HfErrorKind.Forbidden, () => service.Client.Hardware.ListQuotasAsync("stranger"));
    }

    [Fact]
    public void AnInstanceIsFoundWhateverTheCase()
    {
        HfHardware[] options =
        [
            new()
            {
                Vendor = "aws", Region = "r", Accelerator = "gpu", InstanceType = "t", InstanceSize = "x1", Status = "", Id = "",
            },
        ];

        Assert.Same(options[0], options.Find("AWS", "R", "T", "X1"));
        Assert.Null(options.Find("aws", "r", "t", "x2"));
        Assert.Null(options.Find(null, "r", "t", "x1"));
    }
}
