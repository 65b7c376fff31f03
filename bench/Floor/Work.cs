using System.Globalization;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace HfEndpoints.Bench.Floor;

/// <summary>The same requests as the cmdlets send, by HttpClient, with nothing done that is not needed for the answers.</summary>
/// <param name="client">Sends.</param>
/// <param name="use">Takes what was read; null only looks at it.</param>
internal sealed class Work(HttpClient client, Func<object, CancellationToken, ValueTask>? use = null)
{
    private static readonly MediaTypeHeaderValue s_json = new("application/json");
    private int _sink;

    /// <summary>Does a work by its name.</summary>
    public Task DoAsync(string name, string[] arguments) => name switch
    {
        "list" => ListAsync(arguments[0]),
        "prompts" => PromptsAsync(arguments[0], Number(arguments[1]), Number(arguments[2])),
        "stream" => StreamAsync(arguments[0]),
        "batch" => BatchAsync(arguments[0], Number(arguments[1]), arguments[2], arguments[3]),
        "embed" => EmbedAsync(arguments[0], Number(arguments[1]), Number(arguments[2]), Number(arguments[3])),
        _ => throw new ArgumentException($"There is no work '{name}'.", nameof(name)),
    };

    /// <summary>Does a work whose texts come one by one.</summary>
    public Task DoAsync(string name, string[] arguments, IAsyncEnumerable<string> texts) => name switch
    {
        "prompts" => Parallel.ForEachAsync(texts, AtMost(Number(arguments[2])), (text, _) => PromptAsync(arguments[0], text)),
        "embed" => Parallel.ForEachAsync(
            texts.Chunk(Number(arguments[2])), AtMost(Number(arguments[3])), (chunk, token) => VectorsAsync(arguments[0], chunk, token)),
        _ => throw new ArgumentException($"There is no work '{name}' that takes texts.", nameof(name)),
    };

    // All pages, each endpoint's name and state read.
    private async Task ListAsync(string owner)
    {
        string? cursor = null;
        do
        {
            string address = $"/v2/endpoint/{owner}?limit=100{(cursor is null ? "" : "&cursor=" + cursor)}";
            using JsonDocument page = await ReadAsync(await client.GetAsync(address));
            foreach (JsonElement item in page.RootElement.GetProperty("items").EnumerateArray())
            {
                string name = item.GetProperty("name").GetString()!;
                string state = item.GetProperty("status").GetProperty("state").GetString()!;
                await UseAsync(new Endpoint(name, state), name.Length + state.Length);
            }

            cursor = page.RootElement.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
    }

    private Task PromptsAsync(string server, int count, int atOnce) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), AtMost(atOnce), (i, _) => PromptAsync(server, $"Prompt {i}: I am"));

    private async ValueTask PromptAsync(string server, string prompt)
    {
        string text = await GenerateAsync(server, prompt);
        await UseAsync(text, text.Length);
    }

    private async Task StreamAsync(string count)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/stream/{count}")
        {
            Content = ToContent(writer => WriteGeneration(writer, "I am", isStreamed: true)),
        };
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using Stream stream = await response.Content.ReadAsStreamAsync();
        await foreach (SseItem<string> item in SseParser.Create(stream).EnumerateAsync())
        {
            using JsonDocument token = JsonDocument.Parse(item.Data);
            string text = token.RootElement.GetProperty("token").GetProperty("text").GetString()!;
            await UseAsync(text, text.Length);
        }
    }

    // Reads the jobs, sends them, and appends each answer as a line like that of Invoke-HfBatch.
    private async Task BatchAsync(string server, int atOnce, string path, string outPath)
    {
        await using var output = new FileStream(outPath, FileMode.Create, FileAccess.Write, FileShare.Read);
        using var gate = new SemaphoreSlim(1);
        await Parallel.ForEachAsync(
            File.ReadLinesAsync(path),
            AtMost(atOnce),
            async (line, token) =>
            {
                using JsonDocument job = JsonDocument.Parse(line);
                string id = job.RootElement.GetProperty("id").GetString()!;
                string text = await GenerateAsync(server, job.RootElement.GetProperty("prompt").GetString()!);
                using var answer = new MemoryStream();
                await using (var writer = new Utf8JsonWriter(answer))
                {
                    writer.WriteStartObject();
                    writer.WriteString("id", id);
                    writer.WriteNumber("line", 1);
                    writer.WriteString("job", "8001d140");
                    writer.WriteString("output", text);
                    writer.WriteEndObject();
                }

                answer.WriteByte((byte)'\n');
                await gate.WaitAsync(token);
                output.Write(answer.GetBuffer(), 0, (int)answer.Length);
                gate.Release();
            });
    }

    // Requests as full as the server allows, each vector read into numbers.
    private Task EmbedAsync(string server, int count, int perRequest, int atOnce) => Parallel.ForEachAsync(
        Enumerable.Range(0, count).Chunk(perRequest),
        AtMost(atOnce),
        (numbers, token) => VectorsAsync(server, numbers.Select(number => $"Text {number}: I am"), token));

    private async ValueTask VectorsAsync(string server, IEnumerable<string> texts, CancellationToken token)
    {
        using ByteArrayContent content = ToContent(writer =>
        {
            writer.WriteStartArray("inputs");
            foreach (string text in texts)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
        });
        using JsonDocument vectors = await ReadAsync(await client.PostAsync(server + "/embed", content, token));
        foreach (JsonElement vector in vectors.RootElement.EnumerateArray())
        {
            float[] values = new float[vector.GetArrayLength()];
            int i = 0;
            foreach (JsonElement value in vector.EnumerateArray())
            {
                values[i++] = value.GetSingle();
            }

            await UseAsync(values, values.Length);
        }
    }

    private async Task<string> GenerateAsync(string server, string prompt)
    {
        using ByteArrayContent content = ToContent(writer => WriteGeneration(writer, prompt, isStreamed: false));
        using JsonDocument answer = await ReadAsync(await client.PostAsync($"/{server}", content));
        return answer.RootElement[0].GetProperty("generated_text").GetString()!;
    }

    private static void WriteGeneration(Utf8JsonWriter writer, string prompt, bool isStreamed)
    {
        writer.WriteString("inputs", prompt);
        writer.WriteStartObject("parameters");
        writer.WriteEndObject();
        writer.WriteBoolean("stream", isStreamed);
    }

    private static ByteArrayContent ToContent(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return new ByteArrayContent(buffer.ToArray()) { Headers = { ContentType = s_json } };
    }

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            response.EnsureSuccessStatusCode();
            return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static ParallelOptions AtMost(int count) => new() { MaxDegreeOfParallelism = count };

    // Counts, so that nothing is optimized away.
    private ValueTask UseAsync(object read, int size)
    {
        Interlocked.Add(ref _sink, size);
        return use is null ? ValueTask.CompletedTask : use(read, CancellationToken.None);
    }

    private sealed record Endpoint(string Name, string State);
}
