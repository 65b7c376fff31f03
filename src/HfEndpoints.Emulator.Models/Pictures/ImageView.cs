namespace HfEndpoints.Emulator.Models;

/// <summary>Connected pixels whose colour has one name. The box's right and lower edges are outside.</summary>
internal sealed record Region(string Colour, IReadOnlyList<int> Pixels, int Left, int Top, int Right, int Bottom)
{
    public int Area => Pixels.Count;

    /// <summary>How much of its box the region fills: 1 for a rectangle.</summary>
    public double Fill => (double)Area / ((Right - Left) * (Bottom - Top));
}

/// <summary>What is to be seen in a picture: areas of a colour, before a background.</summary>
internal sealed class ImageView
{
    private const double SmallestShare = 0.001;
    private const int SmallestArea = 4;
    private readonly RasterImage _image;
    private readonly string[] _names;

    public ImageView(RasterImage image)
    {
        _image = image;
        _names = [.. Enumerable.Range(0, image.PixelCount).Select(pixel => Colours.Name(image[pixel]))];
        Shares =
        [
            .. _names.CountBy(name => name)
                .Select(pair => new LabelScore(pair.Key, (double)pair.Value / _names.Length))
                .OrderByDescending(share => share.Score)
                .ThenBy(share => share.Label, StringComparer.Ordinal),
        ];
        Background = Border().CountBy(pixel => _names[pixel]).MaxBy(pair => pair.Value).Key;
        Objects = [.. Find().OrderByDescending(region => region.Area)];
    }

    public int Width => _image.Width;
    public int Height => _image.Height;
    public IReadOnlyList<string> Texts => _image.Texts;

    /// <summary>How much of the picture each colour covers, the most first; they sum to 1.</summary>
    public IReadOnlyList<LabelScore> Shares { get; }

    /// <summary>The colour that the picture's edge has most.</summary>
    public string Background { get; }

    /// <summary>The areas before the background, the largest first.</summary>
    public IReadOnlyList<Region> Objects { get; }

    /// <summary>From 0, black, to 1, white.</summary>
    public double Brightness => _image.Rgb.Average(value => value / 255.0);

    /// <summary>How much of the picture a colour covers, from 0 to 1.</summary>
    public double Share(string colour) => Shares.FirstOrDefault(share => share.Label == colour)?.Score ?? 0;
    public IReadOnlyList<int> PixelsOf(string colour) => [.. Enumerable.Range(0, _names.Length).Where(pixel => _names[pixel] == colour)];

    /// <summary>How near each pixel is to the middle colour of all of them: 1 is the same.</summary>
    public IReadOnlyList<double> Closeness(IReadOnlyList<int> pixels)
    {
        double red = pixels.Average(pixel => (double)_image[pixel].R);
        double green = pixels.Average(pixel => (double)_image[pixel].G);
        double blue = pixels.Average(pixel => (double)_image[pixel].B);
        return [.. pixels.Select(pixel =>
            1 - ((Math.Abs(_image[pixel].R - red) + Math.Abs(_image[pixel].G - green) + Math.Abs(_image[pixel].B - blue)) / 765))];
    }

    public string Describe()
    {
        string size = $"a {Width} by {Height} pixel image";
        string[] colours = [.. Objects.Select(region => region.Colour).Distinct()];
        string[] things = [.. colours.Select(colour => Things(colour, Objects.Count(region => region.Colour == colour)))];
        return things switch
        {
            [] => $"{size}, all {Background}",
            [string one] => $"{size} with {one} on a {Background} background",
            _ => $"{size} with {string.Join(", ", things[..^1])} and {things[^1]} on a {Background} background",
        };
    }

    private static string Things(string colour, int count) =>
        count == 1 ? $"{(colour[0] == 'o' ? "an" : "a")} {colour} area" : $"{count} {colour} areas";

    private IEnumerable<int> Border()
    {
        for (int x = 0; x < Width; x++)
        {
            yield return x;
            yield return ((Height - 1) * Width) + x;
        }

        for (int y = 0; y < Height; y++)
        {
            yield return y * Width;
            yield return (y * Width) + Width - 1;
        }
    }

    private IEnumerable<Region> Find()
    {
        bool[] seen = new bool[_names.Length];
        var open = new Stack<int>();
        int smallest = Math.Max(SmallestArea, (int)(_names.Length * SmallestShare));
        for (int start = 0; start < _names.Length; start++)
        {
            if (seen[start] || _names[start] == Background)
            {
                continue;
            }

            List<int> pixels = Flood(start, seen, open);
            if (pixels.Count >= smallest)
            {
                yield return new Region(
                    _names[start], pixels, pixels.Min(pixel => pixel % Width), pixels.Min(pixel => pixel / Width),
                    pixels.Max(pixel => pixel % Width) + 1, pixels.Max(pixel => pixel / Width) + 1);
            }
        }
    }

    private List<int> Flood(int start, bool[] seen, Stack<int> open)
    {
        var pixels = new List<int>();
        seen[start] = true;
        open.Push(start);
        while (open.TryPop(out int pixel))
        {
            pixels.Add(pixel);
            int x = pixel % Width;
            Visit(pixel - 1, x > 0);
            Visit(pixel + 1, x < Width - 1);
            Visit(pixel - Width, pixel >= Width);
            Visit(pixel + Width, pixel < _names.Length - Width);
        }

        return pixels;

        void Visit(int next, bool exists)
        {
            if (exists && !seen[next] && _names[next] == _names[start])
            {
                seen[next] = true;
                open.Push(next);
            }
        }
    }
}
