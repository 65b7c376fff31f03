using System.Text.Unicode;
using CsvHelper;

namespace HfEndpoints.Client.Batches;

/// <summary>
/// Reads jobs from comma-separated values. Columns are members of the job by their names; <c>messages</c> and
/// <c>parameters</c> contain JSON, and <c>parameters.x</c> is one parameter.
/// </summary>
internal static class CsvJobs
{
    private const string ParameterPrefix = "parameters.";

    public static async IAsyncEnumerable<InputLine> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? openAt = null;
        var options = new CsvReaderOptions
        {
            TrackLineNumbers = true,
            MaxRecordSize = BatchInput.MaxJobBytes,
            OnMalformedRecord = record => openAt = record.Reason == CsvMalformedReason.UnterminatedQuote ? record.LineNumber : openAt,
        };
        using CsvReader reader = CsvReader.Create(stream, options);
        while (await ReadAsync(reader, cancellationToken).ConfigureAwait(false))
        {
            long line = reader.LineNumber;
            CheckNames(reader.Headers);
            yield return line == openAt
                ? new InputLine(line, null, $"The record of line {line} has an unclosed quote.")
                : !IsUtf8(reader) ? new InputLine(line, null, BatchInput.OtherEncoding($"The record of line {line}"))
                : ToJob(line, reader.Headers, [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        }
    }

    private static void CheckNames(IReadOnlyList<string> names)
    {
        if (names.Any(name => name.Contains('\ufffd', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal)))
        {
            throw new HfException(HfErrorKind.InvalidFile, BatchInput.OtherEncoding("The line of the columns' names"));
        }
    }

    private static bool IsUtf8(CsvReader reader)
    {
        for (int i = 0; i < reader.FieldCount; i++)
        {
            if (!Utf8.IsValid(reader.GetRawSpan(i)))
            {
                return false;
            }
        }

        return true;
    }

    private static async ValueTask<bool> ReadAsync(CsvReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CsvFormatException exception)
        {
            throw new HfException(
                HfErrorKind.InvalidFile,
                BatchInput.TooLong($"The record of line {exception.LineNumber}") + ". Is a quote not closed?",
                exception);
        }
    }

    private static InputLine ToJob(long line, IReadOnlyList<string> names, string[] fields)
    {
        if (fields.Length != names.Count)
        {
            return new InputLine(line, null, $"The record of line {line} has {fields.Length} fields, but there are {names.Count} columns.");
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
                    return new InputLine(line, null, $"The column '{name}' of line {line} holds no JSON.");
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
            all.Take(parameters);
            job["parameters"] = all.Parent is null ? all : all.DeepClone();
        }

        return new InputLine(line, job, Bytes: fields.Sum(field => (long)field.Length));
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
