namespace HfEndpoints.Emulator.Models;

/// <summary>A Huffman table of a JPEG file: how many codes there are of each length from 1 to 16, and what they stand for.</summary>
internal sealed class JpegHuffman
{
    private const int Longest = 16;

    private readonly byte[] _symbols;
    private readonly int[] _firstCode = new int[Longest + 1];
    private readonly int[] _firstIndex = new int[Longest + 1];
    private readonly int[] _counts = new int[Longest + 1];

    public JpegHuffman(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        _symbols = symbols.ToArray();
        int code = 0;
        int index = 0;
        for (int length = 1; length <= Longest; length++)
        {
            _counts[length] = counts[length - 1];
            _firstCode[length] = code;
            _firstIndex[length] = index;
            index += _counts[length];
            code = (code + _counts[length]) << 1;
        }
    }

    /// <summary>Reads bits until they are a code.</summary>
    public byte Read(JpegBits bits)
    {
        int code = 0;
        for (int length = 1; length <= Longest; length++)
        {
            code = (code << 1) | bits.Next();
            int offset = code - _firstCode[length];
            if (offset < _counts[length] && offset >= 0)
            {
                return _symbols[_firstIndex[length] + offset];
            }
        }

        throw new ImageException("broken JPEG data");
    }
}
