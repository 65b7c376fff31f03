using System.Buffers.Binary;
using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>Reads a vector: a list of numbers, or the base64 of its 32-bit numbers.</summary>
internal static class VectorReader
{
    /// <returns>The vector; null where it is none.</returns>
    public static float[]? Read(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Array when json.EnumerateArray().All(value => value.ValueKind == JsonValueKind.Number):
                return [.. json.EnumerateArray().Select(value => value.GetSingle())];
            case JsonValueKind.String when json.TryGetBytesFromBase64(out byte[]? bytes) && bytes.Length % sizeof(float) == 0:
                float[] vector = new float[bytes.Length / sizeof(float)];
                for (int i = 0; i < vector.Length; i++)
                {
                    vector[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
                }

                return vector;
            default:
                return null;
        }
    }
}
