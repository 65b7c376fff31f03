using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace HfEndpoints.Bench.Server;

/// <summary>The answers, as bytes.</summary>
internal static class Answers
{
    private const int PageSize = 100;
    private const int Dimensions = 384;
    private const int FlushEvery = 16;
    private const int TickMilliseconds = 20;

    private static readonly ConcurrentDictionary<(string Owner, int Page), byte[]> s_pages = new();
    private static readonly ConcurrentDictionary<int, byte[]> s_vectors = new();
    private static readonly ConcurrentDictionary<int, byte[][]> s_streams = new();

    public static byte[] Account { get; } =
        """{"type":"user","id":"b5605a036c9dd955856efac3","name":"bench","fullname":"Bench","orgs":[]}"""u8.ToArray();

    public static byte[] GenerationInfo { get; } =
        """
        {"model_id":"gpt2","model_sha":"607a30d783dfa663caf39e06633721c8d4cfcd7e","model_pipeline_tag":"text-generation",
        "max_concurrent_requests":1024,"max_best_of":2,"max_stop_sequences":4,"max_input_tokens":1024,"max_total_tokens":2048,
        "router":"text-generation-router","version":"3.3.6"}
        """u8.ToArray();

    public static byte[] EmbeddingInfo { get; } =
        """
        {"model_id":"BAAI/bge-small-en-v1.5","model_sha":"5c38ec7c405ec4b44b94cc5a9bb96e735b38267a","model_dtype":"float32",
        "model_type":{"embedding":{"pooling":"cls"}},"max_concurrent_requests":512,"max_input_length":512,"max_batch_tokens":16384,
        "max_client_batch_size":32,"tokenization_workers":2,"version":"1.9.3"}
        """u8.ToArray();

    /// <summary>
    /// A page of the endpoints of an owner whose name ends in their number, such as all-10000. Those of starting-200 never become ready.
    /// </summary>
    public static byte[] Page(string owner, string? cursor)
    {
        int page = cursor is null ? 0 : int.Parse(cursor, CultureInfo.InvariantCulture);
        int total = int.Parse(owner.Split('-')[^1], CultureInfo.InvariantCulture);
        return s_pages.GetOrAdd((owner, page), _ => MakePage(owner, total, page));
    }

    public static byte[] Initializing(string name) => Encoding.UTF8.GetBytes(Samples.Endpoint(name, "initializing"));

    /// <summary>As many vectors as the request has inputs.</summary>
    public static byte[] Embeddings(byte[] body)
    {
        using JsonDocument request = JsonDocument.Parse(body);
        JsonElement inputs = request.RootElement.GetProperty("inputs");
        return s_vectors.GetOrAdd(inputs.ValueKind == JsonValueKind.Array ? inputs.GetArrayLength() : 1, MakeVectors);
    }

    /// <summary>Tokens as TGI sends them, as fast as they are read.</summary>
    public static async Task StreamAsync(HttpResponse response, int count, CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        foreach (byte[] tokens in s_streams.GetOrAdd(count, MakeStream))
        {
            await response.BodyWriter.WriteAsync(tokens, cancellationToken);
        }
    }

    /// <summary>Tokens whose text is the time at which they are sent, in ticks of the machine's clock.</summary>
    public static async Task TickAsync(HttpResponse response, int count, CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        for (int i = 1; i <= count; i++)
        {
            await Task.Delay(TickMilliseconds, cancellationToken);
            byte[] token = Samples.Token(i, count, Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture));
            await response.BodyWriter.WriteAsync(token, cancellationToken);
        }
    }

    private static byte[][] MakeStream(int count) =>
    [
        .. Enumerable.Range(1, count).Select(i => Samples.Token(i, count)).Chunk(FlushEvery)
            .Select(tokens => tokens.SelectMany(token => token).ToArray()),
    ];

    private static byte[] MakePage(string owner, int total, int page)
    {
        string state = owner.StartsWith("starting", StringComparison.Ordinal) ? "initializing" : "running";
        int first = page * PageSize;
        int count = Math.Min(PageSize, total - first);
        string items = string.Join(',', Enumerable.Range(first, count).Select(i => Samples.Endpoint($"ep-{i}", state)));
        string next = first + count < total ? $"\"{page + 1}\"" : "null";
        return Encoding.UTF8.GetBytes($$"""{"items":[{{items}}],"totalItems":{{total}},"nextCursor":{{next}},"prevCursor":null}""");
    }

    private static byte[] MakeVectors(int count)
    {
        var random = new Random(count);
        return JsonSerializer.SerializeToUtf8Bytes(Enumerable.Range(0, count)
            .Select(_ => Enumerable.Range(0, Dimensions).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray()));
    }
}
