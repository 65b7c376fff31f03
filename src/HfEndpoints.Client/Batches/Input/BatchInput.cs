namespace HfEndpoints.Client.Batches;

/// <summary>The source of a batch's jobs: a file, or a sequence. They are read while the batch runs.</summary>
public sealed class BatchInput
{
    /// <summary>The bytes that one job of a file may have.</summary>
    internal const int MaxJobBytes = 32 << 20;

    private readonly string? _path;
    private readonly BatchFormat _format;
    private readonly Encoding? _encoding;
    private readonly Func<CancellationToken, IAsyncEnumerable<InputLine>>? _jobs;

    private BatchInput(
        string? path, BatchFormat format, Encoding? encoding, Func<CancellationToken, IAsyncEnumerable<InputLine>>? jobs) =>
        (_path, _format, _encoding, _jobs) = (path, format, encoding, jobs);

    /// <summary>Its name in messages.</summary>
    public string Name => _path is null ? "the jobs given" : $"'{_path}'";

    /// <summary>The file; null if the jobs are a sequence.</summary>
    public string? Path => _path;

    /// <summary>Whether it can be read more than once.</summary>
    internal bool IsFile => _path is not null;

    /// <summary>Reads the jobs of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">The format; null chooses it by the extension.</param>
    /// <param name="encoding">The encoding; null means UTF-8, or that of the byte order mark.</param>
    /// <returns>The input.</returns>
    /// <exception cref="HfException">The file can't be read, or its extension is unknown.</exception>
    public static BatchInput FromFile(string path, BatchFormat? format = null, Encoding? encoding = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (SpecialFile.IsOne(path))
        {
            throw NotAFile(path);
        }

        if (Directory.Exists(path))
        {
            throw new HfException(HfErrorKind.FileNotRead, $"Cannot read the jobs of '{path}': it is a folder.");
        }

        if (format is null && File.Exists(path) && new BatchInput(path, default, null, null).IsParquet())
        {
            format = BatchFormat.Parquet;
        }

        var input = new BatchInput(path, format ?? FormatOf(path), encoding, null);
        input.OpenFile().Dispose();
        return input;
    }

    /// <summary>Reads a sequence of jobs.</summary>
    /// <param name="jobs">The jobs, read once: each is the JSON text of an object, as in a line of a file.</param>
    /// <returns>The input.</returns>
    public static BatchInput FromJobs(IAsyncEnumerable<string> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        return new BatchInput(null, BatchFormat.Jsonl, null, cancellationToken => NumberAsync(jobs, JsonLines.Parse, cancellationToken));
    }

    /// <summary>Reads a sequence of jobs: objects, or strings as prompts.</summary>
    internal static BatchInput FromJobs(IAsyncEnumerable<JsonNode?> jobs) => new(
        null,
        BatchFormat.Jsonl,
        null,
        cancellationToken => NumberAsync(jobs, (number, job) => new InputLine(number, job), cancellationToken));

    /// <summary>Reads the jobs: all of them, or the first of all and those of a shard.</summary>
    internal IAsyncEnumerable<InputLine> ReadAsync(HfBatchShard? shard, CancellationToken cancellationToken) =>
        _jobs is not null ? (shard is null ? _jobs(cancellationToken) : SelectAsync(_jobs(cancellationToken), shard, cancellationToken))
        : _format == BatchFormat.Csv ? CsvJobs.ReadAsync(Open(), shard, cancellationToken)
        : _format == BatchFormat.Parquet ? ParquetJobs.ReadAsync(OpenFile(), _path!, shard, cancellationToken)
        : JsonLines.ReadAsync(Open(), shard, cancellationToken);

    /// <summary>Whether a job is read: all are, or the first of all and those of a shard.</summary>
    internal static bool IsRead(HfBatchShard? shard, long position) => shard is null || position == 1 || shard.Contains(position);

    /// <summary>Counts a file's jobs without parsing them.</summary>
    internal async Task<long> CountAsync(HfBatchShard? shard, CancellationToken cancellationToken)
    {
        long count = await CountAsync(cancellationToken).ConfigureAwait(false);
        return shard?.CountOf(count) ?? count;
    }

    private async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        long count = 0;
        if (_format == BatchFormat.Parquet)
        {
            return await ParquetJobs.CountAsync(OpenFile(), _path!, cancellationToken).ConfigureAwait(false);
        }

        if (_format == BatchFormat.Csv)
        {
            await foreach (InputLine _ in CsvJobs.ReadAsync(Open(), null, cancellationToken).ConfigureAwait(false))
            {
                count++;
            }

            return count;
        }

        using Stream stream = Open();
        var lines = new Utf8Lines(stream, MaxJobBytes);
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            count += lines.IsBlank ? 0 : 1;
        }

        return count;
    }

    /// <summary>The error for a file that can't be read.</summary>
    internal HfException NotRead(Exception cause) =>
        new(HfErrorKind.FileNotRead, $"Cannot read the jobs of {Name}: {cause.Message}", cause);

    /// <summary>The error for a job that is too long to be kept in memory.</summary>
    internal static string TooLong(string what) => $"{what} is longer than {MaxJobBytes >> 20} MiB, the limit of a job";

    /// <summary>The error for a part of a file that is not in the expected encoding.</summary>
    internal static string OtherEncoding(string what) =>
        $"{what} contains bytes that are not UTF-8. Name the file's encoding with -Encoding, such as ansi, windows-1252 or unicode.";

    // The byte order mark takes precedence, but a compressed file shows none.
    private Stream Decode(FileStream file)
    {
        Span<byte> start = stackalloc byte[4];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        Stream? decompressed = CompressedInput.TryOpen(file, _path!, start);
        Encoding? marked = decompressed is null ? ForeignText.FindMark(start) : null;
        file.Position = marked?.Preamble.Length ?? 0;
        Stream content = decompressed ?? file;
        Encoding? encoding = TextEncodings.Find(marked?.WebName) ?? _encoding;
        return encoding is null or UTF8Encoding
            ? content
            : new DecodedStream(Encoding.CreateTranscodingStream(content, encoding, Encoding.UTF8), encoding, _path!);
    }

    private bool IsParquet()
    {
        using FileStream file = OpenFile();
        Span<byte> start = stackalloc byte[4];
        try
        {
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("PAR1"u8);
        }
        catch (IOException exception)
        {
            throw NotRead(exception);
        }
    }

    private static BatchFormat FormatOf(string path) =>
        System.IO.Path.GetExtension(CompressedInput.WithoutExtension(path)).ToLowerInvariant() switch
        {
            ".jsonl" or ".ndjson" or ".json" => BatchFormat.Jsonl,
            ".csv" => BatchFormat.Csv,
            ".parquet" when CompressedInput.WithoutExtension(path) == path => BatchFormat.Parquet,
            ".parquet" => throw new HfException(
                HfErrorKind.InvalidRequest,
                $"'{path}' can't be read: a Parquet file is read from its end, and is compressed within. Decompress it first."),
            _ => throw new HfException(
                HfErrorKind.InvalidRequest,
                $"The extension of '{path}' does not show its format. Use .jsonl, .ndjson, .json or .csv, also with .gz or .zst, or "
                + ".parquet; or give the format: Jsonl, Csv or Parquet. Decompress other files into the pipeline, as in 'xz -dc "
                + "jobs.jsonl.xz | ConvertFrom-Json | Invoke-HfBatch'."),
        };

    private static async IAsyncEnumerable<InputLine> SelectAsync(
        IAsyncEnumerable<InputLine> jobs, HfBatchShard shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (InputLine job in jobs.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (IsRead(shard, job.Line))
            {
                yield return job;
            }
        }
    }

    private static async IAsyncEnumerable<InputLine> NumberAsync<T>(
        IAsyncEnumerable<T> jobs, Func<long, T, InputLine> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long number = 0;
        await foreach (T job in jobs.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return read(++number, job);
        }
    }

    private static HfException NotAFile(string path) => new(
        HfErrorKind.FileNotRead,
        $"Cannot read the jobs of '{path}': it is a pipe or a device, and a batch reads its jobs more than once. Use a file, or pipe "
        + "the jobs in.");

    private Stream Open()
    {
        FileStream file = OpenFile();
        try
        {
            return Decode(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotRead(exception);
        }
    }

    private FileStream OpenFile()
    {
        try
        {
            var file = new FileStream(_path!, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.SequentialScan,
                BufferSize = 0,
            });
            if (!file.CanSeek)
            {
                file.Dispose();
                throw NotAFile(_path!);
            }

            return file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotRead(exception);
        }
    }
}

/// <summary>The format of a file of jobs.</summary>
public enum BatchFormat
{
    /// <summary>A JSON value on each line: an object, or a string that is the prompt.</summary>
    Jsonl,

    /// <summary>Comma-separated values (RFC 4180) with the names of the columns in the first line.</summary>
    Csv,

    /// <summary>Apache Parquet, with columns as those of a CSV file.</summary>
    Parquet,
}
