using HfEndpoints.Client.Inference;
namespace HfEndpoints.Client.Tests;

public sealed class ErrorKindTests
{
    [Theory]
    [InlineData(400, "Bad Request: Instance compute 'Cpu' - 'c6i' - 'medium' in 'aws' - 'us-east-1' not found", HfErrorKind.InvalidRequest)]
    [InlineData(400, "Bad Request: Compute instance not available yet", HfErrorKind.InvalidRequest)]
    [InlineData(400, "Endpoint is already running", HfErrorKind.EndpointAlreadyRunning)]
    [InlineData(400, "workload cannot be scaled to zero", HfErrorKind.InvalidRequest)]
    [InlineData(401, "Invalid username or password.", HfErrorKind.Unauthorized)]
    [InlineData(402, "Payment required", HfErrorKind.Forbidden)]
    [InlineData(403, "missing permissions: inference.endpoints.write", HfErrorKind.Forbidden)]
    [InlineData(403, "Forbidden: Payment method required for namespace: alice", HfErrorKind.Forbidden)]
    [InlineData(404, "Not Found", HfErrorKind.EndpointNotFound)]
    [InlineData(408, "", HfErrorKind.RequestTimeout)]
    [InlineData(409, "Conflict: endpoint 'e' already exists", HfErrorKind.EndpointAlreadyExists)]
    [InlineData(409, "Conflict: Quota exceeded", HfErrorKind.QuotaExceeded)]
    [InlineData(422, "missing field `name`", HfErrorKind.InvalidRequest)]
    [InlineData(429, "Too many requests", HfErrorKind.RateLimited)]
    [InlineData(500, "Internal Server Error", HfErrorKind.ServiceUnavailable)]
    [InlineData(501, "Log search not available on this deployment", HfErrorKind.NotSupported)]
    [InlineData(502, "", HfErrorKind.ServiceUnavailable)]
    [InlineData(503, "Service Unavailable", HfErrorKind.ServiceUnavailable)]
    [InlineData(504, "", HfErrorKind.RequestTimeout)]
    public async Task TheServicesStatusesAndTextsHaveTheirKinds(int status, string text, HfErrorKind kind)
    {
        await using RawServer server = Server(status, text);
        HfClient client = server.Client(options => options with { MaxRetries = 0 });

        HfException exception = await Expect.ApiErrorAsync(kind, () => client.Endpoints.GetAsync("acme", "e"));

        Assert.Equal(status, (int)exception.StatusCode!);
        Assert.Equal(text, exception.ServerMessage);
    }

    [Theory]
    [InlineData(400, "Bad Request: The endpoint is paused, ask a maintainer to restart it", HfErrorKind.EndpointNotRunning)]
    [InlineData(400, "Bad Request: Invalid state", HfErrorKind.EndpointNotRunning)]
    [InlineData(400, "Bad Request: Your endpoint is in error, check its status on endpoints.huggingface.co", HfErrorKind.EndpointFailed)]
    [InlineData(400, "Body needs to provide a inputs key", HfErrorKind.InvalidRequest)]
    [InlineData(401, "", HfErrorKind.Unauthorized)]
    [InlineData(403, "missing permissions: inference.endpoints.infer.write", HfErrorKind.Forbidden)]
    [InlineData(404, "", HfErrorKind.NotFound)]
    [InlineData(413, "batch size 33 > maximum allowed batch size 32", HfErrorKind.InvalidRequest)]
    [InlineData(422, "Input validation error: `inputs` cannot be empty", HfErrorKind.InvalidRequest)]
    [InlineData(424, "Request failed during generation", HfErrorKind.GenerationFailed)]
    [InlineData(429, "Model is overloaded", HfErrorKind.RateLimited)]
    [InlineData(500, "Incomplete generation", HfErrorKind.ServiceUnavailable)]
    [InlineData(500, "input (802 tokens) is too large to process. increase the physical batch size", HfErrorKind.InvalidRequest)]
    [InlineData(500, "image input is not supported - hint: you may need to provide the mmproj", HfErrorKind.InvalidRequest)]
    [InlineData(500, "Failed to parse messages: Missing 'role'", HfErrorKind.InvalidRequest)]
    [InlineData(500, "The model produced output that does not match the expected format", HfErrorKind.GenerationFailed)]
    [InlineData(503, "The request queue is full.", HfErrorKind.RateLimited)]
    [InlineData(503, "Request waiting timeout reached.", HfErrorKind.RateLimited)]
    [InlineData(503, "Request running timeout reached.", HfErrorKind.RequestTimeout)]
    [InlineData(504, "upstream request timeout", HfErrorKind.RequestTimeout)]
    public async Task TheGatewaysAndServersErrorsHaveTheirKinds(int status, string text, HfErrorKind kind)
    {
        await using RawServer server = Server(status, text);
        HfClient client = server.Client(options => options with { MaxRetries = 0 });

        await Expect.ApiErrorAsync(kind, () => client.GetTextGenerationClient(new InferenceTarget(server.Address)).GenerateAsync("hi"));
    }

    [Fact]
    public async Task ARefusalWithoutATokenSaysThatThereIsNone()
    {
        await using RawServer server = Server(401, "Invalid username or password.");

        await Expect.ApiErrorAsync(
            HfErrorKind.TokenNotSet, () => server.Client(options => options with { Token = null }).Hub.WhoAmIAsync());
    }

    private static RawServer Server(int status, string text) => new(
        text.Length == 0 ? RawConnection.Status(status) : RawConnection.Json($$"""{"error":"{{text}}"}""", status));
}
