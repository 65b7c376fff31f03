using System.Buffers.Binary;

namespace HfEndpoints.Client.Inference;

/// <summary>Reads a vector: a list of numbers, or the base64 of its 32-bit numbers.</summary>
internal static class VectorReader
{
    /// <summary>Reads a vector. The null that stands in the place of what is not a number becomes NaN again.</summary>
    /// <returns>The vector; null if it is not one.</returns>
    public static float[]? Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            return ReadNumbers(json);
        }

        if (json.ValueKind != JsonValueKind.String || !json.TryGetBytesFromBase64(out byte[]? bytes)
            || bytes.Length % sizeof(float) != 0)
        {
            return null;
        }

        float[] vector = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        }

        return vector;
    }

    private static float[]? ReadNumbers(JsonElement json)
    {
        float[] vector = new float[json.GetArrayLength()];
        int i = 0;
        foreach (JsonElement number in json.EnumerateArray())
        {
            if (number.ValueKind is not (JsonValueKind.Number or JsonValueKind.Null))
            {
                return null;
            }

            vector[i++] = number.ValueKind == JsonValueKind.Null ? float.NaN : number.GetSingle();
        }

        return vector;
    }
}
