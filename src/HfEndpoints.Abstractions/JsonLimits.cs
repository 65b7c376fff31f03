using System.Text.Json;

namespace HfEndpoints;

/// <summary>The limits for JSON, which are the same wherever it is read and written.</summary>
internal static class JsonLimits
{
    /// <summary>The maximum nesting of lists and objects. Deeper ones are attacks, not answers.</summary>
    public const int MaxDepth = 512;

    /// <summary>The options for documents.</summary>
    public static JsonDocumentOptions Document { get; } = new() { MaxDepth = MaxDepth };
}
