using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Batches;

/// <summary>Reads jobs from lines of JSON. Blank lines are none, but they count.</summary>
internal static class JsonLines
{
    public static async IAsyncEnumerable<SourceJob> ReadAsync(
        Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using (stream)
        {
            var lines = new Utf8Lines(stream);
            while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (!lines.IsBlank)
                {
                    yield return Parse(lines.Number, lines.Line.Span);
                }
            }
        }
    }

    private static SourceJob Parse(long number, ReadOnlySpan<byte> line)
    {
        try
        {
            return new SourceJob(number, JsonNode.Parse(line));
        }
        catch (JsonException exception)
        {
            return new SourceJob(number, null, $"Line {number} is not valid JSON: {Reason(exception)}");
        }
    }

    // Its own line numbers are of the one line, and would mislead.
    private static string Reason(JsonException exception)
    {
        int end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string reason = end < 0 ? exception.Message : exception.Message[..end];
        return $"{reason} (byte {exception.BytePositionInLine + 1})";
    }
}
