using System.IO.Compression;
using ZstdSharp;

namespace HfEndpoints.Client.Batches;

/// <summary>Files of jobs that are compressed, known by their first bytes. They are decompressed while they are read.</summary>
internal static class CompressedInput
{
    /// <summary>The content of a file, decompressed if it is compressed with gzip or Zstandard.</summary>
    /// <param name="file">The file, at its beginning.</param>
    /// <param name="path">Its name in messages.</param>
    /// <param name="start">Its first bytes.</param>
    /// <returns>The content; null if the file is not compressed.</returns>
    public static Stream? TryOpen(FileStream file, string path, ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? new WholeStream(OpenGzip(file), path)
        : start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) ? OpenZstandard(file, path)
        : null;

    /// <summary>The name of a file without the extension of its compression.</summary>
    public static string WithoutExtension(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".gz" or ".zst" or ".zstd" ? path[..^Path.GetExtension(path).Length] : path;

    private static GZipStream OpenGzip(FileStream file) => new(new SealedStream(file), CompressionMode.Decompress);

    // In a method of its own, so that the library is loaded only for such a file. .NET has Zstandard itself only from version 11 on.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WholeStream OpenZstandard(FileStream file, string path) =>
        new(new ZstandardStream(file), path, isSealed: false);

    /// <summary>A file of Zstandard. Nothing else refers to the library.</summary>
    private sealed class ZstandardStream(FileStream file) : ReadingStream(new DecompressionStream(file, leaveOpen: false))
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            catch (ZstdException exception)
            {
                throw new InvalidDataException(exception.Message, exception);
            }
        }
    }

    /// <summary>
    /// A file of gzip and the seal behind it. GZipStream ends without an error where its input breaks off, and jobs would be missing;
    /// but then it does not find the seal.
    /// </summary>
    private sealed class SealedStream(FileStream file) : ReadingStream(file)
    {
        private readonly MemoryStream _seal = new(Compress(WholeStream.Seal));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            return count > 0 || buffer.Length == 0 ? count : _seal.Read(buffer.Span);
        }

        private static byte[] Compress(ReadOnlySpan<byte> bytes)
        {
            var compressed = new MemoryStream();
            using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            {
                gzip.Write(bytes);
            }

            return compressed.ToArray();
        }
    }

    /// <summary>What was compressed, without the seal. It is an error if that is not whole.</summary>
    private sealed class WholeStream(Stream inner, string path, bool isSealed = true) : ReadingStream(inner)
    {
        private readonly int _held = isSealed ? Seal.Length : 0;
        private readonly byte[] _buffer = new byte[64 * 1024];
        private int _start;
        private int _end;

        public static ReadOnlySpan<byte> Seal => "\0end of the jobs\0"u8;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (_end - _start <= _held)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
                int read = await ReadInnerAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return !isSealed || _buffer.AsSpan(0, _end).SequenceEqual(Seal) ? 0 : throw Damaged("it breaks off", null);
                }

                _end += read;
            }

            int count = Math.Min(buffer.Length, _end - _start - _held);
            _buffer.AsSpan(_start, count).CopyTo(buffer.Span);
            _start += count;
            return count;
        }

        private async ValueTask<int> ReadInnerAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            try
            {
                return await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
            {
                throw Damaged(exception.Message.TrimEnd('.'), exception);
            }
        }

        private HfException Damaged(string reason, Exception? cause) => new(
            HfErrorKind.InvalidFile, $"'{path}' can't be decompressed to its end: {reason}. Copy or compress the file again.", cause);
    }
}
