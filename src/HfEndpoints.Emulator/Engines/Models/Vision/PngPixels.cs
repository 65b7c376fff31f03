namespace HfEndpoints.Emulator.Models;

/// <summary>Turns the rows of a PNG file into pixels: takes the filters off, then the bit depth, then the palette.</summary>
internal static class PngPixels
{
    public static byte[] Unpack(PngHeader header, byte[] data, byte[] palette)
    {
        byte[] rgb = new byte[header.Width * header.Height * RasterImage.BytesPerPixel];
        int position = 0;
        foreach (PngHeader.Pass pass in header.Passes())
        {
            int columns = header.Columns(pass);
            byte[] above = new byte[header.Stride(pass)];
            for (int row = 0; columns > 0 && row < header.Rows(pass); row++)
            {
                byte filter = data[position++];
                byte[] line = data.AsSpan(position, above.Length).ToArray();
                position += above.Length;
                Unfilter(filter, line, above, Math.Max(1, header.Channels * header.BitDepth / 8));
                int start = ((pass.Y + (row * pass.StepY)) * header.Width) + pass.X;
                for (int column = 0; column < columns; column++)
                {
                    Write(header, line, column, palette, rgb.AsSpan((start + (column * pass.StepX)) * RasterImage.BytesPerPixel));
                }

                above = line;
            }
        }

        return rgb;
    }

    private static void Unfilter(byte filter, byte[] line, byte[] above, int pixel)
    {
        for (int i = 0; i < line.Length; i++)
        {
            int left = i >= pixel ? line[i - pixel] : 0;
            int corner = i >= pixel ? above[i - pixel] : 0;
            line[i] += (byte)(filter switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                4 => Paeth(left, above[i], corner),
                _ => throw new ImageException("broken PNG filter"),
            });
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        int guess = left + above - corner;
        (int toLeft, int toAbove, int toCorner) = (Math.Abs(guess - left), Math.Abs(guess - above), Math.Abs(guess - corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }

    private static void Write(PngHeader header, byte[] line, int column, byte[] palette, Span<byte> pixel)
    {
        int first = Sample(header, line, column * header.Channels);
        if (header.ColourType == PngHeader.Palette)
        {
            if ((first * 3) + 3 > palette.Length)
            {
                throw new ImageException("broken PNG palette");
            }

            palette.AsSpan(first * 3, 3).CopyTo(pixel);
            return;
        }

        pixel[0] = Scale(header, first);
        pixel[1] = header.IsGrey ? pixel[0] : Scale(header, Sample(header, line, (column * header.Channels) + 1));
        pixel[2] = header.IsGrey ? pixel[0] : Scale(header, Sample(header, line, (column * header.Channels) + 2));
    }

    private static int Sample(PngHeader header, byte[] line, int index)
    {
        if (header.BitDepth >= 8)
        {
            // Of 16 bits the upper 8 are all that is kept.
            return line[index * header.BitDepth / 8];
        }

        int bit = index * header.BitDepth;
        return (line[bit / 8] >> (8 - header.BitDepth - (bit % 8))) & ((1 << header.BitDepth) - 1);
    }

    private static byte Scale(PngHeader header, int sample) =>
        header.BitDepth >= 8 ? (byte)sample : (byte)(sample * 255 / ((1 << header.BitDepth) - 1));
}
