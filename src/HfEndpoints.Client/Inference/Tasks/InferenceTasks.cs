namespace HfEndpoints.Client.Inference;

/// <summary>
/// The tasks that the Python library's client knows, and <c>custom</c> for models with a handler of their own.
/// Chat is not among them: it has a conversation, not an input.
/// </summary>
public static partial class InferenceTasks
{
    /// <summary>The task of a model with its own handler: any JSON in, anything out.</summary>
    public static InferenceTask Custom { get; } = new("custom", "", "Whatever the model's own handler does", TaskOutput.Any)
    {
        Keywords =
        [
            new("inputs", KeywordKind.Any, "The input: any value.") { Place = KeywordPlace.Inputs, IsRequired = true },
        ],
    };

    /// <summary>All tasks, by name.</summary>
    public static IReadOnlyList<InferenceTask> All { get; } =
        [.. TextTasks().Concat(QuestionTasks()).Concat(ImageTasks()).Concat(AudioTasks()).Append(Custom)
            .OrderBy(task => task.Name, StringComparer.Ordinal)];

    /// <summary>Finds a task by its name, or another that the service or the pipelines have for it.</summary>
    /// <param name="name">The name; upper and lower case are the same.</param>
    /// <returns>The task; null if none has that name.</returns>
    public static InferenceTask? Find(string? name)
    {
        string? own = name?.ToLowerInvariant() switch
        {
            "sentence-embeddings" => "feature-extraction",
            "sentiment-analysis" => "text-classification",
            "ner" => "token-classification",
            "vqa" => "visual-question-answering",
            "text-to-audio" => "text-to-speech",
            "text2text-generation" => "text-generation",
            { } pair when pair.StartsWith("translation_", StringComparison.Ordinal) => "translation",
            { } other => other,
            null => null,
        };
        return All.FirstOrDefault(task => task.Name == own);
    }

    // The Python library's methods have the tasks' names.
    private static InferenceTask Make(string name, string summary, TaskOutput output, params TaskKeyword[] keywords) =>
        new(name, name.Replace('-', '_'), summary, output) { Keywords = keywords };

    private static TaskKeyword Input(string name, KeywordKind kind, string summary) =>
        new(name, kind, summary) { Place = KeywordPlace.Inputs, IsRequired = true };

    private static TaskKeyword Member(string name, KeywordKind kind, string summary) =>
        new(name, kind, summary) { Place = KeywordPlace.InputsMember, IsRequired = true };

    private static TaskKeyword Text(string name, string summary, params string[] values) =>
        new(name, KeywordKind.Text, summary) { Values = values };

    private static TaskKeyword Whole(string name, string summary) => new(name, KeywordKind.Whole, summary);

    private static TaskKeyword Number(string name, string summary) => new(name, KeywordKind.Number, summary);

    private static TaskKeyword Flag(string name, string summary) => new(name, KeywordKind.Flag, summary);

    private static TaskKeyword Texts(string name, string summary) => new(name, KeywordKind.TextList, summary);

    private static TaskKeyword Table(string name, string summary) => new(name, KeywordKind.Table, summary);

    private static TaskKeyword ExtraBody =>
        Table("extra_body", "More parameters, as a hashtable, for models that support them.")
            with
        { Place = KeywordPlace.MergedParameters };

    private static TaskKeyword FunctionToApply =>
        Text("function_to_apply", "The function that turns the model's output into scores.", "sigmoid", "softmax", "none");

    private static TaskKeyword TopK => Whole("top_k", "The number of best results to return.");

    private static TaskKeyword Seed => Whole("seed", "The random seed; the same seed gives the same result.");
}
