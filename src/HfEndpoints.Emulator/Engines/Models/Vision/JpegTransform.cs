namespace HfEndpoints.Emulator.Models;

/// <summary>The inverse cosine transform that turns a block's frequencies into samples.</summary>
internal static class JpegTransform
{
    private const int Side = JpegReader.BlockSide;
    private const int Middle = 128;

    /// <summary>The place in a block of each coefficient, in the order they are stored.</summary>
    public static ReadOnlySpan<byte> Order =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    private static readonly float[] s_cosines = Cosines();

    public static void Write(ReadOnlySpan<float> block, Span<byte> samples, int stride)
    {
        Span<float> rows = stackalloc float[Side * Side];
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                float sum = 0;
                for (int u = 0; u < Side; u++)
                {
                    sum += block[(y * Side) + u] * s_cosines[(u * Side) + x];
                }

                rows[(y * Side) + x] = sum;
            }
        }

        for (int x = 0; x < Side; x++)
        {
            for (int y = 0; y < Side; y++)
            {
                float sum = Middle;
                for (int v = 0; v < Side; v++)
                {
                    sum += rows[(v * Side) + x] * s_cosines[(v * Side) + y];
                }

                samples[(y * stride) + x] = (byte)Math.Clamp((int)MathF.Round(sum), 0, 255);
            }
        }
    }

    private static float[] Cosines()
    {
        float[] cosines = new float[Side * Side];
        for (int frequency = 0; frequency < Side; frequency++)
        {
            float scale = frequency == 0 ? MathF.Sqrt(1f / Side) : MathF.Sqrt(2f / Side);
            for (int place = 0; place < Side; place++)
            {
                cosines[(frequency * Side) + place] = scale * MathF.Cos(((2 * place) + 1) * frequency * MathF.PI / (2 * Side));
            }
        }

        return cosines;
    }
}
