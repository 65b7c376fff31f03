namespace HfEndpoints.Client.Tests;

/// <summary>The page of a network's sign-in, or of a proxy, that comes with status 200 in place of an answer.</summary>
public sealed class PageTests(PageTests.Behind behind) : IClassFixture<PageTests.Behind>
{
    private const string Page =
        "<!DOCTYPE html>\n<html><head><title>Sign in &amp; pay</title></head><body>Not what you asked for</body></html>";

    private static readonly HttpClient s_direct = new();

    public static TheoryData<string> Calls => [.. EveryCall.ByName.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task APageEverywhereIsOneInvalidResponse(string call)
    {
        await using var server = new RawServer((_, connection) => SendPageAsync(connection));
        HfClient client = server.Client(options => options with { MaxRetries = 0 });

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.InvalidResponse, () => EveryCall.ByName[call](client, server.Address));

        Assert.Matches("an HTML page|is text/html", exception.Message);
        Assert.DoesNotContain("Not what you asked for", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheErrorSaysWhosePageItIs()
    {
        await using var server = new RawServer((_, connection) => SendPageAsync(connection));

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.InvalidResponse, () => server.Client().Endpoints.GetAsync("acme", "e"));

        Assert.Contains("it is an HTML page, 'Sign in & pay'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task APageInPlaceOfOneAnswerIsNeverTakenForAnotherServer(string call)
    {
        Func<HfClient, Uri, Task<object?>> run = EveryCall.ByName[call];
        int pageAt = -1;
        int count = 0;
        await using var server = new RawServer((request, connection) =>
            Interlocked.Increment(ref count) == pageAt ? SendPageAsync(connection) : PassOnAsync(request, connection));
        await run(server.Client(), server.Address).WithinDeadlineAsync();
        int usual = count;

        for (pageAt = 1; pageAt <= usual; pageAt++)
        {
            count = 0;
            HfClient client = server.Client(options => options with { MaxRetries = 0 });

            var exception = await Record.ExceptionAsync(() => run(client, server.Address).WithinDeadlineAsync());

            Assert.True(exception is null or HfException { Kind: HfErrorKind.InvalidResponse }, $"{call}, answer {pageAt}: {exception}");
            NoNulls.Check(await run(client, server.Address).WithinDeadlineAsync());
        }
    }

    [Fact]
    public async Task APageIsNotALog()
    {
        await using var server = new RawServer((request, connection) => request.Target.Contains("search", StringComparison.Ordinal)
            ? connection.AnswerAsync(404, "", null)
            : SendPageAsync(connection));
        using var file = new MemoryStream();

        await Expect.FailureAsync(
            HfErrorKind.InvalidResponse, () => server.Client().Logs.DownloadAsync("acme", "e", null, file));
        await Expect.FailureAsync(
            HfErrorKind.InvalidResponse, () => Expect.AllAsync(server.Client().Logs.ReadAsync("acme", "e")));

        Assert.Equal(0, file.Length);
    }

    [Theory]
    [InlineData("/health", false)]
    [InlineData("/", true)]
    [InlineData(null, true)]
    public async Task APageIsNotHealthUnlessAProgramHasItsOwnThere(string? route, bool isHealthy)
    {
        await using var server = new RawServer((_, connection) => SendPageAsync(connection));
        var endpoint = new HfInferenceEndpoint
        {
            Name = "e",
            Namespace = "acme",
            EndpointsUri = server.Address,
            Url = server.Address.AbsoluteUri,
            HealthRoute = route,
        };

        Assert.Equal(isHealthy, await server.Client().Health.IsHealthyAsync(endpoint));
    }

    private static Task SendPageAsync(RawConnection connection) => connection.AnswerAsync(200, Page, "text/html; charset=utf-8");

    private async Task PassOnAsync(RawRequest request, RawConnection connection)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(behind.Address, request.Target))
        {
            Content = new StringContent(request.Body, System.Text.Encoding.UTF8, "application/json"),
        };
        foreach (string name in (string[])["authorization", "accept"])
        {
            message.Headers.TryAddWithoutValidation(name, request.Headers.GetValueOrDefault(name));
        }

        using HttpResponseMessage response = await s_direct.SendAsync(message);
        await connection.AnswerAsync(
            (int)response.StatusCode,
            await response.Content.ReadAsByteArrayAsync(),
            response.Content.Headers.ContentType?.ToString());
    }

    /// <summary>The service behind the one that sends pages.</summary>
    public sealed class Behind : IAsyncLifetime
    {
        private Service _service = null!;

        public Uri Address => _service.Address;

        public async Task InitializeAsync()
        {
            _service = await Service.StartAsync(new() { Speed = 0 });
            await EveryCall.PrepareAsync(_service);
        }

        public async Task DisposeAsync() => await _service.DisposeAsync();
    }
}
