using System.Text;
using HfEndpoints.Client;
using HfEndpoints.Client.Batches;
using HfEndpoints.Client.Inference;
using HfEndpoints.Client.Tests;
using HfEndpoints.Commands;

namespace HfEndpoints.Fuzz;

/// <summary>
/// What is tried with inputs of any kind. Each takes bytes, and throws only if a promise is broken: an <see cref="HfException"/> is an
/// answer like any other.
/// </summary>
internal static class Target
{
    // No input that a fuzzer makes is long, and this is many times what the largest needs.
    private const long MaxAllocated = 64 << 20;
    private const long MaxAllocatedForAByte = 20_000;

    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);
    private static readonly string s_folder = Directory.CreateTempSubdirectory("hffuzz").FullName;

    public static IReadOnlyDictionary<string, Func<byte[], Task>> ByName { get; } = new Dictionary<string, Func<byte[], Task>>
    {
        ["answers"] = AnswerAsync,
        ["batches"] = BatchAsync,
        ["endpoints"] = input => EndpointsAsync(EndpointFileReader.ReadJson(ForeignText.Decode(input, null), "f.json")),
        ["names"] = NamesAsync,
        ["psd1"] = DataFileAsync,
        ["tokens"] = TokensAsync,
        ["yaml"] = input => EndpointsAsync(EndpointFileReader.ReadYaml(ForeignText.Decode(input, null), "f.yaml")),
    };

    /// <summary>Tries an input, and counts what it allocates.</summary>
    public static async Task RunAsync(string name, byte[] input)
    {
        long allocated = await MemoryMeter.AllocatedAsync(async () =>
        {
            try
            {
                await ByName[name](input).WithinDeadlineAsync();
            }
            catch (HfException exception) when (Enum.IsDefined(exception.Kind))
            {
                // It has a known kind, and can be shown.
                _ = exception.ToString();
            }
        });
        if (allocated > MaxAllocated + (MaxAllocatedForAByte * input.Length))
        {
            throw new InvalidOperationException($"{input.Length} bytes allocate {allocated}.");
        }
    }

    private static async Task AnswerAsync(byte[] input)
    {
        if (ForeignAnswer.TryRead(input) is { } answer)
        {
            NoNulls.Check(await answer.RunAsync());
        }
    }

    // The format, a line feed, the jobs, a record separator, and what the output has already.
    private static async Task BatchAsync(byte[] input)
    {
        int separator = Array.IndexOf(input, (byte)0x1E);
        byte[] jobs = separator < 0 ? input : input[..separator];
        string inPath = Path.Combine(s_folder, jobs.AsSpan().StartsWith("id"u8) ? "in.csv" : "in.jsonl");
        string outPath = Path.Combine(s_folder, "out.jsonl");
        await File.WriteAllBytesAsync(inPath, jobs);
        await File.WriteAllBytesAsync(outPath, separator < 0 ? [] : input[(separator + 1)..]);
        var address = new Uri("http://127.0.0.1/");
        using var http = new HttpClient(new Generation());
        BatchClient client = TestClient.For(address, options => options with { HttpClient = http, MaxRetries = 0 })
            .GetBatchClient(new InferenceTarget(address) { Engine = ServerEngine.Tgi });
        var options = new BatchOptions { ThrottleLimit = 2, RetryDelay = TimeSpan.Zero };
        BatchInput source = BatchInput.FromFile(inPath);
        await client.RunAsync(source, outPath, options);

        // Once more there is nothing to do, and the output stays as it is.
        byte[] first = await File.ReadAllBytesAsync(outPath);
        HfBatchResult again = await client.RunAsync(source, outPath, options);
        byte[] second = await File.ReadAllBytesAsync(outPath);
        Require(again.Succeeded == 0 && first.AsSpan().SequenceEqual(second), "a second run sends or writes something");
    }

    private static Task DataFileAsync(byte[] input)
    {
        string text = ForeignText.Decode(input, null);
        return EndpointsAsync(EndpointFileReader.Read(DataFileSource.Parse(text, "f.psd1"), "f.psd1"));
    }

    private static Task EndpointsAsync(IReadOnlyList<EndpointEntry> entries)
    {
        foreach (EndpointEntry entry in entries)
        {
            Require(entry.Name.Length is > 0 and <= 32, "a name is not valid");
            _ = entry.Settings.ToJsonString();
        }

        return Task.CompletedTask;
    }

    // Two names, each on a line.
    private static async Task NamesAsync(byte[] input)
    {
        string[] names = [.. Encoding.UTF8.GetString(input).Split('\n', 2), "e"];
        var server = new Uri("https://api.example/v2");
        var seen = new Requests();
        using var http = new HttpClient(seen);
        HfClient client = TestClient.For(server, options => options with { EndpointsUri = server, HttpClient = http, MaxRetries = 0 });
        await client.Endpoints.GetAsync(names[0], names[1]);
        await client.Endpoints.PauseAsync(names[0], names[1]);
        await client.Network.DeleteDomainAsync(names[0], names[1]);
        foreach (Uri uri in seen.Uris)
        {
            string[] segments = uri.AbsolutePath.Split('/');
            Require(uri is { Scheme: "https", Authority: "api.example", Query: "", Fragment: "" }, $"'{uri}' is elsewhere");
            Require(segments.Length <= 6 && segments[1] == "v2", $"'{uri}' is another route");
            Require(
                names.Take(2).All(name => segments.Any(segment => Uri.UnescapeDataString(segment) == name)), $"'{uri}' is another name");
        }
    }

    private static Task TokensAsync(byte[] input)
    {
        string path = Path.Combine(s_folder, "token");
        File.WriteAllBytes(path, input);
        string text = TokenFile.TryRead(path)!;
        if (HfToken.FromText(text, path) is { } token)
        {
            bool isShown = token.ToString()!.Contains(token.Reveal(), StringComparison.Ordinal) && token.Reveal().Length >= 6;
            Require(!isShown, "a token shows itself");
            using var message = new HttpRequestMessage();
            if (token.IsSendable)
            {
                message.Headers.Authorization = new("Bearer", token.Reveal());
                Require(message.Headers.Authorization.ToString() == $"Bearer {token.Reveal()}", "a token is changed");
            }
        }

        return Task.CompletedTask;
    }

    private static void Require(bool isKept, string what)
    {
        if (!isKept)
        {
            throw new InvalidOperationException(what);
        }
    }

    /// <summary>Generates a text for every prompt, and refuses what is no JSON or not UTF-8.</summary>
    private sealed class Generation : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            byte[] body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            using var json = System.Text.Json.JsonDocument.Parse(s_strict.GetString(body), new() { MaxDepth = 1000 });
            return new HttpResponseMessage { Content = new StringContent("""{"generated_text":"x"}"""), RequestMessage = request };
        }
    }

    private sealed class Requests : HttpMessageHandler
    {
        public List<Uri> Uris { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Uris.Add(request.RequestUri!);
            return Task.FromResult(
                new HttpResponseMessage { Content = new StringContent("""{"name":"e"}"""), RequestMessage = request });
        }
    }
}
