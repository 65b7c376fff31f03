using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Batches.Input;

/// <summary>
/// Reads jobs from comma-separated values. Columns are members of the job by their names; <c>messages</c> and
/// <c>parameters</c> hold JSON, and <c>parameters.x</c> is one parameter.
/// </summary>
internal static class CsvJobs
{
    private const string ParameterPrefix = "parameters.";

    public static async IAsyncEnumerable<SourceJob> ReadAsync(
        Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = new StreamReader(stream);
        var reader = new CsvReader(text);
        List<string>? names = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } fields)
        {
            if (fields is not [""])
            {
                yield return reader.IsBroken
                    ? new SourceJob(reader.Line, null, $"The record of line {reader.Line} has a quote that is not closed.")
                    : ToJob(reader.Line, names!, fields);
            }
        }
    }

    private static SourceJob ToJob(long line, List<string> names, List<string> fields)
    {
        if (fields.Count != names.Count)
        {
            return new SourceJob(
                line, null, $"The record of line {line} has {fields.Count} fields, but there are {names.Count} columns.");
        }

        var job = new JsonObject();
        var parameters = new JsonObject();
        for (int i = 0; i < names.Count; i++)
        {
            string name = names[i].Trim();
            if (fields[i].Length == 0)
            {
                continue;
            }

            if (name.StartsWith(ParameterPrefix, StringComparison.OrdinalIgnoreCase))
            {
                parameters[name[ParameterPrefix.Length..]] = TryParse(fields[i]) ?? fields[i];
            }
            else if (name.ToLowerInvariant() is ("messages" or "parameters") and var json)
            {
                if (TryParse(fields[i]) is not { } value)
                {
                    return new SourceJob(line, null, $"The column '{name}' of line {line} holds no JSON.");
                }

                job[json] = value;
            }
            else
            {
                job[name.ToLowerInvariant()] = fields[i];
            }
        }

        if (parameters.Count > 0)
        {
            JsonObject all = job["parameters"] as JsonObject ?? [];
            foreach ((string name, JsonNode? value) in parameters)
            {
                all[name] = value?.DeepClone();
            }

            job["parameters"] = all.Parent is null ? all : all.DeepClone();
        }

        return new SourceJob(line, job);
    }

    private static JsonNode? TryParse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
