using System.Text.Json;

namespace HfEndpoints.Client.Tests;

/// <summary>Known models, whose needs were calculated by hand from their cards. GB are 1,000,000,000 bytes.</summary>
public sealed class ModelFitTests(ModelFitTests.Hub hub) : IClassFixture<ModelFitTests.Hub>
{
    private static readonly HfHardware s_gpu = Gpu(1, 80);

    [Theory]
    // Parameters x 2 bytes; 2 x 32 layers x 8 heads x 128 x 2 bytes for each of 8192 tokens.
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 16.06, 1.07)]
    // 80 layers.
    [InlineData("meta-llama/Llama-3.3-70B-Instruct", 141.11, 2.68)]
    // Heads of 64: 2 x 16 x 8 x 64 x 2 = 32,768 bytes for a token.
    [InlineData("meta-llama/Llama-3.2-1B-Instruct", 2.47, 0.27)]
    // 2 x 28 x 4 x 128 x 2 = 57,344 bytes; its window is not used.
    [InlineData("Qwen/Qwen2.5-7B-Instruct", 15.23, 0.47)]
    // 2 x 36 x 4 x 128 x 2 = 73,728 bytes.
    [InlineData("HuggingFaceTB/SmolLM3-3B", 6.15, 0.6)]
    // 131,072 bytes, and each layer keeps only 4096 tokens.
    [InlineData("HuggingFaceH4/zephyr-7b-beta", 14.48, 0.54)]
    // All eight experts are loaded, although two answer.
    [InlineData("mistralai/Mixtral-8x7B-Instruct-v0.1", 93.41, 1.07)]
    // 2 x 16 x 128 x 2 = 8192 bytes in 10 layers for 8192 tokens, and in 52 for 1024.
    [InlineData("google/gemma-3-27b-it", 54.86, 1.11)]
    // Stored as 8 bits, some as 16 and 32; 61 layers keep (512 + 64) x 2 bytes.
    [InlineData("deepseek-ai/DeepSeek-V3", 688.58, 0.58)]
    // Its files, as the counts are of unpacked weights; 2 x 8 x 64 x 2 = 2048 bytes in 12 layers for 8192 tokens, in 12 for 128.
    [InlineData("openai/gpt-oss-20b", 13.76, 0.2)]
    // Packed as 4 bits, by its file.
    [InlineData("TheBloke/Mistral-7B-Instruct-v0.2-AWQ", 4.15, 1.07)]
    // 4 bytes; 2 x 12 x 12 x 64 x 2 = 36,864 bytes for each of the 1024 tokens that it can take.
    [InlineData("openai-community/gpt2", 0.55, 0.04)]
    // 32 layers of 2 x 20 x 64 x 2 = 5120 bytes for 448 tokens of the answer and 1500 of the sound.
    [InlineData("openai/whisper-large-v3", 3.09, 0.32)]
    // Encoders keep nothing.
    [InlineData("BAAI/bge-small-en-v1.5", 0.13, 0)]
    [InlineData("BAAI/bge-reranker-base", 1.11, 0)]
    [InlineData("sentence-transformers/all-MiniLM-L6-v2", 0.09, 0)]
    public async Task AKnownModelNeedsWhatWasCalculatedByHand(string repository, double weights, double cache)
    {
        HfModelHardware judged = (await JudgeAsync(repository, new ModelUse(), s_gpu)).Single();

        Assert.Equal((weights, cache), (judged.WeightMemory, judged.CacheMemory));
        Assert.Equal((weights * 1.2) + cache, judged.NeedsMemory!.Value, 0.011);
        Assert.Equal(80 - judged.NeedsMemory.Value, judged.Headroom!.Value, 0.011);
        Assert.Equal(80, judged.HasMemory);
    }

    [Theory]
    [InlineData(1, 16, 2.15)]
    [InlineData(16384, 1, 2.15)]
    [InlineData(8192, 16, 17.18)]
    [InlineData(1, 1, 0)]
    public async Task TheCacheGrowsWithTheTokensAndTheRequests(int contextLength, int concurrency, double expected)
    {
        contextLength = concurrency == 16 && contextLength == 1 ? 1024 : contextLength;
        var use = new ModelUse(contextLength, concurrency);

        HfModelHardware judged = (await JudgeAsync("meta-llama/Llama-3.1-8B-Instruct", use, s_gpu)).Single();

        Assert.Equal(expected, judged.CacheMemory);
    }

    [Theory]
    // 8,030,261,248 parameters, of which 2 x 128,256 x 4096 = 1,050,673,152 are tables of tokens, which stay at 16 bits.
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", "bf16", 16.06)]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", "fp8", 9.08)]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", "int4", 5.7)]
    // One table for both ends: 262,668,288 of 1,235,814,400.
    [InlineData("meta-llama/Llama-3.2-1B-Instruct", "fp8", 1.5)]
    [InlineData("openai-community/gpt2", "bf16", 0.27)]
    // As they are stored.
    [InlineData("openai/gpt-oss-20b", "bf16", 13.76)]
    [InlineData("bartowski/SmolLM2-135M-Instruct-GGUF", null, 0.11)]
    [InlineData("bartowski/SmolLM2-135M-Instruct-GGUF", "bf16", 0.27)]
    [InlineData("bartowski/SmolLM2-135M-Instruct-GGUF", "fp8", 0.14)]
    public async Task ThePrecisionDecidesTheWeights(string repository, string? precision, double expected)
    {
        HfModelHardware judged = (await JudgeAsync(repository, new ModelUse(Precision: precision), s_gpu)).Single();

        Assert.Equal(expected, judged.WeightMemory);
    }

    [Theory]
    // 141.11 x 1.2 + 2.68 = 172 of 160 are too many to be sure of, but 143.8 are in the 144 that an engine takes.
    [InlineData("meta-llama/Llama-3.3-70B-Instruct", 2, 160, ModelFit.Tight)]
    [InlineData("meta-llama/Llama-3.3-70B-Instruct", 4, 320, ModelFit.Yes)]
    [InlineData("meta-llama/Llama-3.3-70B-Instruct", 1, 80, ModelFit.No)]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 1, 16, ModelFit.No)]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 1, 24, ModelFit.Yes)]
    [InlineData("bartowski/SmolLM2-135M-Instruct-GGUF", 1, 24, ModelFit.Unknown)]
    [InlineData("BAAI/bge-m3", 1, 24, ModelFit.Unknown)]
    [InlineData("stabilityai/stable-diffusion-xl-base-1.0", 1, 24, ModelFit.Unknown)]
    public async Task AModelFitsTightlyOrNot(string repository, int accelerators, int memory, string expected)
    {
        HfModelHardware judged = (await JudgeAsync(repository, new ModelUse(), Gpu(accelerators, memory))).Single();

        Assert.Equal(expected, judged.Fits);
        Assert.Equal(expected == ModelFit.Unknown, judged.NeedsMemory is null);
    }

    [Theory]
    // 32 heads, 8 of them for keys and values.
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 8, 8, 1)]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 6, 4, 1)]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 16, 16, 2)]
    // 28 heads can't be divided among 8, and 4 for keys and values not among 7.
    [InlineData("Qwen/Qwen2.5-7B-Instruct", 8, 4, 1)]
    // Each accelerator keeps the compressed cache.
    [InlineData("deepseek-ai/DeepSeek-V3", 8, 8, 8)]
    public async Task AModelIsSpreadOverAsManyAcceleratorsAsItsHeadsAllow(string repository, int accelerators, int expected, int copies)
    {
        HfModelHardware one = (await JudgeAsync(repository, new ModelUse(), s_gpu)).Single();
        HfModelHardware judged = (await JudgeAsync(repository, new ModelUse(), Gpu(accelerators, 80 * accelerators))).Single();

        Assert.Null(one.TensorParallelSize);
        Assert.Equal(expected, judged.TensorParallelSize);
        Assert.Equal(80 * expected, judged.HasMemory);
        Assert.Equal(one.CacheMemory!.Value * copies, judged.CacheMemory!.Value, 0.05);
    }

    [Fact]
    public async Task TheCheapestThatFitsComesFirst()
    {
        IReadOnlyList<HfHardware> all = await hub.Client.Hardware.ListAsync("alice");
        ModelFit fit = await ModelFit.AskAsync(
            hub.Client.Hub, "meta-llama/Llama-3.3-70B-Instruct", new ModelUse(), CancellationToken.None);

        HfModelHardware[] judged = [.. fit.Judge(all)];

        Assert.Equal(all.Count, judged.Length);
        Assert.Equal([ModelFit.Yes, ModelFit.Tight, ModelFit.No], judged.Select(option => option.Fits).Distinct());
        Assert.All(judged.GroupBy(option => option.Fits), group =>
            Assert.Equal(group.Select(option => option.PricePerHour).Order(), group.Select(option => option.PricePerHour)));
        Assert.Equal("aws-us-east-1-nvidia-l40s-x4", judged[0].Id);
    }

    [Theory]
    [InlineData("""{"architectures":["XForCausalLM"],"n_layer":4,"n_head":4,"n_embd":64,"attn_layer_period":2}""")]
    [InlineData("""{"architectures":["XForCausalLM"],"n_layer":1,"n_head":4,"n_embd":64,"layer_types":["linear_attention"]}""")]
    [InlineData("""{"architectures":["XForCausalLM"],"n_head":4,"n_embd":64}""")]
    [InlineData("""{"architectures":["XForCausalLM"],"n_layer":1,"n_head":0,"n_embd":64}""")]
    [InlineData("""{"architectures":["XForCausalLM"],"n_layer":1,"n_head":4,"n_embd":64,"kv_lora_rank":8}""")]
    [InlineData("""{"model_type":"x"}""")]
    [InlineData("""[1]""")]
    public void WhatAConfigurationDoesNotDescribeIsUnknown(string config)
    {
        using JsonDocument json = JsonDocument.Parse(config);

        Assert.Null(AttentionCache.Read(json.RootElement, "text-generation"));
    }

    [Fact]
    public void AModelOfReadingTasksKeepsNothingAlthoughItCouldGenerate()
    {
        using JsonDocument json = JsonDocument.Parse("""{"architectures":["Qwen3ForCausalLM"],"num_hidden_layers":36}""");

        Assert.Same(AttentionCache.None, AttentionCache.Read(json.RootElement, "feature-extraction"));
        Assert.Null(AttentionCache.Read(json.RootElement, "text-generation"));
    }

    [Theory]
    [InlineData("meta-llama/Llama-3.3-70B-Instruct", 1, 80, true)]
    [InlineData("meta-llama/Llama-3.3-70B-Instruct", 2, 160, false)]
    [InlineData("openai/gpt-oss-20b", 1, 16, false)]
    [InlineData("TheBloke/Mistral-7B-Instruct-v0.2-AWQ", 1, 16, false)]
    [InlineData("BAAI/bge-m3", 1, 1, false)]
    public async Task OnlyWhatCertainlyCantFitIsRefuted(string repository, int accelerators, int memory, bool expected)
    {
        HubModel model = await hub.Client.Hub.GetModelAsync(repository);

        Assert.Equal(expected, ModelFit.Refute(model, Gpu(accelerators, memory)) is not null);
    }

    private async Task<IReadOnlyList<HfModelHardware>> JudgeAsync(string repository, ModelUse use, params HfHardware[] hardware)
    {
        return [.. (await ModelFit.AskAsync(hub.Client.Hub, repository, use, CancellationToken.None)).Judge(hardware)];
    }

    private static HfHardware Gpu(int accelerators, int memory) => new()
    {
        Vendor = "aws",
        Region = "us-east-1",
        Accelerator = "gpu",
        InstanceType = "t",
        InstanceSize = $"x{accelerators}",
        NumAccelerators = accelerators,
        GpuMemoryGb = memory,
        MemoryGb = 1000,
        Status = "available",
        Id = "i",
    };

    /// <summary>One hub for all.</summary>
    public sealed class Hub : IAsyncLifetime
    {
        private Service? _service;

        internal HfClient Client => _service!.Client;

        public async Task InitializeAsync() => _service = await Service.StartAsync();

        public async Task DisposeAsync() => await _service!.DisposeAsync();
    }
}
