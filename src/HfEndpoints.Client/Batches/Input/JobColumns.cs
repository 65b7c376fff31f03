namespace HfEndpoints.Client.Batches;

/// <summary>
/// Makes jobs of the rows of a table. Columns are members of the job by their names; <c>messages</c> and <c>parameters</c> contain
/// JSON, and <c>parameters.x</c> is one parameter.
/// </summary>
internal static class JobColumns
{
    private const string ParameterPrefix = "parameters.";

    /// <summary>Whether a column is a part of the job, and not a note of the user's.</summary>
    public static bool IsPart(string name) =>
        name.Trim().ToLowerInvariant() is "id" or "prompt" or "messages" or "inputs" or "parameters"
        || name.Trim().StartsWith(ParameterPrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes a job of a row.</summary>
    /// <param name="place">The row in messages, such as "line 5".</param>
    /// <param name="line">Its number.</param>
    /// <param name="names">The names of the columns.</param>
    /// <param name="valueOf">The value of a column; null if it is empty.</param>
    /// <param name="bytes">How long the row is.</param>
    public static InputLine ToJob(string place, long line, IReadOnlyList<string> names, Func<int, JsonNode?> valueOf, long bytes)
    {
        var job = new JsonObject();
        var parameters = new JsonObject();
        for (int i = 0; i < names.Count; i++)
        {
            string name = names[i].Trim();
            if (valueOf(i) is not { } value)
            {
                continue;
            }

            string? text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
            if (name.StartsWith(ParameterPrefix, StringComparison.OrdinalIgnoreCase))
            {
                parameters[name[ParameterPrefix.Length..]] = (text is null ? null : TryParse(text)) ?? value;
            }
            else if (name.ToLowerInvariant() is ("messages" or "parameters") and var json)
            {
                if (text is null || TryParse(text) is not { } parsed)
                {
                    return new InputLine(line, null, $"The column '{name}' of {place} holds no JSON.");
                }

                job[json] = parsed;
            }
            else
            {
                job[name.ToLowerInvariant()] = value;
            }
        }

        if (parameters.Count > 0)
        {
            JsonObject all = job["parameters"] as JsonObject ?? [];
            all.Take(parameters);
            job["parameters"] = all.Parent is null ? all : all.DeepClone();
        }

        return new InputLine(line, job, Bytes: bytes);
    }

    private static JsonNode? TryParse(string text)
    {
        try
        {
            return HfJson.ToNode(ForeignJson.ParseExactly(Encoding.UTF8.GetBytes(text)));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
