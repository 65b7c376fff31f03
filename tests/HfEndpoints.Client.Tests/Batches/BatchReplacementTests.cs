using System.Text.Json.Nodes;
using HfEndpoints.Client.Batches;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

/// <summary>An endpoint that has another engine, or another model, in the middle of a batch.</summary>
public sealed class BatchReplacementTests(BatchReplacementTests.Shared shared) : IClassFixture<BatchReplacementTests.Shared>, IDisposable
{
    private const int Jobs = 120;
    private const int ReplacedAt = 50;
    private const string Text = "text-generation";
    private const string Chat = "chat";
    private const string Embedding = "feature-extraction";

    private static readonly Dictionary<ServerEngine, string> s_images = new()
    {
        [ServerEngine.Tgi] = """{"tgi":{"url":"ghcr.io/huggingface/text-generation-inference:3.3.6"} }""",
        [ServerEngine.Vllm] = """{"vLLM":{"url":"vllm/vllm-openai:v0.23.0"} }""",
        [ServerEngine.Sglang] = """{"sGLang":{"url":"lmsysorg/sglang:v0.5.3"} }""",
        [ServerEngine.LlamaCpp] = """{"llamacpp":{"url":"ghcr.io/ggml-org/llama.cpp:server","modelPath":"m.gguf"} }""",
        [ServerEngine.Toolkit] = """{"huggingface":{} }""",
        [ServerEngine.Tei] = """{"tei":{"url":"ghcr.io/huggingface/text-embeddings-inference:1.9"} }""",
    };

    private static int s_count;

    private readonly BatchFolder _folder = new();
    private readonly string _name = $"e{Interlocked.Increment(ref s_count)}";

    public static TheoryData<string, ServerEngine, ServerEngine> Replacements
    {
        get
        {
            var data = new TheoryData<string, ServerEngine, ServerEngine>();
            foreach ((string task, ServerEngine[] servers) in (ReadOnlySpan<(string, ServerEngine[])>)[
                (Text, [ServerEngine.Tgi, ServerEngine.Vllm]),
                (Chat, [ServerEngine.Tgi, ServerEngine.Vllm]),
                (Embedding, [ServerEngine.Tei, ServerEngine.Sglang])])
            {
                foreach (ServerEngine from in servers)
                {
                    foreach (ServerEngine to in s_images.Keys)
                    {
                        data.Add(task, from, to);
                    }
                }
            }

            return data;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Replacements))]
    public async Task EachJobIsAnsweredOnceOrTheBatchStopsAndContinues(string task, ServerEngine from, ServerEngine to)
    {
        await PutAsync(task, from, "me/first");

        HfException? stop = await Record.ExceptionAsync(() => RunAsync(
            task, from, () => PutAsync(task, to, "me/second"))) as HfException;

        AssertAnswers();
        if (stop is null)
        {
            Assert.Equal(Jobs, _folder.Lines.Length);
            return;
        }

        Assert.Contains("Run it again to continue", stop.Message, StringComparison.Ordinal);
        int before = _folder.Lines.Length;
        await PutAsync(task, from, "me/third");

        HfBatchResult result = await RunAsync(task, from);

        Assert.InRange(before, ReplacedAt / 2, Jobs - 1);
        Assert.Equal((before, Jobs - before, 0), (result.Skipped, result.Succeeded, result.Failed));
        AssertAnswers();
    }

    // The jobs are read no more than sixteen ahead.
    private Task<HfBatchResult> RunAsync(string task, ServerEngine engine, Func<Task>? replace = null)
    {
        var target = new InferenceTarget(shared.Service.UrlOf(_name), SendToken: true, _name) { Engine = engine };
        return _folder.RunAsync(
            shared.Service.Client.GetBatchClient(target),
            BatchInput.FromJobs(JobsAsync()),
            new BatchOptions { Task = task, ThrottleLimit = 4 }).WithinDeadlineAsync();

        async IAsyncEnumerable<string> JobsAsync()
        {
            for (int i = 0; i < Jobs; i++)
            {
                await (i == ReplacedAt && replace is not null ? replace() : Task.CompletedTask);
                yield return $$"""{"id":"job-{{i}}","prompt":"I am {{i}}"}""";
            }
        }
    }

    private void AssertAnswers()
    {
        IReadOnlyList<JsonNode> answers = _folder.Answers;
        Assert.All(answers, answer => Assert.True(answer["output"] is not null, answer.ToJsonString()));
        Assert.Equal(answers.Count, answers.Select(answer => (string)answer["id"]!).Distinct().Count());
    }

    private Task PutAsync(string task, ServerEngine engine, string repository)
    {
        string modelTask = task == Embedding ? "sentence-embeddings" : Text;
        return shared.Service.PutAsync(_name, $$"""
            {"state":"running","model":{"repository":"{{repository}}","task":"{{modelTask}}","image":{{s_images[engine]}} } }
            """);
    }

    /// <summary>One emulator for all.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        internal Service Service { get; private set; } = null!;

        public async Task InitializeAsync() => Service = await Service.StartAsync();

        public async Task DisposeAsync() => await Service.DisposeAsync();
    }
}
