namespace HfEndpoints.Emulator.Models;

/// <summary>How the pixels of a PNG file are laid out.</summary>
internal sealed record PngHeader(int Width, int Height, int BitDepth, int ColourType, bool IsInterlaced)
{
    public const int Palette = 3;

    private static readonly Pass[] s_interlaced =
        [new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2)];

    private static readonly Pass[] s_whole = [new(0, 0, 1, 1)];

    /// <summary>Numbers a pixel; 0 for a colour type that does not exist.</summary>
    public int Channels => ColourType switch
    {
        0 or Palette => 1,
        2 => 3,
        4 => 2,
        6 => 4,
        _ => 0,
    };

    public bool IsGrey => ColourType is 0 or 4;

    /// <summary>The parts the picture comes in: one, or the seven of an interlaced file.</summary>
    public IReadOnlyList<Pass> Passes() => IsInterlaced ? s_interlaced : s_whole;

    /// <summary>The bytes of a row in a pass, without the byte that names the filter.</summary>
    public int Stride(Pass pass) => ((Columns(pass) * Channels * BitDepth) + 7) / 8;

    /// <summary>The bytes of a pass, filters included.</summary>
    public int PassLength(Pass pass) => Columns(pass) == 0 ? 0 : Rows(pass) * (Stride(pass) + 1);

    public int Columns(Pass pass) => Math.Max(0, (Width - pass.X + pass.StepX - 1) / pass.StepX);

    public int Rows(Pass pass) => Math.Max(0, (Height - pass.Y + pass.StepY - 1) / pass.StepY);

    /// <summary>Where a pass's pixels lie in the picture.</summary>
    internal sealed record Pass(int X, int Y, int StepX, int StepY);
}
