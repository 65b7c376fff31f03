using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Tests;

/// <summary>The files were made, and checked, with other software.</summary>
public class PngTests
{
    private const string Interlaced =
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAIAAAF1CoEkAAAAS0lEQVR42g3BMQHAQAgEwRUREV9TIwIRJwIRX1NHBCKQg4RkBn5DwMbsizhoE/IoYzIxnsKx"
        + "9Ephq9oL/pgfuZfHuKDdOtSqzun7AXA8HU2PzKr2AAAAAElFTkSuQmCC";
    private const string WithAlpha =
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHUlEQVR42mNkYGA4YcQgwoCMWRhsRBgYGFAxhYIAKXEEcm1ai1IAAAAASUVORK5CYII=";
    private const string EveryFilter =
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAIAAAACDbGyAAAAMUlEQVR42mNgYGAwYhBJYdCYxmBzgiGAkcFGBMiHIyYgHxkxM1RoSMqJwBELSJgBgQCAAQgr"
        + "6e9IwwAAAABJRU5ErkJggg==";
    private const string SixteenBits =
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFEAIAAABSnW3xAAAAXklEQVR42hXJMREAMQgF0XTfQERcTY2IE4EIRKSmPhERETmRcMsw7JC8MdRj7FTQR0Vdh74a"
        + "fU7YgaAOO3BoNCdgtJ8JFA04GXgDRl8+N1s04a3VfAGjwVyg6IKvPv1ZlR9asSM/ygAAAABJRU5ErkJggg==";
    private const string FourBitPalette =
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADBAMAAACpGNjLAAAALVBMVEUAAAAyABRkACiWADzIAFAAPBQyPChkPDyWPFDIPGQAeCgyeDxkeFCWeGTIeHjDRC79"
        + "AAAAFElEQVR42mNgVHZgCKuYwLD67AMAECoEGyVIIHIAAAAASUVORK5CYII=";
    private const string OneBitGrey = "iVBORw0KGgoAAAANSUhEUgAAAAUAAAACAQAAAAC4ESvwAAAADElEQVR42mNYwRAAAAJMAPmwatDXAAAAAElFTkSuQmCC";

    [Theory]
    [InlineData(Interlaced, 5)]
    [InlineData(WithAlpha, 5)]
    [InlineData(EveryFilter, 5)]
    [InlineData(SixteenBits, 5)]
    [InlineData(FourBitPalette, 3)]
    public void EveryLayoutOfPixelsIsRead(string base64, int height)
    {
        RasterImage image = ImageReader.Read(Convert.FromBase64String(base64));

        Assert.Equal((5, height), (image.Width, image.Height));
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < 5; x++)
            {
                Assert.Equal(((byte)(x * 50), (byte)(y * 60), (byte)((x + y) * 20)), image[(y * 5) + x]);
            }
        }
    }

    [Fact]
    public void BitsAreBlackAndWhite()
    {
        RasterImage image = ImageReader.Read(Convert.FromBase64String(OneBitGrey));

        Assert.Equal([255, 0, 255, 0, 255, 0, 255, 0, 255, 0], Enumerable.Range(0, 10).Select(pixel => (int)image[pixel].R));
    }

    [Fact]
    public void WhatIsWrittenIsReadAgain()
    {
        RasterImage image = ImagePainter.Paint(new Painting("a red and blue sea", Steps: 1), 40, 24);

        RasterImage again = ImageReader.Read(PngFile.Write(image));

        Assert.Equal((40, 24), (again.Width, again.Height));
        Assert.Equal(image.Rgb, again.Rgb);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(60)]
    public void ADamagedFileIsRefused(int place)
    {
        byte[] cut = Convert.FromBase64String(Interlaced)[..place];

        Assert.Throws<ImageException>(() => ImageReader.Read(cut));
    }

    [Theory]
    [InlineData("red", 220, 30, 30)]
    [InlineData("brown", 120, 70, 30)]
    [InlineData("pink", 255, 182, 193)]
    [InlineData("gray", 120, 125, 122)]
    [InlineData("black", 10, 12, 20)]
    public void AColourHasAName(string name, byte red, byte green, byte blue) => Assert.Equal(name, Colours.Name((red, green, blue)));

    [Fact]
    public void EveryNamedColourIsCalledByItsName() =>
        Assert.All(Colours.Names, name => Assert.Equal(name, Colours.Name(Colours.Value(name))));
}
