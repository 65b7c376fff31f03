using System.Text.Unicode;
using CsvHelper;

namespace HfEndpoints.Client.Batches;

/// <summary>Reads jobs from comma-separated values, by the names of their columns.</summary>
internal static class CsvJobs
{
    public static async IAsyncEnumerable<InputLine> ReadAsync(
        Stream stream, HfBatchShard? shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? openAt = null;
        var options = new CsvReaderOptions
        {
            TrackLineNumbers = true,
            MaxRecordSize = BatchInput.MaxJobBytes,
            OnMalformedRecord = record => openAt = record.Reason == CsvMalformedReason.UnterminatedQuote ? record.LineNumber : openAt,
        };
        using CsvReader reader = CsvReader.Create(stream, options);
        long position = 0;
        while (await ReadAsync(reader, cancellationToken).ConfigureAwait(false))
        {
            long line = reader.LineNumber;
            CheckNames(reader.Headers);
            if (!BatchInput.IsRead(shard, ++position))
            {
                continue;
            }

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

        return JobColumns.ToJob(
            $"line {line}",
            line,
            names,
            i => fields[i].Length == 0 ? null : JsonValue.Create(fields[i]),
            fields.Sum(field => (long)field.Length));
    }
}
