namespace HfEndpoints.Client.Inference;

/// <summary>A task of deployed models: its inputs, parameters and output.</summary>
/// <param name="Name">Its name at the service: <c>text-classification</c>.</param>
/// <param name="Method">The method of the Python library that does it; empty if there is none.</param>
/// <param name="Summary">A short description.</param>
/// <param name="Output">The type of the output.</param>
public sealed record InferenceTask(string Name, string Method, string Summary, TaskOutput Output)
{
    /// <summary>The inputs, then the parameters. The first is the main input.</summary>
    public required IReadOnlyList<TaskKeyword> Keywords { get; init; }

    /// <summary>Whether parameters stand beside <c>inputs</c>, not in an object of their own.</summary>
    public bool HasParametersAtRoot { get; init; }

    /// <summary>The main input.</summary>
    public TaskKeyword Main => Keywords[0];

    /// <summary>Whether an image or a sound goes in.</summary>
    public bool TakesContent => Main.Kind == KeywordKind.Content;

    /// <summary>Which content goes in: <c>image</c> or <c>audio</c>, as types begin; null for none.</summary>
    internal string? ContentFamily => TakesContent ? Main.Name : null;

    /// <summary>Whether images, sounds or videos come out, which can be saved to files.</summary>
    public bool GivesMedia => Output is TaskOutput.Image or TaskOutput.Audio or TaskOutput.Video or TaskOutput.Sounds
        or TaskOutput.Segments or TaskOutput.Any;

    /// <summary>The member of an answer that contains its text.</summary>
    internal string TextMember { get; init; } = "generated_text";

    /// <summary>Finds a keyword by its name, or another it goes by.</summary>
    /// <param name="name">The name, as in the Python library.</param>
    /// <returns>The keyword; null if the task has none of that name.</returns>
    public TaskKeyword? Find(string name) => Keywords.FirstOrDefault(keyword => keyword.Name == name || keyword.Aliases.Contains(name));
}

/// <summary>The output of a task.</summary>
public enum TaskOutput
{
    /// <summary>Labels with scores: <see cref="HfLabelScore"/>.</summary>
    Labels,

    /// <summary>Things in an image: <see cref="HfDetectedObject"/>.</summary>
    Objects,

    /// <summary>Shapes in an image: <see cref="HfImageSegment"/>.</summary>
    Segments,

    /// <summary>Answers to a question: <see cref="HfAnswer"/>.</summary>
    Answers,

    /// <summary>Answers out of a table: <see cref="HfTableAnswer"/>.</summary>
    TableAnswers,

    /// <summary>Parts of a text with labels: <see cref="HfEntity"/>.</summary>
    Entities,

    /// <summary>Words for a gap: <see cref="HfMaskFill"/>.</summary>
    MaskFills,

    /// <summary>What was said: <see cref="HfTranscription"/>.</summary>
    Transcription,

    /// <summary>A text: <see cref="HfTextResult"/>.</summary>
    Text,

    /// <summary>How alike sentences are: <see cref="HfSimilarity"/>.</summary>
    Similarities,

    /// <summary>A value for each row of a table: <see cref="HfRowValue"/>.</summary>
    RowValues,

    /// <summary>Vectors: <see cref="HfFeatureRow"/>.</summary>
    Features,

    /// <summary>An image: <see cref="HfMediaResult"/>.</summary>
    Image,

    /// <summary>A sound: <see cref="HfMediaResult"/>.</summary>
    Audio,

    /// <summary>A video: <see cref="HfMediaResult"/>.</summary>
    Video,

    /// <summary>Several sounds, each with a label: <see cref="HfMediaResult"/>.</summary>
    Sounds,

    /// <summary>Whatever the server answers: <see cref="HfRawResult"/>, or <see cref="HfMediaResult"/>.</summary>
    Any,
}
