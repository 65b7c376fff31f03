namespace HfEndpoints.Emulator.Models;

/// <summary>A channel of a JPEG picture: its sampling, its tables and the samples read so far.</summary>
internal sealed class JpegComponent(byte id, int horizontal, int vertical, int quantization)
{
    public byte Id { get; } = id;

    /// <summary>Blocks a unit of the scan has across.</summary>
    public int Horizontal { get; } = horizontal;

    /// <summary>Blocks a unit of the scan has down.</summary>
    public int Vertical { get; } = vertical;

    public int Quantization { get; } = quantization;

    public int DcTable { get; set; }

    public int AcTable { get; set; }

    /// <summary>The last block's mean, from which the next one's is told.</summary>
    public int LastDc { get; set; }

    public int Stride { get; private set; }

    public byte[] Samples { get; private set; } = [];

    public void Allocate(int unitsAcross, int unitsDown)
    {
        Stride = unitsAcross * Horizontal * JpegReader.BlockSide;
        Samples = new byte[Stride * unitsDown * Vertical * JpegReader.BlockSide];
    }
}
