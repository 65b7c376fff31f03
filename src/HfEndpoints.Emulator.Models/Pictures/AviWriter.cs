namespace HfEndpoints.Emulator.Models;

/// <summary>Writes pictures as a film: an AVI file of uncompressed frames with an index, which every player knows.</summary>
internal static class AviWriter
{
    private const int HasIndex = 0x10;
    private const int IsKeyFrame = 0x10;
    private const int BitsPerPixel = 24;

    public static byte[] Write(IReadOnlyList<RasterImage> frames, int framesPerSecond)
    {
        RasterImage first = frames[0];
        // Rows are stored from the bottom up and filled up to four bytes.
        int stride = ((first.Width * RasterImage.BytesPerPixel) + 3) / 4 * 4;
        int size = stride * first.Height;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.ASCII);
        List(writer, "RIFF", "AVI ", () =>
        {
            List(writer, "LIST", "hdrl", () =>
            {
                Chunk(writer, "avih", () => Numbers(
                    writer, 1_000_000 / framesPerSecond, size * framesPerSecond, 0, HasIndex, frames.Count, 0, 1, size, first.Width,
                    first.Height, 0, 0, 0, 0));
                List(writer, "LIST", "strl", () =>
                {
                    Chunk(writer, "strh", () => StreamHeader(writer, first, size, frames.Count, framesPerSecond));
                    Chunk(writer, "strf", () => Numbers(
                        writer, 40, first.Width, first.Height, 1 | (BitsPerPixel << 16), 0, size, 0, 0, 0, 0));
                });
            });
            List(writer, "LIST", "movi", () =>
            {
                foreach (RasterImage frame in frames)
                {
                    Chunk(writer, "00db", () => Frame(writer, frame, stride));
                }
            });
            Chunk(writer, "idx1", () => Index(writer, frames.Count, size));
        });
        return stream.ToArray();
    }

    private static void StreamHeader(BinaryWriter writer, RasterImage first, int size, int frames, int framesPerSecond)
    {
        writer.Write(Encoding.ASCII.GetBytes("vidsDIB "));
        Numbers(writer, 0, 0, 0, 1, framesPerSecond, 0, frames, size, -1, 0);
        writer.Write((short)0);
        writer.Write((short)0);
        writer.Write((short)first.Width);
        writer.Write((short)first.Height);
    }

    private static void Frame(BinaryWriter writer, RasterImage frame, int stride)
    {
        byte[] line = new byte[stride];
        for (int y = frame.Height - 1; y >= 0; y--)
        {
            for (int x = 0; x < frame.Width; x++)
            {
                (line[(x * 3) + 2], line[(x * 3) + 1], line[x * 3]) = frame[(y * frame.Width) + x];
            }

            writer.Write(line);
        }
    }

    private static void Index(BinaryWriter writer, int frames, int size)
    {
        for (int i = 0; i < frames; i++)
        {
            writer.Write(Encoding.ASCII.GetBytes("00db"));
            // Places count from the word movi; a chunk's name and length take eight bytes.
            Numbers(writer, IsKeyFrame, 4 + (i * (size + 8)), size);
        }
    }

    private static void List(BinaryWriter writer, string kind, string name, Action content) => Chunk(writer, kind, () =>
    {
        writer.Write(Encoding.ASCII.GetBytes(name));
        content();
    });

    private static void Chunk(BinaryWriter writer, string name, Action content)
    {
        writer.Write(Encoding.ASCII.GetBytes(name));
        writer.Write(0);
        long start = writer.BaseStream.Position;
        content();
        long end = writer.BaseStream.Position;
        writer.BaseStream.Position = start - 4;
        writer.Write((int)(end - start));
        writer.BaseStream.Position = end;
    }

    private static void Numbers(BinaryWriter writer, params ReadOnlySpan<int> numbers)
    {
        foreach (int number in numbers)
        {
            writer.Write(number);
        }
    }
}
