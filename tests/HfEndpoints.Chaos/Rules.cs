using System.Text.Json.Nodes;

namespace HfEndpoints.Chaos;

/// <summary>What must be true after each operation, whatever it was and whatever went wrong.</summary>
internal static class Rules
{
    // A request that may be repeated is sent four times in all.
    private const int Attempts = 4;

    /// <summary>What is wrong; nothing if all promises were kept.</summary>
    public static IEnumerable<string> Check(Outcome outcome, string token) =>
    [
        .. Ends(outcome),
        .. Errors(outcome),
        .. Repetitions(outcome),
        .. Results(outcome),
        .. Bill(outcome),
        .. outcome.Said.Where(text => text.Contains(token, StringComparison.Ordinal)).Select(text => $"the token was said: {text}"),
        .. outcome.Operation.Check(outcome),
    ];

    private static IEnumerable<string> Ends(Outcome outcome)
    {
        if (outcome.Thrown is { } thrown)
        {
            yield return $"the script ended with {thrown.GetType().Name}: {thrown.Message}";
        }

        foreach (JsonObject request in outcome.Requests.Where(request => (bool)request["inFlight"]!))
        {
            yield return $"a request was left: {request["method"]} {request["path"]}";
        }
    }

    private static IEnumerable<string> Errors(Outcome outcome)
    {
        Operation operation = outcome.Operation;
        if (outcome.Errors.Count > operation.Items)
        {
            yield return $"{outcome.Errors.Count} errors for {operation.Items} items";
        }

        string[] harm = outcome.Hits > 0 ? outcome.Strike.Fault!.Kinds : [];
        foreach (var error in outcome.Errors)
        {
            string kind = ErrorFacts.KindOf(error);
            if (!ErrorFacts.IsKnown(error))
            {
                yield return $"'{error.FullyQualifiedErrorId}' is not an id of the module: {error.Exception}";
            }
            else if (kind != operation.Wanted && !harm.Contains(kind))
            {
                yield return $"{kind} does not follow from the fault: {error}";
            }
            else if (kind != operation.Wanted && operation.IsRepeatable && outcome.Strike.Fault!.IsRepaired && outcome.Hits < Attempts)
            {
                yield return $"it gave up after {outcome.Hits} failures: {error}";
            }
        }

        if (operation.Wanted is not null && outcome.Succeeded && outcome.Hits == 0)
        {
            yield return $"{operation.Wanted} was expected";
        }
    }

    /// <summary>A change is sent once, and again only after a failure.</summary>
    private static IEnumerable<string> Repetitions(Outcome outcome) => outcome.Requests
        .Where(request => (string)request["method"]! != "GET"
            && !((string)request["path"]!).StartsWith("/serve/", StringComparison.Ordinal))
        .GroupBy(request => $"{request["method"]} {request["path"]} {request["body"]?.ToJsonString()}")
        .Where(same => same.Count() > 1 + outcome.Hits)
        .Select(same => $"sent {same.Count()} times after {outcome.Hits} failures: {same.Key}");

    /// <summary>What rested before and rests after, and was not touched meanwhile, has cost nothing.</summary>
    private static IEnumerable<string> Bill(Outcome outcome) => outcome is { Before: { } before, After: { } after }
        ? before.BilledSeconds
            .Where(row => before.IsAtRest(row.Key) && after.IsAtRest(row.Key)
                && !after.Audit.Any(entry => entry.EndsWith($" {row.Key}", StringComparison.Ordinal))
                && after.BilledSeconds[row.Key] != row.Value)
            .Select(row => $"'{row.Key}' rests, and cost {after.BilledSeconds[row.Key] - row.Value} s")
        : [];

    /// <summary>No result is lost, and none is another's.</summary>
    private static IEnumerable<string> Results(Outcome outcome)
    {
        if (outcome.Reference is not { } reference)
        {
            return [];
        }

        return outcome.Operation switch
        {
            { IsStream: true } => Pieces(outcome, string.Concat(reference)),
            { Items: > 1 } => Each(outcome, reference),
            _ => Whole(outcome, reference),
        };
    }

    private static IEnumerable<string> Pieces(Outcome outcome, string whole)
    {
        string text = string.Concat(outcome.Lines);
        if (outcome.Succeeded ? text != whole : !whole.StartsWith(text, StringComparison.Ordinal))
        {
            yield return $"the pieces are '{text}', the text is '{whole}'";
        }

        if (outcome.Errors is [{ } error] && ErrorFacts.KindOf(error) == "StreamInterrupted"
            && ErrorFacts.PartialText(error.Exception) != text)
        {
            yield return $"the partial text is '{ErrorFacts.PartialText(error.Exception)}', what arrived is '{text}'";
        }
    }

    private static IEnumerable<string> Each(Outcome outcome, IReadOnlyList<string> reference)
    {
        int next = 0;
        foreach (string line in outcome.Lines)
        {
            int at = reference.Skip(next).ToList().IndexOf(line);
            if (at < 0)
            {
                yield return $"'{line}' is not among the results, or not in its place";
                yield break;
            }

            next += at + 1;
        }

        // An error that concerns all items is reported once.
        if (outcome.Lines.Count + outcome.Errors.Count != outcome.Operation.Items
            && (outcome.Lines.Count > 0 || outcome.Errors.Count != 1)
            && !outcome.Errors.Any(error => ErrorFacts.KindOf(error) == "Unauthorized"))
        {
            yield return $"{outcome.Lines.Count} results and {outcome.Errors.Count} errors of {outcome.Operation.Items} items";
        }
    }

    private static IEnumerable<string> Whole(Outcome outcome, IReadOnlyList<string> reference)
    {
        IEnumerable<string> expected = outcome.Succeeded ? reference : reference.Take(outcome.Lines.Count);
        if (!outcome.Lines.SequenceEqual(expected))
        {
            yield return $"{outcome.Lines.Count} lines, not {reference.Count}, or others: {string.Join(" | ", outcome.Lines.Take(5))}";
        }
    }
}
