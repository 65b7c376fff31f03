using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

/// <summary>Routes of the servers that are neither generation, chat, vectors nor a task.</summary>
public class FurtherRouteTests
{
    [Fact]
    public async Task TgiPredictsForVertex()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint("tgi"));

        Answer answer = await emulator.PostAsync(url + "/vertex", JsonNode.Parse("""
            {"instances":[{"inputs":"I am","parameters":{"max_new_tokens":3}},{"messages":[{"role":"user","content":"Hi"}],"max_tokens":3}]}
            """)!.AsObject());
        Answer wrong = await emulator.PostAsync(url + "/vertex", JsonNode.Parse("""{"instances":[{"prompt":"x"}]}""")!.AsObject());

        Assert.Equal(2, answer.Json["predictions"]!.AsArray().Count);
        Assert.All(answer.Json["predictions"]!.AsArray(), text => Assert.NotEqual("", text!.GetValue<string>()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
    }

    [Fact]
    public async Task TheToolkitCountsItsRequests()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Endpoint());

        string metrics = (await emulator.GetAsync(url + "/metrics")).Text;

        Assert.Contains("inf_batch_current_size 0", metrics, StringComparison.Ordinal);
        Assert.Contains("inf_queue_size 0", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VllmResponds()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint("vllm")) + "/v1/responses";
        JsonObject body = JsonNode.Parse("""{"input":"Tell me of boats","instructions":"Be brief.","max_output_tokens":6}""")!.AsObject();

        JsonNode whole = (await emulator.PostAsync(url, body)).Json;
        body["stream"] = true;
        Answer stream = await emulator.PostAsync(url, body);

        string text = whole["output"]![0]!["content"]![0]!["text"]!.GetValue<string>();
        Assert.Equal("incomplete", whole["status"]!.GetValue<string>());
        Assert.Equal(6, whole["usage"]!["output_tokens"]!.GetValue<int>());
        JsonNode[] events = [.. stream.Text.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line =>
            JsonNode.Parse(line["data: ".Length..])!)];
        Assert.Equal("response.created", events[0]["type"]!.GetValue<string>());
        Assert.Equal("response.completed", events[^1]["type"]!.GetValue<string>());
        Assert.Equal(Enumerable.Range(0, events.Length), events.Select(one => one["sequence_number"]!.GetValue<int>()));
        Assert.Equal(text, string.Concat(events.Where(one => one["type"]!.GetValue<string>() == "response.output_text.delta").Select(one =>
            one["delta"]!.GetValue<string>())));
        Assert.Equal(text, events[^1]["response"]!["output"]![0]!["content"]![0]!["text"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("vllm", "json", "{\"text\":")]
    [InlineData("vllm", "verbose_json", "{\"duration\":\"1\"")]
    [InlineData("vllm", "text", "")]
    [InlineData("sglang", "json", "{\"text\":")]
    public async Task ASpeechModelTranscribes(string server, string format, string start)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint(server, "openai/whisper-small")) + "/v1/audio/transcriptions";

        (HttpStatusCode status, string text) = await SendAsync(emulator, url, format);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith(start, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AModelThatDoesNotHearTranscribesNothing()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint("vllm")) + "/v1/audio/transcriptions";

        (HttpStatusCode status, string text) = await SendAsync(emulator, url, "json");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("does not support Transcriptions API", text, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(TestEmulator emulator, string url, string format)
    {
        using var file = new ByteArrayContent(Silence());
        file.Headers.ContentType = new MediaTypeHeaderValue("audio/wav");
        using var kind = new StringContent(format);
        using var form = new MultipartFormDataContent { { file, "file", "a.wav" }, { kind, "response_format" } };
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(emulator.Address, url)) { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "hf_test");
        using HttpResponseMessage response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A second of a recording in which nothing is said.</summary>
    private static byte[] Silence()
    {
        const int Rate = 8000;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("RIFF"u8);
        writer.Write(36 + (Rate * 2));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(Rate);
        writer.Write(Rate * 2);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(Rate * 2);
        writer.Write(new byte[Rate * 2]);
        return stream.ToArray();
    }
}
