namespace HfEndpoints.Client.Tests;

public sealed class HardwareAdviceTests
{
    private static readonly EndpointSettings s_listed = new()
    {
        Vendor = "aws",
        Region = "us-east-1",
        Accelerator = "gpu",
        InstanceType = "nvidia-l4",
        InstanceSize = "x1",
    };

    // The wrong value, then the suggestions, then where the wrong value would be right.
    public static TheoryData<EndpointSettings, string[]> Mistakes => new()
    {
        { s_listed with { Vendor = "awz" }, ["'awz'", "'aws'", "'gcp'", "'azure'"] },
        { s_listed with { Vendor = "AWS" }, ["'AWS'", "'aws'", "'gcp'", "'azure'"] },
        { s_listed with { Region = "us-east1" }, ["'us-east1'", "aws", "'us-east-1'", "'us-east-2'", "'us-west-2'"] },
        { s_listed with { Vendor = "azure" }, ["'us-east-1'", "azure", "'eastus'", "'us-east-1'", "aws"] },
        {
            s_listed with { Vendor = "azure", Region = "eastus" },
            ["'gpu'", "azure eastus", "'cpu'", "'gpu'", "aws us-east-1", "aws us-east-2", "aws eu-west-1"]
        },
        {
            s_listed with { InstanceType = "nvidia-l5" },
            ["'nvidia-l5'", "aws us-east-1 gpu", "'nvidia-l4'", "'nvidia-t4'", "'nvidia-l40s'"]
        },
        { s_listed with { InstanceSize = "x3" }, ["'x3'", "aws us-east-1 gpu nvidia-l4", "'x1'", "'x4'"] },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task TheFirstWrongPartIsNamedWithWhatComesNearest(EndpointSettings settings, string[] inOrder)
    {
        await using Service service = await Service.StartAsync();

        string advice = Assert.IsType<string>(await service.Client.Hardware.AdviseAsync("acme", settings));

        int at = 0;
        foreach (string part in inOrder)
        {
            int found = advice.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"{part} is missing after character {at} of: {advice}");
            at = found + part.Length;
        }
    }

    [Fact]
    public async Task WhatIsListedNeedsNoAdvice()
    {
        await using Service service = await Service.StartAsync();

        Assert.Null(await service.Client.Hardware.AdviseAsync("acme", s_listed));
        Assert.Null(await service.Client.Hardware.AdviseAsync(null, new EndpointSettings { Vendor = "gcp" }));
        Assert.Null(await service.Client.Hardware.AdviseAsync(null, new EndpointSettings()));
    }

    [Fact]
    public async Task AnEmptyListGivesNoAdvice()
    {
        await using var server = new RawServer(RawConnection.Json("""{"vendors":[]}"""));

        Assert.Null(await server.Client().Hardware.AdviseAsync("acme", s_listed));
    }

    [Fact]
    public async Task AnErrorWithAdviceIsTheSameError()
    {
        await using Service service = await Service.StartAsync();
        EndpointSettings settings = s_listed with { Repository = "gpt2", Framework = "pytorch", Vendor = "awz" };
        HfException refusal = await Expect.ApiErrorAsync(
            HfErrorKind.InvalidRequest, () => service.Client.Endpoints.CreateAsync("acme", "e", settings));

        HfException advised = refusal.WithAdvice("Do this.");

        Assert.Equal($"{refusal.Message} Do this.", advised.Message);
        Assert.Equal(refusal.Kind, advised.Kind);
        Assert.Equal(refusal.StatusCode, advised.StatusCode);
        Assert.Equal(refusal.ServerMessage, advised.ServerMessage);
        Assert.Equal(refusal.ErrorCode, advised.ErrorCode);
        Assert.Equal(refusal.RequestId, advised.RequestId);
        Assert.Same(refusal, advised.InnerException);
    }
}
