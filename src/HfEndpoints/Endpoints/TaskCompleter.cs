namespace HfEndpoints.Commands;

/// <summary>Completes the tasks of the service's OpenAPI document.</summary>
public sealed class TaskCompleter : WordListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Words =>
    [
        ("any-to-any", "Any kind of input to any kind of output"),
        ("audio-classification", "Audio to labels"),
        ("automatic-speech-recognition", "Speech to text"),
        ("custom", "Whatever the model's own handler does"),
        ("feature-extraction", "Text to vectors"),
        ("fill-mask", "Words that fill a gap in a text"),
        ("image-classification", "Image to labels"),
        ("image-segmentation", "Image to the segments in it"),
        ("image-text-to-text", "Images and text to text"),
        ("object-detection", "Image to the objects in it"),
        ("question-answering", "Answers found in a text"),
        ("sentence-embeddings", "Sentences to vectors"),
        ("sentence-ranking", "Sentences by their relevance to another"),
        ("sentence-similarity", "Similarity of sentences"),
        ("summarization", "Text to a shorter text"),
        ("table-question-answering", "Answers found in a table"),
        ("text-classification", "Text to labels"),
        ("text-generation", "Text from a prompt, and chat"),
        ("text-ranking", "Texts by their relevance to a query"),
        ("text-to-image", "Text to an image"),
        ("token-classification", "Words to labels, such as names"),
        ("translation", "Text to another language"),
        ("zero-shot-classification", "Text to labels given with it"),
    ];
}
