using System.Text.Json.Nodes;

namespace HfEndpoints.Chaos;

/// <summary>What a lane's service has: endpoints that stay as they are, and names of those that come and go.</summary>
internal sealed class World(Service service, string folder)
{
    /// <summary>
    /// An endpoint starts in a few seconds, and the minute by which clocks may differ is longer than all the pauses in which a lost
    /// create is looked up.
    /// </summary>
    public const double Speed = 10;

    /// <summary>How many endpoints the organization has: more than a page.</summary>
    public const int Crowd = 130;

    /// <summary>An endpoint that answers as TGI.</summary>
    public const string Writer = "writer";

    /// <summary>An endpoint that classifies texts.</summary>
    public const string Mood = "mood";

    /// <summary>An endpoint that gives vectors.</summary>
    public const string Embedder = "embedder";

    /// <summary>An endpoint that ranks texts.</summary>
    public const string Ranker = "ranker";

    /// <summary>An endpoint that nobody calls, so that its log stays as it is.</summary>
    public const string Quiet = "quiet";

    private const string Tgi = "ghcr.io/huggingface/text-generation-inference:3.3.6";
    private const string Tei = "ghcr.io/huggingface/text-embeddings-inference:cpu-1.8.3";

    private static readonly string[] s_fixed = [Writer, Mood, Embedder, Ranker, Quiet];
    private static readonly string[] s_pool = ["e0", "e1", "e2", "e3", "e4", "e5"];
    private int _numbers;

    /// <summary>What there was when last looked at.</summary>
    public Snapshot Last { get; set; } = null!;

    public Service Service => service;

    /// <summary>A name of an endpoint that may exist or not.</summary>
    public static string AnyName(Random random) => s_pool[random.Next(s_pool.Length)];

    /// <summary>A name of such an endpoint that exists, if there is one.</summary>
    public string LikelyName(Random random) =>
        s_pool.Where(Last.Has).ToArray() is { Length: > 0 } there ? there[random.Next(there.Length)] : AnyName(random);

    /// <summary>A number that was not used before.</summary>
    public int Next() => ++_numbers;

    public string FileName(string extension) => Path.Combine(folder, $"{Next()}{extension}");

    public async Task PrepareAsync()
    {
        await service.PutEndpointAsync(Writer, TextModel());
        await service.PutEndpointAsync(Mood, new JsonObject { ["model"] = new JsonObject { ["task"] = "text-classification" } });
        await service.PutEndpointAsync(Embedder, EmbeddingModel());
        await service.PutEndpointAsync(Ranker, Model("BAAI/bge-reranker-base", "tei", Tei));
        await service.PutEndpointAsync(Quiet, new JsonObject());
        await service.AddEndpointsAsync(Crowd, service.Organization);
    }

    public static JsonObject TextModel() => Model("HuggingFaceH4/zephyr-7b-beta", "tgi", Tgi);

    public static JsonObject EmbeddingModel() => Model("BAAI/bge-small-en-v1.5", "tei", Tei);

    /// <summary>Removes what has a name that the service chose.</summary>
    public async Task<Snapshot> TidyAsync(Snapshot seen)
    {
        string[] others = [.. seen.Endpoints.Keys.Except(s_fixed).Except(s_pool)];
        foreach (string name in others)
        {
            await service.RemoveEndpointAsync(name);
        }

        return others.Length > 0 ? await service.LookAsync() : seen;
    }

    private static JsonObject Model(string repository, string image, string url) => new()
    {
        ["state"] = "running",
        ["model"] = new JsonObject
        {
            ["repository"] = repository,
            ["image"] = new JsonObject { [image] = new JsonObject { ["url"] = url } },
        },
    };
}
