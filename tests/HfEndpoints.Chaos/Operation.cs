using System.Management.Automation;
using System.Text.Json.Nodes;

namespace HfEndpoints.Chaos;

/// <summary>Something that a user does, and what must be true afterwards.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Script">What is run. It emits texts.</param>
internal sealed record Operation(string Name, string Script)
{
    /// <summary>How many items there are, each of which may fail by itself.</summary>
    public int Items { get; init; } = 1;

    /// <summary>The error id that must come even without a fault.</summary>
    public string? Wanted { get; init; }

    /// <summary>Whether its requests may be sent again, so that only four failures in a row are an error.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Whether it is looked at what the service has before and after it.</summary>
    public bool IsChange { get; init; }

    /// <summary>Whether the output without faults is always the same, and so is compared.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Whether the output is the pieces of one text.</summary>
    public bool IsStream { get; init; }

    /// <summary>What is done afterwards without faults, if anything.</summary>
    public string? FollowUp { get; init; }

    /// <summary>What is wrong afterwards, besides what must be true after each operation.</summary>
    public Func<Outcome, IEnumerable<string>> Check { get; init; } = _ => [];
}

/// <summary>How an operation went.</summary>
internal sealed record Outcome(Operation Operation, Strike Strike)
{
    public required IReadOnlyList<string> Lines { get; init; }

    public required IReadOnlyList<ErrorRecord> Errors { get; init; }

    /// <summary>All that was said in any stream.</summary>
    public required IReadOnlyList<string> Said { get; init; }

    /// <summary>What ended the script, if anything did.</summary>
    public Exception? Thrown { get; init; }

    /// <summary>The requests it sent, and how many of them were struck.</summary>
    public IReadOnlyList<JsonObject> Requests { get; init; } = [];

    public int Hits { get; init; }

    /// <summary>The output without a fault, where it is always the same.</summary>
    public IReadOnlyList<string>? Reference { get; init; }

    /// <summary>What the follow-up emitted.</summary>
    public IReadOnlyList<string> Followed { get; init; } = [];

    public Snapshot? Before { get; init; }

    public Snapshot? After { get; init; }

    public bool Succeeded => Errors.Count == 0 && Thrown is null;

    public bool IsOutcomeUnknown => Errors.Any(error => ErrorFacts.IsOutcomeUnknown(error.Exception));
}

/// <summary>What an error record of the module says. Its types are in another load context, so they are asked by name.</summary>
internal static class ErrorFacts
{
    public static string KindOf(ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0];

    public static bool IsOutcomeUnknown(Exception exception) => Read(exception, "IsOutcomeUnknown") is true;

    public static string? PartialText(Exception exception) => (string?)Read(exception, "PartialText");

    public static int? Index(Exception exception) => (int?)Read(exception, "Index");

    /// <summary>Whether the id is one of the module's own.</summary>
    public static bool IsKnown(ErrorRecord error) =>
        error.Exception.GetType().Assembly.GetType("HfEndpoints.HfErrorKind") is { } kinds
        && Enum.GetNames(kinds).Contains(KindOf(error));

    private static object? Read(Exception exception, string property) =>
        exception.GetType().GetProperty(property)?.GetValue(exception);
}
