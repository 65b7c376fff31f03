namespace HfEndpoints.Client.Batches;

/// <summary>Maps tasks to kinds of jobs, and creates their clients.</summary>
internal sealed class JobKinds
{
    public const string Text = "text-generation";
    public const string Chat = "chat";
    private const string Embedding = "feature-extraction";

    private readonly TextGenerationJobs _text;
    private readonly ChatJobs _chat;
    private readonly EmbeddingJobs _embedding;
    private readonly AnyJobs _any;

    public JobKinds(DeployedServer server)
    {
        var inspector = new ServerInspector(server);
        _text = new TextGenerationJobs(new TextGenerationClient(server, inspector));
        _chat = new ChatJobs(new ChatClient(server, inspector));
        _any = new AnyJobs(server);
        _embedding = new EmbeddingJobs(new EmbeddingClient(server, inspector), _any);
    }

    /// <summary>The kind of a task: a text, a chat, an embedding, or the task's own name.</summary>
    public static string KindOf(string task) => task.ToLowerInvariant() switch
    {
        "" => Text,
        "chat" or "conversational" or "chat-completion" => Chat,
        var other => InferenceTasks.Find(other)?.Name is (Text or Embedding) and var own ? own : other,
    };

    /// <summary>The names of the known tasks; any other is sent like <c>custom</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. InferenceTasks.All.Select(task => task.Name)
        .Concat([Chat, "image-text-to-text", "any-to-any", "sentence-ranking", "text-ranking"])
        .Order(StringComparer.Ordinal)];

    public static bool IsKnown(string task) => Names.Contains(KindOf(task)) || InferenceTasks.Find(task) is not null;

    public IJobKind ForKind(string kind) => kind switch
    {
        Text => _text,
        Chat => _chat,
        Embedding => _embedding,
        _ => _any,
    };
}
