using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

/// <summary>A stream of server-sent events, read one by one.</summary>
internal sealed class ReceivedEvents : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private ReceivedEvents(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _reader = new StreamReader(body);
    }

    public string? ContentType => _response.Content.Headers.ContentType?.MediaType;

    public static async Task<ReceivedEvents> OpenAsync(TestEmulator emulator, string path)
    {
        HttpResponseMessage response = await emulator.SendRawAsync(HttpMethod.Get, path, null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new ReceivedEvents(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The data of the next event; null at the end of the stream.</summary>
    public async Task<string?> ReadAsync()
    {
        while (await ReadLineAsync() is string line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                return line["data:".Length..];
            }
        }

        return null;
    }

    public async Task<JsonNode> ReadJsonAsync() => JsonNode.Parse((await ReadAsync())!)!;

    public async Task<string?> ReadLineAsync()
    {
        using var timeout = new CancellationTokenSource(s_patience);
        return await _reader.ReadLineAsync(timeout.Token);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }
}
