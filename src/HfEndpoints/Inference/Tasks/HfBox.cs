using System.Globalization;

namespace HfEndpoints;

/// <summary>A part of an image, in pixels from its upper left corner.</summary>
public sealed class HfBox
{
    /// <summary>Its left edge.</summary>
    public required double XMin { get; init; }

    /// <summary>Its upper edge.</summary>
    public required double YMin { get; init; }

    /// <summary>Its right edge.</summary>
    public required double XMax { get; init; }

    /// <summary>Its lower edge.</summary>
    public required double YMax { get; init; }

    /// <summary>The corners.</summary>
    /// <returns>Such as <c>12,8 - 90,64</c>.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{XMin:0.##},{YMin:0.##} - {XMax:0.##},{YMax:0.##}");
}
