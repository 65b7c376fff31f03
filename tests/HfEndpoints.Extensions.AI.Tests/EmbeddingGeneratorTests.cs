using Microsoft.Extensions.DependencyInjection;

namespace HfEndpoints.Extensions.AI.Tests;

public sealed class EmbeddingGeneratorTests
{
    [Fact]
    public async Task TextsBecomeVectorsInTheirOrderInAsFewRequestsAsTheServerTakes()
    {
        await using AccountOnEmulator account = await AccountOnEmulator.StartAsync();
        await account.PutAsync("embedder", "tei", repository: "BAAI/bge-small-en-v1.5", task: "sentence-embeddings");
        using IEmbeddingGenerator<string, Embedding<float>> embedder = account.Client.AsIEmbeddingGenerator("embedder");
        string[] texts = [.. Enumerable.Range(0, 40).Select(index => $"text number {index}")];

        GeneratedEmbeddings<Embedding<float>> embeddings = await embedder.GenerateAsync(texts);
        ReadOnlyMemory<float> single = await embedder.GenerateVectorAsync(texts[37]);

        Assert.Equal(40, embeddings.Count);
        Assert.Equal(single.ToArray(), embeddings[37].Vector.ToArray());
        Assert.NotEqual(embeddings[0].Vector.ToArray(), embeddings[1].Vector.ToArray());
        Assert.Equal(3, (await account.BodiesAsync()).Length);
        Assert.Empty(await embedder.GenerateAsync([]));
    }

    [Fact]
    public async Task AFailureIsAnExceptionOfTheClient()
    {
        await using AccountOnEmulator account = await AccountOnEmulator.StartAsync();
        using IEmbeddingGenerator<string, Embedding<float>> embedder = account.Client.AsIEmbeddingGenerator("missing");

        HfException failure = await Assert.ThrowsAsync<HfException>(() => embedder.GenerateAsync(["x"]));

        Assert.Equal(HfErrorKind.EndpointNotFound, failure.Kind);
        Assert.Null(embedder.GetService<EmbeddingGeneratorMetadata>()!.ProviderUri);
    }

    [Fact]
    public async Task AnApplicationGetsWhatItsOptionsName()
    {
        await using AccountOnEmulator account = await AccountOnEmulator.StartAsync();
        await account.PutAsync("chat", "tgi");
        await account.PutAsync("embedder", "tei", repository: "BAAI/bge-small-en-v1.5", task: "sentence-embeddings");
        await using ServiceProvider services = new ServiceCollection()
            .AddHfEndpoints(options =>
            {
                options.Client = account.Options;
                options.ChatEndpoint = "alice/chat";
                options.EmbeddingEndpoint = "embedder";
            })
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });

        ChatResponse response = await services.GetRequiredService<IChatClient>()
            .GetResponseAsync("hello", new ChatOptions { MaxOutputTokens = 3 });
        ReadOnlyMemory<float> vector = await services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>()
            .GenerateVectorAsync("hello");

        Assert.NotEmpty(response.Text);
        Assert.NotEqual(0, vector.Length);
        Assert.Same(services.GetRequiredService<HfClient>(), services.GetRequiredService<HfClient>());
        await using ServiceProvider bare = new ServiceCollection().AddHfEndpoints().BuildServiceProvider();
        Assert.Null(bare.GetService<IChatClient>());
        Assert.Null(bare.GetService<IEmbeddingGenerator<string, Embedding<float>>>());
    }
}
