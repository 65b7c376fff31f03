using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Tests;

/// <summary>The files were made, and their colours read, with other software: a red square on white, 45 by 30.</summary>
public class JpegTests
{
    private const string Whole =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEPERETFhwXExQaFRERGCEYGh0dHx8fExciJCIeJBweHx7/"
        + "2wBDAQUFBQcGBw4ICA4eFBEUHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh7/wAARCAAeAC0DAREAAhEBAxEB/8QA"
        + "FgABAQEAAAAAAAAAAAAAAAAAAAkI/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/EABYBAQEBAAAAAAAAAAAAAAAAAAAGCP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/"
        + "2gAMAwEAAhEDEQA/ANlgAAAAAAnOiWoAFGFsy+AAAnOiWoAFGFsy+AAAAAAAA//Z";
    private const string HalvedColour =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEPERETFhwXExQaFRERGCEYGh0dHx8fExciJCIeJBweHx7/"
        + "2wBDAQUFBQcGBw4ICA4eFBEUHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh7/wAARCAAeAC0DASIAAhEBAxEB/8QA"
        + "FgABAQEAAAAAAAAAAAAAAAAAAAkI/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/EABYBAAMAAAAAAAAAAAAAAAAAAAAEBv/EACERAAEDAQkAAAAAAAAAAAAAABEA"
        + "BBIGARMUFSIjQVFh/9oADAMBAAIRAxEAPwDZYJzkXjzDR0kqopum87vd2EBwST7Z0qMCc6jAZvMTLSAipKbyS63ZzPAAHtvaAHlLonOowEXjPEx1AKopupMk"
        + "vdqcxyAD5b2pzqMAGbPDS1EoqSpM7utqEDySR5Z0gB5S6//Z";
    private const string Grey =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEPERETFhwXExQaFRERGCEYGh0dHx8fExciJCIeJBweHx7/"
        + "wAALCAAeAC0BAREA/8QAFgABAQEAAAAAAAAAAAAAAAAAAAkI/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQAAPwDZYACc4owAnOKMAAA//9k=";
    private const string Progressive =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEPERETFhwXExQaFRERGCEYGh0dHx8fExciJCIeJBweHx7/"
        + "2wBDAQUFBQcGBw4ICA4eFBEUHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh7/wgARCAAeAC0DASIAAhEBAxEB/8QA"
        + "FgABAQEAAAAAAAAAAAAAAAAAAAgH/8QAFgEAAwAAAAAAAAAAAAAAAAAAAAMF/9oADAMBAAIQAxAAAAHZSc0VKMTnRgA+WnOjCKk50YAD5f8A/8QAFBABAAAA"
        + "AAAAAAAAAAAAAAAAQP/aAAgBAQABBQJH/8QAGhEAAgMBAQAAAAAAAAAAAAAABRESFCIAEP/aAAgBAwEBPwEaNuy0lxIbSjpvwaSpSy3xIldjlLz/xAAZEQAC"
        + "AwEAAAAAAAAAAAAAAAADEQATIRD/2gAIAQIBAT8BMatZAmsecMGxbAhre8//xAAUEAEAAAAAAAAAAAAAAAAAAABA/9oACAEBAAY/Akf/xAAUEAEAAAAAAAAA"
        + "AAAAAAAAAABA/9oACAEBAAE/IUf/2gAMAwEAAgADAAAAEPPPPPPP/8QAGxEBAAEFAQAAAAAAAAAAAAAAEQEAQVFhcRD/2gAIAQMBAT8Q4fsq7jFdP2ANznzh"
        + "+4Dqc10/dU1GPP/EABcRAAMBAAAAAAAAAAAAAAAAAAARURD/2gAIAQIBAT8QpGQiyERSPP/EABQQAQAAAAAAAAAAAAAAAAAAAED/2gAIAQEAAT8QR//Z";

    [Theory]
    [InlineData(Whole, 220, 20, 20, 255, 255, 255)]
    [InlineData(HalvedColour, 215, 20, 34, 255, 252, 253)]
    [InlineData(Grey, 80, 80, 80, 255, 255, 255)]
    [InlineData(Progressive, 215, 20, 34, 255, 252, 253)]
    public void AFileIsRead(string base64, int red, int green, int blue, int cornerRed, int cornerGreen, int cornerBlue)
    {
        RasterImage image = ImageReader.Read(Convert.FromBase64String(base64));

        Assert.Equal((45, 30), (image.Width, image.Height));
        AssertNear((red, green, blue), image[(15 * 45) + 15]);
        AssertNear((cornerRed, cornerGreen, cornerBlue), image[0]);
        AssertNear((255, 255, 255), image[image.PixelCount - 1]);
    }

    [Fact]
    public void AFileWithoutItsHeaderIsRefused() =>
        Assert.Throws<ImageException>(() => ImageReader.Read(Convert.FromBase64String(Whole)[..40]));

    // Readers differ in how they blend halved colours at edges.
    private static void AssertNear((int R, int G, int B) expected, (byte R, byte G, byte B) actual)
    {
        Assert.InRange(actual.R, expected.R - 6, expected.R + 6);
        Assert.InRange(actual.G, expected.G - 6, expected.G + 6);
        Assert.InRange(actual.B, expected.B - 6, expected.B + 6);
    }
}
