using HfEndpoints.Client.Inference;
using Microsoft.Extensions.Logging;

namespace HfEndpoints.Client.Tests;

public sealed class HfClientTests
{
    [Fact]
    public async Task AllPagesAreListedAsEndpoints()
    {
        await using var service = await Service.StartAsync();
        await service.PutManyAsync(25, "running");

        List<HfInferenceEndpoint> endpoints = await Expect.AllAsync(service.Client.Endpoints.ListAsync("acme"));

        Assert.Equal(25, endpoints.Select(endpoint => endpoint.Name).Distinct().Count());
    }

    [Fact]
    public async Task TheCallersHttpClientSendsTheRequests()
    {
        var handler = new CountingHandler();
        using var http = new HttpClient(handler);
        var client = new HfClient(new HfClientOptions { HttpClient = http, Token = HfToken.FromText("hf_x", "test") });

        Assert.Equal("alice", (await client.Hub.WhoAmIAsync()).Name);
        Assert.Equal([new Uri("https://huggingface.co/api/whoami-v2")], handler.Seen);
    }

    [Fact]
    public async Task ALoggerReceivesEachRequestWithoutTheToken()
    {
        using var http = new HttpClient(new CountingHandler());
        using var loggers = new Loggers();
        var client = new HfClient(new HfClientOptions
        {
            HttpClient = http,
            LoggerFactory = loggers,
            Token = HfToken.FromText("hf_very_secret_token", "test"),
        });

        await client.Hub.WhoAmIAsync();

        (LogLevel level, string text) = Assert.Single(loggers.Entries);
        Assert.Equal(LogLevel.Debug, level);
        Assert.Contains("GET https://huggingface.co/api/whoami-v2: HTTP 200", text, StringComparison.Ordinal);
        Assert.Contains("req-7", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClientsCanBeMocked()
    {
        HfClient client = new MockedClient();

        HfGeneratedText answer = await client.GetTextGenerationClient(new InferenceTarget(new Uri("https://x"))).GenerateAsync("hi");

        Assert.Equal("hi, mocked", answer.Text);
    }

    private sealed class MockedClient() : HfClient(new HfClientOptions())
    {
        public override TextGenerationClient GetTextGenerationClient(InferenceTarget target) => new MockedTextGeneration();
    }

    private sealed class MockedTextGeneration : TextGenerationClient
    {
        public override Task<HfGeneratedText> GenerateAsync(
            string prompt, GenerateParameters? parameters, InferenceOptions? options, CancellationToken cancellationToken) =>
            Task.FromResult(new HfGeneratedText { Text = prompt + ", mocked" });
    }

    private sealed class CountingHandler : HttpMessageHandler
    {
        public List<Uri> Seen { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Seen.Add(request.RequestUri!);
            var response = new HttpResponseMessage { Content = new StringContent("""{"name":"alice","type":"user"}""") };
            response.Content.Headers.ContentType = new("application/json");
            response.Headers.Add("X-Request-Id", "req-7");
            return Task.FromResult(response);
        }
    }

    private sealed class Loggers : ILoggerFactory, ILogger
    {
        public List<(LogLevel Level, string Text)> Entries { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Add((logLevel, formatter(state, exception)));

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Dispose()
        {
        }
    }
}
