namespace HfEndpoints.Client.Inference;

/// <summary>What a keyword of a task takes.</summary>
public enum KeywordKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A list of texts.</summary>
    TextList,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>A JSON object.</summary>
    Table,

    /// <summary>The bytes of an image or a sound.</summary>
    Content,

    /// <summary>Any JSON value.</summary>
    Any,
}
