using System.Text.Unicode;

namespace HfEndpoints.Client.Batches;

/// <summary>Reads jobs from lines of JSON. Blank lines are skipped, but counted.</summary>
internal static class JsonLines
{
    public static async IAsyncEnumerable<InputLine> ReadAsync(
        Stream stream, HfBatchShard? shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using (stream)
        {
            var lines = new Utf8Lines(stream, BatchInput.MaxJobBytes);
            long position = 0;
            while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (!lines.IsBlank && BatchInput.IsRead(shard, ++position))
                {
                    yield return lines.IsTooLong
                        ? new InputLine(lines.Number, null, BatchInput.TooLong($"Line {lines.Number}") + ".")
                        : Parse(lines.Number, lines.Line);
                }
            }
        }
    }

    public static InputLine Parse(long number, string line) => Parse(number, Encoding.UTF8.GetBytes(line));

    private static InputLine Parse(long number, ReadOnlyMemory<byte> line)
    {
        if (!Utf8.IsValid(line.Span) || line.Span.Contains((byte)0))
        {
            return new InputLine(number, null, BatchInput.OtherEncoding($"Line {number}"));
        }

        try
        {
            return new InputLine(number, HfJson.ToNode(ForeignJson.ParseExactly(line)), Bytes: line.Length);
        }
        catch (JsonException exception)
        {
            return new InputLine(number, null, $"Line {number} is not valid JSON: {Reason(exception)}");
        }
    }

    // The exception's line number is within this line, and would be misleading.
    private static string Reason(JsonException exception)
    {
        int end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string reason = end < 0 ? exception.Message : exception.Message[..end];
        return exception.BytePositionInLine is { } position ? $"{reason} (byte {position + 1})" : reason;
    }
}
