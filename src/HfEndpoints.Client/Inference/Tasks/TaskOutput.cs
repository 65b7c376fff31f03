namespace HfEndpoints.Client.Inference;

/// <summary>What comes out of a task.</summary>
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
