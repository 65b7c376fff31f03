namespace HfEndpoints.Emulator.Models;

/// <summary>Pixels that hang together and have a colour of one name. The box's right and lower edges are outside.</summary>
internal sealed record Region(string Colour, IReadOnlyList<int> Pixels, int Left, int Top, int Right, int Bottom)
{
    public int Area => Pixels.Count;

    /// <summary>How much of its box the region fills: 1 for a rectangle.</summary>
    public double Fill => (double)Area / ((Right - Left) * (Bottom - Top));
}
