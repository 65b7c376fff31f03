using System.Net;
using System.Text;
using HfEndpoints.Client;
using HfEndpoints.Client.Tests;

namespace HfEndpoints.Fuzz;

/// <summary>
/// An answer that nobody vouches for, to the last request of a call: <c>call|status|bytes at once|header|header</c>, a line feed, and the
/// body.
/// </summary>
internal sealed record ForeignAnswer(string Call, int Status, int AtOnce, string[] Headers, byte[] Body)
{
    private static readonly Uri s_server = new("http://127.0.0.1/");

    /// <summary>Reads one; null if it begins otherwise.</summary>
    public static ForeignAnswer? TryRead(byte[] input)
    {
        int end = Array.IndexOf(input, (byte)'\n');
        string[] head = end < 0 ? [] : Encoding.Latin1.GetString(input.AsSpan(0, end)).Split('|');
        return head.Length >= 3 && Exchange.All.ContainsKey(head[0]) && int.TryParse(head[1], out int status) && status is >= 200 and < 600
            && int.TryParse(head[2], out int atOnce)
            ? new ForeignAnswer(head[0], status, Math.Max(1, atOnce), head[3..], input[(end + 1)..])
            : null;
    }

    public byte[] ToBytes() =>
        [.. Encoding.Latin1.GetBytes($"{string.Join('|', (string[])[Call, $"{Status}", $"{AtOnce}", .. Headers])}\n"), .. Body];

    /// <summary>Does the call, and returns what it gives.</summary>
    public async Task<object?> RunAsync()
    {
        using var http = new HttpClient(new Replay(this));
        HfClient client = TestClient.For(s_server, options => options with { HttpClient = http, MaxRetries = 0 });
        return await EveryCall.ByName[Call](client, s_server);
    }

    /// <summary>Gives the recorded answers, but the foreign one instead of the last.</summary>
    private sealed class Replay(ForeignAnswer foreign) : HttpMessageHandler
    {
        private readonly Exchange[] _recorded = Exchange.All[foreign.Call];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string asked = await Exchange.DescribeAsync(request);
            Exchange? known = _recorded.FirstOrDefault(exchange => exchange.Request == asked);
            bool isForeign = known is null || known == _recorded[^1];
            var response = new HttpResponseMessage((HttpStatusCode)(isForeign ? foreign.Status : known!.Status))
            {
                Content = isForeign ? new StreamContent(new SlowStream(foreign.Body, foreign.AtOnce)) : new ByteArrayContent(known!.Body),
                RequestMessage = request,
            };
            Add(response.Content.Headers, $"Content-Type: {_recorded[^1].Type}");
            foreach (string header in isForeign ? foreign.Headers : [])
            {
                _ = Add(response.Headers, header) || Add(response.Content.Headers, header);
            }

            return response;
        }

        private static bool Add(System.Net.Http.Headers.HttpHeaders headers, string header)
        {
            string[] field = header.Split(':', 2);
            if (field.Length < 2 || field[0].Length == 0 || field[0].Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '-'))
            {
                return true;
            }

            return headers.TryAddWithoutValidation(field[0], field[1].Trim());
        }
    }

    /// <summary>Gives few bytes at once.</summary>
    private sealed class SlowStream(byte[] bytes, int atOnce) : MemoryStream(bytes, writable: false)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, atOnce)], cancellationToken);
    }
}
