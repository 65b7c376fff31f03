namespace HfEndpoints.Emulator;

/// <summary>The one place that knows which tasks there are.</summary>
internal static class ToolkitTasks
{
    private const string TranslationPrefix = "translation_";

    private static readonly IToolkitTask[] s_tasks =
    [
        new AudioClassification(),
        new AudioToAudio(),
        new AutomaticSpeechRecognition(),
        new DocumentQuestionAnswering(),
        new FeatureExtraction(),
        new FillMask(),
        new ImageClassification(),
        new ImageSegmentation(),
        new ImageTextToText(),
        new ImageToImage(),
        new ImageToText(),
        new ImageToVideo(),
        new ObjectDetection(),
        new QuestionAnswering(),
        new SentenceEmbeddings(),
        new SentenceRanking(),
        new SentenceSimilarity(),
        new Summarization(),
        new TableQuestionAnswering(),
        new TabularClassification(),
        new TabularRegression(),
        new Text2TextGeneration(),
        new TextClassification(),
        new TextToImage(),
        new TextToSpeech(),
        new TextToVideo(),
        new TokenClassification(),
        new Translation(),
        new VisualQuestionAnswering(),
        new ZeroShotClassification(),
        new ZeroShotImageClassification(),
        new ZeroShotObjectDetection(),
    ];

    private static readonly IToolkitTask s_generation = new TextGenerationPipeline();

    private static readonly Dictionary<string, IToolkitTask> s_byName =
        s_tasks.SelectMany(task => task.Names.Select(name => (name, task))).ToDictionary(entry => entry.name, entry => entry.task);

    /// <summary>Every task's name, those of text generation with them.</summary>
    public static IEnumerable<string> Names => s_byName.Keys.Concat(TextGeneration.Names).Order(StringComparer.Ordinal);

    public static IToolkitTask Find(string name) =>
        s_byName.GetValueOrDefault(name)
        ?? (TextGeneration.Names.Contains(name) ? s_generation : null)
        ?? (name.StartsWith(TranslationPrefix, StringComparison.Ordinal) ? s_byName["translation"] : null)
        ?? throw new ToolkitException($"Unknown task {name}, available tasks are {PythonText.List([.. Names, "translation_XX_to_YY"])}");
}
