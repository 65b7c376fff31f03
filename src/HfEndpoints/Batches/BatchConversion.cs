namespace HfEndpoints.Commands;

/// <summary>Converts piped objects to jobs.</summary>
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
}
