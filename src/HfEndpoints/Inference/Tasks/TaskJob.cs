using System.Text.Json.Nodes;

namespace HfEndpoints.Commands;

/// <summary>One input of a task with what goes with it, as far as it can be told before the task is known.</summary>
public sealed record TaskJob
{
    /// <summary>A file that goes in.</summary>
    internal string? File { get; init; }

    /// <summary>A text; for a task of images or sounds, the path of a file.</summary>
    internal string? Text { get; init; }

    /// <summary>The text's path, where it is one on a drive or in the home folder.</summary>
    internal string? TextAsPath { get; init; }

    /// <summary>The bytes of an image or a sound.</summary>
    internal byte[]? Bytes { get; init; }

    /// <summary>The type of an object that is neither a text, a file, bytes nor a table; null if it is one of them.</summary>
    public string? Unusable { get; init; }

    /// <summary>Any other value.</summary>
    internal JsonNode? Json { get; init; }

    /// <summary>What is sent as it is, instead of all the others.</summary>
    internal JsonObject? Body { get; init; }

    /// <summary>What the task's own parameters say, by the names of the Python library.</summary>
    internal JsonObject Keywords { get; init; } = [];

    /// <summary>Of these names, those that only a property of a piped object brought: it may mean nothing by them.</summary>
    internal IReadOnlySet<string> Incidental { get; init; } = new HashSet<string>();

    /// <summary>What -Parameter says.</summary>
    internal JsonObject More { get; init; } = [];
}
