using System.Text;

namespace HfEndpoints.Client.Tests;

/// <summary>
/// The answers of every route, as the emulator gives them, broken in thousands of ways: whatever comes, nothing but an
/// <see cref="HfException"/> comes out.
/// </summary>
public sealed class BrokenAnswerTests : IAsyncLifetime
{
    private const int Seeds = 60;

    private static readonly HttpClient s_direct = new();

    private readonly Dictionary<string, (int Status, string? Type, byte[] Body)> _recorded = [];
    private Service _service = null!;

    public static TheoryData<string> Calls => [.. EveryCall.ByName.Keys];

    public async Task InitializeAsync()
    {
        _service = await Service.StartAsync(new() { Speed = 0 });
        await EveryCall.PrepareAsync(_service);
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task NothingButAnErrorOfOursComesOfABrokenAnswer(string call)
    {
        Func<HfClient, Uri, Task<object?>> run = EveryCall.ByName[call];
        Random? random = null;
        await using var server = new RawServer(async (request, connection) =>
        {
            (int status, string? type, byte[] body) = await RecordAsync(request);
            await connection.AnswerAsync(
                status, random is null ? body : Mutation.Break(body, random), type, random is null ? [] : Headers(random));
        });
        HfClient client = server.Client(options => options with { MaxRetries = 0 });

        // Unbroken, it is answered: the recording is of the route, and not of a refusal.
        NoNulls.Check(await run(client, server.Address).WithinDeadlineAsync());

        for (int seed = 0; seed < Seeds; seed++)
        {
            random = new Random(seed);
            Exception? exception = await Record.ExceptionAsync(
                async () => NoNulls.Check(await run(client, server.Address).WithinDeadlineAsync()));
            Assert.True(exception is null or HfException, $"{call}, seed {seed}: {exception}");
        }
    }

    // Now and then the head is wrong too.
    private static string[] Headers(Random random) => random.Next(12) switch
    {
        0 => ["Content-Encoding: gzip"],
        1 => ["Content-Encoding: br"],
        2 => ["Content-Encoding: deflate"],
        3 => ["Retry-After: 1.5"],
        _ => [],
    };

    private async Task<(int Status, string? Type, byte[] Body)> RecordAsync(RawRequest request)
    {
        string key = $"{request.Method} {request.Target} {request.Body}";
        if (!_recorded.TryGetValue(key, out (int, string?, byte[]) recorded))
        {
            using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(_service.Address, request.Target));
            foreach (string name in (string[])["authorization", "accept"])
            {
                message.Headers.TryAddWithoutValidation(name, request.Headers.GetValueOrDefault(name));
            }

            message.Content = new StringContent(request.Body, Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await s_direct.SendAsync(message);
            recorded = (
                (int)response.StatusCode,
                response.Content.Headers.ContentType?.ToString(),
                await response.Content.ReadAsByteArrayAsync());
            _recorded[key] = recorded;
        }

        return recorded;
    }
}
