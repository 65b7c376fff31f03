using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HfEndpoints.Client.Batches;

/// <summary>Short hashes of jobs and ids, independent of the process and of the order of members.</summary>
internal static class JobFingerprint
{
    private static readonly ReusedJsonWriter s_writer = new(new() { SkipValidation = true });

    /// <summary>The hash of the content that is sent.</summary>
    public static uint Compute(string kind, JsonNode input, JsonObject parameters) => s_writer.Write(
        (kind, input, parameters),
        static (writer, job) =>
        {
            writer.WriteStartArray();
            writer.WriteStringValue(job.kind);
            Write(writer, job.input);
            Write(writer, job.parameters);
            writer.WriteEndArray();
        },
        static bytes => (uint)Hash(bytes.Span));

    /// <summary>What the output has of a shard: which it is, and of which input, known by its first job.</summary>
    public static string MarkOf(HfBatchShard shard, InputLine first) => $"{shard}@{InputOf(first)}";

    /// <summary>The input in a mark of <see cref="MarkOf"/>.</summary>
    public static string InputOf(InputLine first) =>
        Compute("input", first.Value ?? first.Problem ?? "", []).ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>The 64-bit key of an id. Among a hundred million ids, a collision is unlikely.</summary>
    public static ulong KeyOf(string id) => Hash(Encoding.UTF8.GetBytes(id));

    private static ulong Hash(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                writer.WriteStartObject();
                foreach ((string name, JsonNode? value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonArray items:
                writer.WriteStartArray();
                foreach (JsonNode? item in items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }
}
