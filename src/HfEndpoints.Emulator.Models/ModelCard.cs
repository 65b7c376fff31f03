namespace HfEndpoints.Emulator.Models;

/// <summary>What a model makes of text.</summary>
internal enum ModelKind
{
    Generator,
    Embedder,
    SparseEmbedder,
    Reranker,
    Classifier,
}

/// <summary>What a repository is taken for, by its name and the endpoint's task, as there are no files to look into.</summary>
internal sealed class ModelCard
{
    private static readonly string[] s_rerankers = ["rerank", "ranker", "cross-encoder", "ms-marco"];
    private static readonly string[] s_sparse = ["splade", "sparse"];
    private static readonly string[] s_classifiers =
        ["sentiment", "classif", "sst-2", "sst2", "emotion", "toxic", "hate", "spam", "topic", "news"];
    private static readonly string[] s_embedders = ["embed", "sentence-transformers", "minilm", "mpnet", "bge-", "e5-", "gte-"];
    private static readonly string[] s_seeing =
    [
        "vision", "-vl", "vl-", "vlm", "llava", "idefics", "paligemma", "pixtral", "gemma-3", "gemma-4", "multimodal", "internvl",
        "moondream",
    ];
    private static readonly string[] s_thinking = ["deepseek-r1", "qwq", "qwen3-", "gpt-oss", "thinking", "reasoning", "magistral"];
    private static readonly string[] s_hearing = ["whisper", "voxtral"];
    private static readonly string[] s_prompted = ["e5", "nomic", "arctic", "qwen3-embedding", "mxbai", "embeddinggemma"];
    private readonly string _repository;

    public ModelCard(string repository, string task)
    {
        _repository = repository.ToLowerInvariant();
        Kind = KindOf(task);
        HasHearing = task == "automatic-speech-recognition" || Names(s_hearing);
        HasVision = task is "image-text-to-text" or "any-to-any" || Names(s_seeing);
    }

    public bool HasHearing { get; }
    public bool HasVision { get; }
    public bool Thinks => Kind == ModelKind.Generator && Names(s_thinking);
    public ModelKind Kind { get; }

    /// <summary>The first models of the kind, from before there were chats, have no template for one.</summary>
    public bool HasChatTemplate =>
        Kind == ModelKind.Generator
            && _repository.Split('/')[^1] is not ("gpt2" or "distilgpt2" or "gpt2-medium" or "gpt2-large" or "gpt2-xl");

    /// <summary>The prompts that the model was trained with, by name; none for most.</summary>
    public IReadOnlyDictionary<string, string> Prompts => Names(s_prompted)
        ? new Dictionary<string, string> { ["query"] = "query: ", ["passage"] = "passage: ", ["document"] = "passage: " }
        : new Dictionary<string, string>();

    /// <summary>The labels of a classifier, by their place in the model's output.</summary>
    public IReadOnlyList<string> Labels => IsTopics ? TopicLexicon.Topics : [KeywordClassifier.Negative, KeywordClassifier.Positive];
    private bool IsTopics => Names(["topic", "news"]);

    /// <summary>How the classifier judges a text, best first.</summary>
    public IReadOnlyList<LabelScore> Classify(string text) => IsTopics ? KeywordClassifier.Topics(text) : KeywordClassifier.Sentiment(text);

    private ModelKind KindOf(string task) =>
        Names(s_rerankers) || task is "sentence-ranking" or "text-ranking" ? ModelKind.Reranker
        : Names(s_sparse) ? ModelKind.SparseEmbedder
        : task == "text-classification" || (task != "text-generation" && Names(s_classifiers)) ? ModelKind.Classifier
        : task is "sentence-embeddings" or "feature-extraction" or "sentence-similarity" || Names(s_embedders) ? ModelKind.Embedder
        : ModelKind.Generator;

    private bool Names(string[] parts) => parts.Any(part => _repository.Contains(part, StringComparison.Ordinal));
}
