namespace HfEndpoints.Emulator.Models;

/// <summary>What to paint, whatever the server's API calls the settings.</summary>
/// <param name="Prompt">Its colours are painted; all else in it decides the shapes.</param>
/// <param name="NegativePrompt">Colours not to use.</param>
/// <param name="Seed">Other seeds give other pictures of the same prompt.</param>
/// <param name="Steps">The fewer, the grainier.</param>
/// <param name="Guidance">How strong the colours of the prompt are against the background; 0 mixes them half and half.</param>
internal sealed record Painting(string Prompt, string NegativePrompt = "", long Seed = 0, int Steps = 50, double Guidance = 7.5);

/// <summary>Paints a picture from a text: shapes in the colours it names, the same for the same text and seed.</summary>
internal static class ImagePainter
{
    private const int FewestShapes = 3;
    private const int MostShapes = 7;
    private const int Grain = 48;

    public static RasterImage Paint(Painting painting, int width, int height, double time = 0)
    {
        var random = new Random(unchecked((int)StableHash.Compute(painting.Seed, painting.Prompt, painting.NegativePrompt)));
        string[] unwanted = [.. Colours.In(painting.NegativePrompt)];
        string[] wanted = [.. Colours.In(painting.Prompt).Except(unwanted)];
        string[] others = [.. Colours.Names.Except(unwanted).Except(wanted)];
        (byte R, byte G, byte B) sky =
            others.Length > 0 ? Colours.Value(others[random.Next(others.Length)]) : ((byte)255, (byte)255, (byte)255);
        var image = new RasterImage(width, height);
        Fill(image, sky);
        int shapes = random.Next(FewestShapes, MostShapes + 1);
        for (int i = 0; i < shapes; i++)
        {
            (byte R, byte G, byte B) colour = wanted.Length > 0
                ? Colours.Value(wanted[i % wanted.Length])
                : ((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
            Draw(image, Mix(sky, colour, Math.Clamp((painting.Guidance / 10) + 0.5, 0, 1)), random, time);
        }

        Roughen(image, Grain / Math.Max(1, painting.Steps), random);
        return image;
    }

    private static void Fill(RasterImage image, (byte R, byte G, byte B) colour)
    {
        for (int i = 0; i < image.PixelCount; i++)
        {
            image[i] = colour;
        }
    }

    /// <summary>Draws a circle or a rectangle that wanders over the picture with time.</summary>
    private static void Draw(RasterImage image, (byte R, byte G, byte B) colour, Random random, double time)
    {
        double x = Wrap(random.NextDouble() + (time * (random.NextDouble() - 0.5))) * image.Width;
        double y = Wrap(random.NextDouble() + (time * (random.NextDouble() - 0.5))) * image.Height;
        double radius = (0.06 + (random.NextDouble() * 0.16)) * Math.Min(image.Width, image.Height);
        bool round = random.Next(2) == 1;
        for (int row = Math.Max(0, (int)(y - radius)); row < Math.Min(image.Height, y + radius); row++)
        {
            for (int column = Math.Max(0, (int)(x - radius)); column < Math.Min(image.Width, x + radius); column++)
            {
                if (!round || ((column - x) * (column - x)) + ((row - y) * (row - y)) <= radius * radius)
                {
                    image[(row * image.Width) + column] = colour;
                }
            }
        }
    }

    private static void Roughen(RasterImage image, int grain, Random random)
    {
        for (int i = 0; grain > 0 && i < image.Rgb.Length; i++)
        {
            image.Rgb[i] = (byte)Math.Clamp(image.Rgb[i] + random.Next(-grain, grain + 1), 0, 255);
        }
    }

    private static double Wrap(double value) => value - Math.Floor(value);

    private static (byte R, byte G, byte B) Mix((byte R, byte G, byte B) from, (byte R, byte G, byte B) to, double share) =>
        (Mix(from.R, to.R, share), Mix(from.G, to.G, share), Mix(from.B, to.B, share));

    private static byte Mix(byte from, byte to, double share) => (byte)Math.Round(from + ((to - from) * share));
}
