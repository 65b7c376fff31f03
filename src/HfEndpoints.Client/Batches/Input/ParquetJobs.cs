using Parquet;
using Parquet.Schema;

namespace HfEndpoints.Client.Batches;

/// <summary>
/// Reads jobs from a Parquet file, a row group at a time. The columns mean what they mean in a CSV file, but numbers stay numbers. Only
/// the columns of jobs are read. Nothing else refers to the library, so that it is loaded only for such a file.
/// </summary>
internal static class ParquetJobs
{
    // What is held in memory, about twice as much for text.
    private const long MaxGroupBytes = 1L << 30;

    public static async IAsyncEnumerable<InputLine> ReadAsync(
        Stream stream, string path, HfBatchShard? shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using (stream.ConfigureAwait(false))
        {
            ParquetReader reader = await GuardAsync(path, () => OpenAsync(stream, cancellationToken)).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                DataField[] columns = await GuardAsync(path, () => Task.FromResult(ColumnsOf(reader.Schema, path))).ConfigureAwait(false);
                string[] names = [.. columns.Select(column => column.Name)];
                long row = 0;
                for (int group = 0; group < reader.RowGroupCount; group++)
                {
                    int current = group;
                    (long rows, Func<int, JsonNode?>[] values) = await GuardAsync(
                        path, () => ReadGroupAsync(reader, current, columns, path, cancellationToken)).ConfigureAwait(false);
                    for (int i = 0; i < rows; i++)
                    {
                        row++;
                        if (BatchInput.IsRead(shard, row))
                        {
                            yield return ToJob(row, i, names, values);
                        }
                    }
                }
            }
        }
    }

    /// <summary>Counts the rows, which the end of the file says.</summary>
    public static async Task<long> CountAsync(Stream stream, string path, CancellationToken cancellationToken)
    {
        await using (stream.ConfigureAwait(false))
        {
            ParquetReader reader = await GuardAsync(path, () => OpenAsync(stream, cancellationToken)).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await GuardAsync(path, () => Task.FromResult(reader.RowGroups.Sum(group => group.RowCount))).ConfigureAwait(false);
            }
        }
    }

    private static Task<ParquetReader> OpenAsync(Stream stream, CancellationToken cancellationToken) =>
        ParquetReader.CreateAsync(stream, leaveStreamOpen: true, cancellationToken: cancellationToken);

    private static DataField[] ColumnsOf(ParquetSchema schema, string path)
    {
        Field[] columns = [.. schema.Fields.Where(field => JobColumns.IsPart(field.Name))];
        return Array.Find(columns, field => field is not DataField { IsArray: false }) is not { } nested
            ? [.. columns.Cast<DataField>()]
            : throw new HfException(
                HfErrorKind.InvalidFile,
                $"The column '{nested.Name}' of '{path}' is a list or a structure. Write it as JSON text, as by to_json of DuckDB or "
                + "json.dumps of Python; or write the jobs as JSONL.");
    }

    private static async Task<(long Rows, Func<int, JsonNode?>[] Values)> ReadGroupAsync(
        ParquetReader reader, int index, DataField[] columns, string path, CancellationToken cancellationToken)
    {
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(index);
        long bytes = columns.Sum(column => group.GetMetadata(column)?.MetaData?.TotalUncompressedSize ?? 0);
        if (bytes > MaxGroupBytes || group.RowCount > int.MaxValue)
        {
            throw new HfException(
                HfErrorKind.InvalidFile,
                $"The row group {index + 1} of '{path}' has {bytes >> 20} MiB of jobs. The limit is {MaxGroupBytes >> 20} MiB, because a "
                + "row group is held in memory. Write the file with smaller row groups.");
        }

        var values = new Func<int, JsonNode?>[columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            values[i] = await ReadColumnAsync(group, columns[i], path, cancellationToken).ConfigureAwait(false);
        }

        return (group.RowCount, values);
    }

    private static async Task<Func<int, JsonNode?>> ReadColumnAsync(
        ParquetRowGroupReader group, DataField column, string path, CancellationToken cancellationToken)
    {
        if (column.ClrType == typeof(ReadOnlyMemory<char>) || column.ClrType == typeof(string))
        {
            var texts = new string?[group.RowCount];
            await group.ReadAsync(column, texts.AsMemory()!, null, cancellationToken).ConfigureAwait(false);
            return row => texts[row] is { Length: > 0 } text ? JsonValue.Create(text) : null;
        }

        return Type.GetTypeCode(column.ClrType) switch
        {
            TypeCode.Boolean => await NumbersAsync<bool>(value => value).ConfigureAwait(false),
            TypeCode.SByte => await NumbersAsync<sbyte>(value => value).ConfigureAwait(false),
            TypeCode.Byte => await NumbersAsync<byte>(value => value).ConfigureAwait(false),
            TypeCode.Int16 => await NumbersAsync<short>(value => value).ConfigureAwait(false),
            TypeCode.UInt16 => await NumbersAsync<ushort>(value => value).ConfigureAwait(false),
            TypeCode.Int32 => await NumbersAsync<int>(value => value).ConfigureAwait(false),
            TypeCode.UInt32 => await NumbersAsync<uint>(value => value).ConfigureAwait(false),
            TypeCode.Int64 => await NumbersAsync<long>(value => value).ConfigureAwait(false),
            TypeCode.UInt64 => await NumbersAsync<ulong>(value => value).ConfigureAwait(false),
            TypeCode.Single => await NumbersAsync<float>(value => float.IsFinite(value) ? value : null).ConfigureAwait(false),
            TypeCode.Double => await NumbersAsync<double>(value => double.IsFinite(value) ? value : null).ConfigureAwait(false),
            TypeCode.Decimal => await NumbersAsync<decimal>(value => value).ConfigureAwait(false),
            _ => throw new HfException(
                HfErrorKind.InvalidFile,
                $"The column '{column.Name}' of '{path}' is of the type {(IsBinary(column) ? "binary" : column.ClrType.Name)}. Write it as "
                + "text, a number or a boolean."),
        };

        async Task<Func<int, JsonNode?>> NumbersAsync<T>(Func<T, JsonNode?> toNode)
            where T : struct
        {
            if (!column.IsNullable)
            {
                var all = new T[group.RowCount];
                await group.ReadAsync(column, all.AsMemory(), null, cancellationToken).ConfigureAwait(false);
                return row => toNode(all[row]);
            }

            var values = new T?[group.RowCount];
            await group.ReadAsync(column, values.AsMemory(), null, cancellationToken).ConfigureAwait(false);
            return row => values[row] is { } value ? toNode(value) : null;
        }
    }

    private static bool IsBinary(DataField column) =>
        column.ClrType == typeof(ReadOnlyMemory<byte>) || column.ClrType == typeof(byte[]);

    private static InputLine ToJob(long row, int index, string[] names, Func<int, JsonNode?>[] values)
    {
        JsonNode?[] cells = [.. values.Select(value => value(index))];
        long bytes = cells.Sum(cell => cell?.GetValueKind() == JsonValueKind.String ? cell.GetValue<string>().Length : 0L);
        return bytes > BatchInput.MaxJobBytes
            ? new InputLine(row, null, BatchInput.TooLong($"Row {row}") + ".")
            : JobColumns.ToJob($"row {row}", row, names, i => cells[i], bytes);
    }

    private static async Task<T> GuardAsync<T>(string path, Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (HfException or OperationCanceledException or UnauthorizedAccessException))
        {
            // A damaged file makes the library throw whatever the damage leads to.
            throw new HfException(
                HfErrorKind.InvalidFile, $"'{path}' is damaged, or is not a Parquet file that can be read: {exception.Message}", exception);
        }
    }
}
