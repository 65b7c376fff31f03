using System.Text;
using CsCheck;
using Parquet;
using Parquet.Schema;
using Parquet.Serialization;

namespace HfEndpoints.Fuzz;

/// <summary>Files of jobs that other libraries read: however they are broken, they are read or refused.</summary>
public sealed class JobFileTests
{
    private static readonly byte[] s_lines = Encoding.UTF8.GetBytes(string.Concat(
        Enumerable.Range(0, 40).Select(i => $$"""{"id":"job-{{i}}","prompt":"I am {{i}}"}""" + "\n")));

    [Fact]
    public Task GzipIsReadOrRefused() => BreakAsync(Packing.Pack(s_lines, "gzip"));

    [Fact]
    public Task ZstandardIsReadOrRefused()
    {
        using var compressor = new ZstdSharp.Compressor();
        return BreakAsync(compressor.Wrap(s_lines).ToArray());
    }

    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.LZ4)]
    public async Task ParquetIsReadOrRefused(CompressionMethod compression)
    {
        var schema = new ParquetSchema(
            new DataField<long>("id"), new DataField<string>("prompt"), new DataField<int?>("parameters.top_k"),
            new DataField<double?>("parameters.top_p"), new DataField<bool>("parameters.do_sample"));
        Dictionary<string, object?>[] rows =
        [
            .. Enumerable.Range(0, 20).Select(i => new Dictionary<string, object?>
            {
                ["id"] = (long)i,
                ["prompt"] = i % 7 == 0 ? null : $"I am {i % 3}",
                ["parameters.top_k"] = i % 2 == 1 ? i : null,
                ["parameters.top_p"] = i % 5 == 1 ? 0.5 : null,
                ["parameters.do_sample"] = i > 9,
            }),
        ];
        using var file = new MemoryStream();
        await ParquetSerializer.SerializeUntypedAsync(
            rows, schema, file, new ParquetOptions { RowGroupSize = 8, CompressionMethod = compression });
        await BreakAsync(file.ToArray());
    }

    // Some bytes are others, some are missing, and the rest may be.
    private static Task BreakAsync(byte[] file)
    {
        Gen<(int Place, byte Value, bool IsMissing)[]> changes =
            Gen.Select(
                Gen.Int[0, file.Length - 1],
                Gen.OneOf(Gen.Byte, Gen.OneOf<byte>(0, 1, 0x7F, 0x80, 0xFF)),
                Gen.Int[0, 9].Select(number => number == 0)).Array[0, 4];
        return Gen.Select(changes, Gen.OneOf(Gen.Const(file.Length), Gen.Int[0, file.Length])).TryAsync(
            300,
            drawn =>
            {
                List<byte> bytes = [.. file];
                foreach ((int place, byte value, bool isMissing) in drawn.Item1.OrderByDescending(change => change.Place))
                {
                    bytes[place] = value;
                    if (isMissing)
                    {
                        bytes.RemoveAt(place);
                    }
                }

                return Target.RunAsync("batches", [.. bytes.Take(drawn.Item2)]);
            });
    }
}
