namespace HfEndpoints.Client.Tests;

internal static class Samples
{
    /// <summary>The guide's first example.</summary>
    public static EndpointSettings Guide { get; } = new()
    {
        Repository = "gpt2",
        Framework = "pytorch",
        Task = "text-generation",
        Accelerator = "cpu",
        Vendor = "aws",
        Region = "us-east-1",
        InstanceSize = "x2",
        InstanceType = "intel-icl",
    };
}
