using System.Text.Encodings.Web;

namespace HfEndpoints.Client.Batches;

/// <summary>
/// A line of the output: <c>{"id","line","job","output",...}</c> or <c>{"id","line","job","error":{"id","message"}}</c>,
/// with <c>"shard"</c> before the job if the batch is split, in this order, so that the record can be read without reading the answers.
/// </summary>
internal static class OutputLine
{
    private static readonly ReusedJsonWriter s_writer = new(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The beginning of every line.</summary>
    public static ReadOnlySpan<byte> Beginning => "{\"id\":"u8;

    public static byte[] FromAnswer(BatchJob job, BatchAnswer answer) => Write(job, answer, static (writer, answer) =>
    {
        writer.WritePropertyName("output");
        Write(writer, answer.Output);
        foreach ((string name, JsonNode? value) in answer.More)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }
    });

    public static byte[] FromError(BatchJob job, HfException error) => Write(job, error, static (writer, error) =>
    {
        writer.WriteStartObject("error");
        writer.WriteString("id", error.Kind.ToString());
        writer.WriteString("message", error.Message);
        if (error.StatusCode is { } status)
        {
            writer.WriteNumber("status", (int)status);
        }

        writer.WriteEndObject();
    });

    /// <summary>Reads a line's beginning; null if it is not a line of a batch.</summary>
    public static RecordedJob? TryRead(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        try
        {
            string? id = null;
            string? shard = null;
            long number = 0;
            uint fingerprint = 0;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("output"u8))
                {
                    return id is null ? null : new RecordedJob(id, number, fingerprint, null, shard);
                }

                if (reader.ValueTextEquals("error"u8))
                {
                    return id is null ? null : new RecordedJob(id, number, fingerprint, ErrorId(ref reader), shard);
                }

                bool isId = reader.ValueTextEquals("id"u8);
                bool isLine = reader.ValueTextEquals("line"u8);
                bool isShard = reader.ValueTextEquals("shard"u8);
                reader.Read();
                if (isId)
                {
                    id = reader.TokenType == JsonTokenType.String ? reader.GetString()
                        : System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
                }
                else if (isLine)
                {
                    number = reader.GetInt64();
                }
                else if (isShard)
                {
                    shard = reader.GetString();
                }
                else if (reader.TokenType == JsonTokenType.String)
                {
                    _ = uint.TryParse(reader.GetString(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out fingerprint);
                }
                else
                {
                    return null;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // Not a line of a batch, or half of one.
        }

        return null;
    }

    /// <summary>Whether a line without an end is nevertheless complete.</summary>
    public static bool IsComplete(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        try
        {
            reader.Read();
            return reader.TrySkip() && reader.TokenType == JsonTokenType.EndObject && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string ErrorId(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Read();
        return reader.TokenType == JsonTokenType.PropertyName && reader.Read() && reader.TokenType == JsonTokenType.String
            ? reader.GetString()!
            : "";
    }

    private static byte[] Write<T>(BatchJob job, T rest, Action<Utf8JsonWriter, T> writeRest) => s_writer.Write(
        (job, rest, writeRest),
        static (writer, line) =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("id");
            line.job.Id.WriteTo(writer);
            writer.WriteNumber("line", line.job.Line);
            if (line.job.Shard is { } shard)
            {
                writer.WriteString("shard", shard);
            }

            if (line.job.Problem is null)
            {
                writer.WriteString("job", line.job.Fingerprint.ToString("x8", CultureInfo.InvariantCulture));
            }

            line.writeRest(writer, line.rest);
            writer.WriteEndObject();
        },
        static bytes => (byte[])[.. bytes.Span, (byte)'\n']);

    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        if (node is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            node.WriteTo(writer);
        }
    }
}
