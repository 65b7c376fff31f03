namespace HfEndpoints.Client.Inference;

/// <summary>What comes out of a task.</summary>
public enum TaskOutput
{
    /// <summary>Labels with scores: <see cref="LabelScore"/>.</summary>
    Labels,

    /// <summary>Things in an image: <see cref="DetectedObject"/>.</summary>
    Objects,

    /// <summary>Shapes in an image: <see cref="ImageSegment"/>.</summary>
    Segments,

    /// <summary>Answers to a question: <see cref="AnswerSpan"/>.</summary>
    Answers,

    /// <summary>Answers out of a table: <see cref="TableAnswer"/>.</summary>
    TableAnswers,

    /// <summary>Parts of a text with labels: <see cref="TextEntity"/>.</summary>
    Entities,

    /// <summary>Words for a gap: <see cref="MaskFill"/>.</summary>
    MaskFills,

    /// <summary>What was said: <see cref="Transcription"/>.</summary>
    Transcription,

    /// <summary>A text: <see cref="TextResult"/>.</summary>
    Text,

    /// <summary>How alike sentences are: <see cref="SentenceSimilarity"/>.</summary>
    Similarities,

    /// <summary>A value for each row of a table: <see cref="RowValue"/>.</summary>
    RowValues,

    /// <summary>Vectors: <see cref="FeatureRow"/>.</summary>
    Features,

    /// <summary>An image: <see cref="MediaResult"/>.</summary>
    Image,

    /// <summary>A sound: <see cref="MediaResult"/>.</summary>
    Audio,

    /// <summary>A video: <see cref="MediaResult"/>.</summary>
    Video,

    /// <summary>Several sounds, each with a label: <see cref="MediaResult"/>.</summary>
    Sounds,

    /// <summary>Whatever the server answers: <see cref="RawResult"/>, or <see cref="MediaResult"/>.</summary>
    Any,
}
