namespace HfEndpoints.Emulator.Models;

/// <summary>The bits of a JPEG scan, without the zeros stuffed after bytes of ones.</summary>
internal sealed class JpegBits(byte[] data, int start)
{
    private int _position = start;
    private int _byte;
    private int _left;

    public int Next()
    {
        if (_left == 0)
        {
            // At the end of a scan, or of a file that was cut, the rest counts as zeros, as with other readers.
            bool atMarker = _position >= data.Length || (data[_position] == 0xFF && _position + 1 < data.Length && data[_position + 1] != 0);
            _byte = atMarker ? 0 : data[_position++];
            _position += !atMarker && _byte == 0xFF ? 1 : 0;
            _left = 8;
        }

        return (_byte >> --_left) & 1;
    }

    /// <summary>A number of a length in bits; those that begin with 0 are negative.</summary>
    public int Signed(int length)
    {
        int value = 0;
        for (int i = 0; i < length; i++)
        {
            value = (value << 1) | Next();
        }

        return length == 0 || value >= 1 << (length - 1) ? value : value - (1 << length) + 1;
    }

    /// <summary>Goes on after the next restart mark.</summary>
    public void Restart()
    {
        _left = 0;
        while (_position + 1 < data.Length && !(data[_position] == 0xFF && data[_position + 1] is >= 0xD0 and <= 0xD7))
        {
            _position++;
        }

        _position += 2;
    }
}
