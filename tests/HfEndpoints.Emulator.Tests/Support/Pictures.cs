using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Tests;

/// <summary>Pictures to ask about.</summary>
internal static class Pictures
{
    /// <summary>96 by 64, white, with a red rectangle from (10, 10) to (40, 30) and a blue one from (60, 40) to (70, 50).</summary>
    public static byte[] Shapes { get; } = Paint();

    public static string ShapesBase64 { get; } = Convert.ToBase64String(Shapes);

    private static byte[] Paint()
    {
        var image = new RasterImage(96, 64);
        for (int pixel = 0; pixel < image.PixelCount; pixel++)
        {
            image[pixel] = (pixel % 96, pixel / 96) switch
            {
                ( >= 10 and < 40, >= 10 and < 30) => (220, 20, 20),
                ( >= 60 and < 70, >= 40 and < 50) => (20, 40, 220),
                _ => (255, 255, 255),
            };
        }

        return PngFile.Write(image);
    }
}
