using System.Text.Json.Nodes;
using HfEndpoints.Client.Batches;

namespace HfEndpoints.Commands;

/// <summary>Converts piped objects to jobs, and a batch's result to what users see.</summary>
internal static class BatchConversion
{
    private static readonly string[] s_members = ["id", "prompt", "messages", "inputs", "parameters"];

    /// <summary>Creates a job from a text, a table or an object. Names are case-insensitive.</summary>
    public static JsonNode? ToJob(object? value)
    {
        JsonNode? node = JsonConversion.ToNode(value);
        if (node is not JsonObject job)
        {
            return node;
        }

        foreach (string name in job.Select(member => member.Key).ToArray())
        {
            if (Array.Find(s_members, member => member.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } member
                && member != name
                && job.Remove(name, out JsonNode? moved))
            {
                job[member] = moved;
            }
        }

        return job;
    }

    public static HfBatchResult ToOutput(BatchResult result, string? path, string outPath, string? errorPath)
    {
        BatchProgress last = result.Last;
        double seconds = Math.Max(0.001, last.Elapsed.TotalSeconds);
        return new HfBatchResult
        {
            Path = path,
            OutPath = outPath,
            ErrorPath = errorPath,
            Total = last.Total ?? last.Done,
            Succeeded = last.Succeeded,
            Failed = last.Failed,
            Skipped = last.Skipped,
            Duration = last.Elapsed,
            JobsPerSecond = (last.Succeeded + last.Failed) / seconds,
            TokensPerSecond = last.Tokens / seconds,
            Concurrency = last.HighestConcurrency == 0 ? 0 : last.Concurrency,
            HighestConcurrency = last.HighestConcurrency,
            Refusals = last.Refusals,
            Retries = last.Retries,
            EstimatedCost = last.UsdSoFar is { } usd ? Math.Round(usd, 6) : null,
        };
    }
}
