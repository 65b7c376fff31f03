using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Batches.Tasks;

/// <summary>Which kind of job a task is, and who answers it.</summary>
internal sealed class BatchTasks(DeployedServer server)
{
    public const string Text = "text-generation";
    public const string Chat = "chat";

    private readonly TextGenerationJobs _text = new(new TextGenerationClient(server));
    private readonly ChatJobs _chat = new(server);
    private readonly AnyJobs _any = new(server);

    /// <summary>The kind of a task: a text, a chat, or the task's own name.</summary>
    public static string KindOf(string task) => task.ToLowerInvariant() switch
    {
        "" or "text-generation" or "text2text-generation" => Text,
        "chat" or "conversational" or "chat-completion" => Chat,
        var other => other,
    };

    public IBatchTask Of(string kind) => kind switch
    {
        Text => _text,
        Chat => _chat,
        _ => _any,
    };
}
