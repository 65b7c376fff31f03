using System.Buffers.Binary;

namespace HfEndpoints.Emulator.Models;

/// <summary>Reads baseline JPEG files, gray or in colour, with any sampling and restart marks.</summary>
internal sealed class JpegReader
{
    public const int BlockSide = 8;

    private const int BlockLength = BlockSide * BlockSide;
    private const int Tables = 4;

    private readonly byte[] _data;
    private readonly int[]?[] _quantization = new int[]?[Tables];
    private readonly JpegHuffman?[] _dc = new JpegHuffman?[Tables];
    private readonly JpegHuffman?[] _ac = new JpegHuffman?[Tables];
    private JpegComponent[] _components = [];
    private int _width;
    private int _height;
    private int _restart;

    private JpegReader(byte[] data) => _data = data;

    /// <summary>The picture, or null when the file is of another kind, such as a progressive one.</summary>
    public static RasterImage? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new JpegReader(bytes.ToArray()).Read();
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentException)
        {
            // A length or a table's number that leads out of the file or of the tables.
            throw Broken();
        }
    }

    private RasterImage? Read()
    {
        for (int position = 2; position + 4 <= _data.Length;)
        {
            byte marker = _data[position + 1];
            int length = BinaryPrimitives.ReadUInt16BigEndian(_data.AsSpan(position + 2));
            ReadOnlySpan<byte> content = _data.AsSpan(position + 4, length - 2);
            position += 2 + length;
            switch (marker)
            {
                case 0xDB:
                    ReadQuantization(content);
                    break;
                case 0xC4:
                    ReadHuffman(content);
                    break;
                case 0xC0 or 0xC1 when content[0] == 8:
                    ReadFrame(content);
                    break;
                case >= 0xC0 and <= 0xCF and not 0xC8 and not 0xCC:
                    return null;
                case 0xDD:
                    _restart = BinaryPrimitives.ReadUInt16BigEndian(content);
                    break;
                case 0xDA:
                    return ReadScan(content, position) ? ToImage() : null;
                default:
                    break;
            }
        }

        throw new ImageException("image file is truncated");
    }

    private void ReadQuantization(ReadOnlySpan<byte> content)
    {
        while (content.Length > 0)
        {
            bool wide = content[0] >> 4 == 1;
            int[] table = new int[BlockLength];
            for (int i = 0; i < BlockLength; i++)
            {
                table[i] = wide ? BinaryPrimitives.ReadUInt16BigEndian(content[(1 + (2 * i))..]) : content[1 + i];
            }

            _quantization[content[0] & 0xF] = table;
            content = content[(1 + (wide ? 2 * BlockLength : BlockLength))..];
        }
    }

    private void ReadHuffman(ReadOnlySpan<byte> content)
    {
        while (content.Length > 0)
        {
            int symbols = 0;
            foreach (byte count in content.Slice(1, 16))
            {
                symbols += count;
            }

            JpegHuffman?[] tables = content[0] >> 4 == 0 ? _dc : _ac;
            tables[content[0] & 0xF] = new JpegHuffman(content.Slice(1, 16), content.Slice(17, symbols));
            content = content[(17 + symbols)..];
        }
    }

    private void ReadFrame(ReadOnlySpan<byte> content)
    {
        (_height, _width) = (BinaryPrimitives.ReadUInt16BigEndian(content[1..]), BinaryPrimitives.ReadUInt16BigEndian(content[3..]));
        _components = new JpegComponent[content[5]];
        for (int i = 0; i < _components.Length; i++)
        {
            ReadOnlySpan<byte> part = content.Slice(6 + (3 * i), 3);
            // A channel by itself is stored block by block, whatever its sampling.
            bool alone = _components.Length == 1;
            _components[i] = new JpegComponent(part[0], alone ? 1 : part[1] >> 4, alone ? 1 : part[1] & 0xF, part[2]);
        }
    }

    /// <summary>Reads the one scan that all channels of a baseline file share; false for files that split them.</summary>
    private bool ReadScan(ReadOnlySpan<byte> content, int start)
    {
        if (content[0] != _components.Length || _components.Length is not (1 or 3))
        {
            return false;
        }

        for (int i = 0; i < _components.Length; i++)
        {
            byte id = content[1 + (2 * i)];
            JpegComponent component = Array.Find(_components, candidate => candidate.Id == id) ?? throw Broken();
            component.DcTable = content[2 + (2 * i)] >> 4;
            component.AcTable = content[2 + (2 * i)] & 0xF;
        }

        int across = Units(_width, _components.Max(component => component.Horizontal));
        int down = Units(_height, _components.Max(component => component.Vertical));
        Array.ForEach(_components, component => component.Allocate(across, down));
        var bits = new JpegBits(_data, start);
        for (int unit = 0; unit < across * down; unit++)
        {
            if (_restart > 0 && unit > 0 && unit % _restart == 0)
            {
                bits.Restart();
                Array.ForEach(_components, component => component.LastDc = 0);
            }

            Array.ForEach(_components, component => ReadUnit(bits, component, unit % across, unit / across));
        }

        return true;
    }

    private static int Units(int size, int blocks) => (size + (blocks * BlockSide) - 1) / (blocks * BlockSide);

    private void ReadUnit(JpegBits bits, JpegComponent component, int column, int row)
    {
        for (int block = 0; block < component.Horizontal * component.Vertical; block++)
        {
            int x = ((column * component.Horizontal) + (block % component.Horizontal)) * BlockSide;
            int y = ((row * component.Vertical) + (block / component.Horizontal)) * BlockSide;
            JpegTransform.Write(ReadBlock(bits, component), component.Samples.AsSpan((y * component.Stride) + x), component.Stride);
        }
    }

    private float[] ReadBlock(JpegBits bits, JpegComponent component)
    {
        float[] block = new float[BlockLength];
        int[] scale = _quantization[component.Quantization] ?? throw Broken();
        JpegHuffman dc = _dc[component.DcTable] ?? throw Broken();
        JpegHuffman ac = _ac[component.AcTable] ?? throw Broken();
        component.LastDc += bits.Signed(dc.Read(bits));
        block[0] = component.LastDc * scale[0];
        for (int i = 1; i < BlockLength; i++)
        {
            byte symbol = ac.Read(bits);
            (int zeros, int length) = (symbol >> 4, symbol & 0xF);
            if (length == 0 && zeros != 15)
            {
                break;
            }

            i += zeros;
            block[JpegTransform.Order[i]] = bits.Signed(length) * scale[i];
        }

        return block;
    }

    private RasterImage ToImage()
    {
        var image = new RasterImage(_width, _height);
        int horizontal = _components.Max(component => component.Horizontal);
        int vertical = _components.Max(component => component.Vertical);
        for (int pixel = 0; pixel < image.PixelCount; pixel++)
        {
            (int x, int y) = (pixel % _width, pixel / _width);
            byte light = Sample(_components[0]);
            image[pixel] = _components.Length == 1 ? (light, light, light) : Colour(light, Sample(_components[1]) - 128, Sample(_components[2]) - 128);

            byte Sample(JpegComponent component) =>
                component.Samples[(y * component.Vertical / vertical * component.Stride) + (x * component.Horizontal / horizontal)];
        }

        return image;
    }

    private static (byte R, byte G, byte B) Colour(int light, int blue, int red) =>
        (Byte(light + (1.402 * red)), Byte(light - (0.344136 * blue) - (0.714136 * red)), Byte(light + (1.772 * blue)));

    private static ImageException Broken() => new("broken JPEG data");

    private static byte Byte(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
