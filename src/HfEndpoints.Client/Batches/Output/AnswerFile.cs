namespace HfEndpoints.Client.Batches;

/// <summary>
/// The file of answers, which is also the record of finished jobs. While it is open, no other batch can open it. The
/// lock belongs to the operating system and ends with the process.
/// </summary>
internal sealed class AnswerFile : IDisposable
{
    // Longer than any answer.
    private const int MaxLineBytes = 512 << 20;

    private readonly string _path;
    private readonly List<FileStream> _replaced = [];
    private FileStream _stream;

    private AnswerFile(string path)
    {
        _stream = OpenLocked(path, FileMode.OpenOrCreate);
        _path = SpecialFile.Resolve(path);
    }

    /// <summary>Opens a file, and creates it if it does not exist.</summary>
    /// <exception cref="HfException">The file can't be written, or another batch is writing to it.</exception>
    public static AnswerFile Open(string path) =>
        Directory.Exists(path) ? throw NotWritten(path, "there is a folder with this name")
        : SpecialFile.IsOne(path) ? throw NotAFile(path)
        : new(path);

    /// <summary>Refuses a file that would have to be compressed.</summary>
    /// <exception cref="HfException">Its extension is that of a compression.</exception>
    public static void RefuseCompressed(string? path)
    {
        if (Path.GetExtension(path)?.ToLowerInvariant() is ".gz" or ".zst" or ".zstd" or ".bz2" or ".xz" or ".br" or ".zip")
        {
            throw new HfException(
                HfErrorKind.InvalidRequest,
                $"'{path}' can't be written: what a crash leaves of a compressed file could not be continued. Use a name such as "
                + "answers.jsonl, and compress the file when the batch is complete.");
        }
    }

    /// <summary>Reads the jobs of a file without changing it. A file that does not exist has none.</summary>
    public static Task PeekAsync(string path, JobRecord record, bool forgetFailed, CancellationToken cancellationToken) =>
        Path.Exists(path) ? ScanAsync(path, record.Add, forgetFailed, cancellationToken) : Task.CompletedTask;

    /// <summary>Reads the jobs of a file without changing it.</summary>
    /// <exception cref="HfException">The file can't be read, a batch is writing to it, or it is something else.</exception>
    public static async Task ScanAsync(string path, Action<RecordedJob> add, bool forgetFailed, CancellationToken cancellationToken)
    {
        try
        {
            WholeFile.CheckRegular(path);
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            await ReadAsync(path, stream, add, forgetFailed, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception) when (IsLocked(exception))
        {
            throw InUse(path, exception);
        }
        catch (Exception exception) when (IsFault(exception))
        {
            throw new HfException(HfErrorKind.FileNotRead, $"Cannot read '{path}': {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Reads which jobs are done. Half a line at the end, left by an aborted process, is removed. So are failed jobs that will be retried.
    /// </summary>
    public Task LoadAsync(JobRecord record, bool forgetFailed, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        _stream.Position = 0;
        (long end, bool isWhole, long forgotten) = await ReadAsync(_path, _stream, record.Add, forgetFailed, cancellationToken)
            .ConfigureAwait(false);
        _stream.SetLength(end);
        _stream.Position = end;
        if (!isWhole)
        {
            _stream.Write("\n"u8);
        }

        if (forgotten > 0)
        {
            await RewriteAsync(cancellationToken).ConfigureAwait(false);
        }
    });

    /// <summary>Adds whole lines, and passes them to the operating system, so that they survive this process.</summary>
    /// <exception cref="HfException">The file can't be written, or someone else changed it.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        try
        {
            CheckUnchanged();
            _stream.Write(lines);
        }
        catch (Exception exception) when (IsFault(exception))
        {
            throw NotWritten(_path, exception);
        }
    }

    /// <summary>Flushes to the disk.</summary>
    /// <exception cref="HfException">The file can't be written, or someone else changed it.</exception>
    public void Sync()
    {
        try
        {
            _stream.Flush(flushToDisk: true);
            CheckUnchanged();
        }
        catch (Exception exception) when (IsFault(exception))
        {
            throw NotWritten(_path, exception);
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _replaced.ForEach(stream => stream.Dispose());
    }

    private static async Task<(long End, bool IsWhole, long Forgotten)> ReadAsync(
        string path, FileStream stream, Action<RecordedJob> add, bool forgetFailed, CancellationToken cancellationToken)
    {
        var lines = new Utf8Lines(stream, MaxLineBytes);
        long end = 0;
        long forgotten = 0;
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!lines.IsWhole && !lines.IsTooLong && (lines.IsBlank || !OutputLine.IsComplete(lines.Line.Span)))
            {
                return lines.IsBlank || IsHalf(lines.Line.Span) ? (end, true, forgotten) : throw NotOurs(path, lines.Number);
            }

            end = lines.End;
            if (lines.IsBlank)
            {
                continue;
            }

            RecordedJob job = (lines.IsTooLong ? null : OutputLine.TryRead(lines.Line.Span)) ?? throw NotOurs(path, lines.Number);
            if (job.ErrorId is not null && forgetFailed)
            {
                forgotten++;
            }
            else
            {
                add(job);
            }
        }

        return (end, lines.IsWhole || end == 0, forgotten);
    }

    // The new file replaces the old one atomically, so that a complete one exists at any time.
    private async Task RewriteAsync(CancellationToken cancellationToken)
    {
        string unfinished = PendingFile.NameBeside(_path);
        FileStream rest = OpenLocked(unfinished, FileMode.CreateNew, like: _path);
        try
        {
            _stream.Position = 0;
            var lines = new Utf8Lines(_stream, MaxLineBytes);
            var kept = new BufferedStream(rest, 1024 * 1024);
            while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (OutputLine.TryRead(lines.Line.Span) is { ErrorId: null })
                {
                    kept.Write(lines.Line.Span);
                    kept.Write("\n"u8);
                }
            }

            kept.Flush();
            rest.Flush(flushToDisk: true);
            if (OperatingSystem.IsWindows())
            {
                // There, an open file can't be replaced.
                rest.Dispose();
                _stream.Dispose();
                PendingFile.Replace(unfinished, _path, overwrite: true);
                _stream = OpenLocked(_path, FileMode.Open);
                _stream.Position = _stream.Length;
                return;
            }

            PendingFile.Replace(unfinished, _path, overwrite: true);
            // Keep it locked, because another batch may just have opened it.
            _replaced.Add(_stream);
            _stream = rest;
        }
        catch
        {
            rest.Dispose();
            File.Delete(unfinished);
            throw;
        }
    }

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFault(exception))
        {
            throw NotWritten(_path, exception);
        }
    }

    // On other systems than Windows, an open file can be deleted, renamed, emptied or written by others.
    private void CheckUnchanged()
    {
        var file = new FileInfo(_path);
        if (!OperatingSystem.IsWindows() && (!file.Exists || file.Length != _stream.Position))
        {
            throw NotWritten(
                _path, "it was deleted, renamed or changed while the batch ran. Put it back, or use another file, and run the batch again");
        }
    }

    // A new file is from the beginning for those who may read the other, if there is one.
    private static FileStream OpenLocked(string path, FileMode mode, string? like = null)
    {
        FileStream stream;
        try
        {
            var options = new FileStreamOptions
            {
                Mode = mode,
                Access = FileAccess.ReadWrite,
                // On other systems than Windows, a lock that allows readers is no lock at all.
                Share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None,
                BufferSize = 0,
            };
            if (!OperatingSystem.IsWindows() && like is not null)
            {
                options.UnixCreateMode = PendingFile.ModeOf(like);
            }

            stream = new FileStream(path, options);
        }
        catch (IOException exception) when (IsLocked(exception))
        {
            throw InUse(path, exception);
        }
        catch (Exception exception) when (IsFault(exception))
        {
            throw NotWritten(path, exception);
        }

        if (!stream.CanSeek)
        {
            stream.Dispose();
            throw NotAFile(path);
        }

        return stream;
    }

    // A file that grows beyond what its file system allows is an argument out of range to .NET.
    private static bool IsFault(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentOutOfRangeException;

    // A sharing or lock violation on Windows, EWOULDBLOCK on Linux and macOS.
    private static bool IsLocked(IOException exception) =>
        exception.HResult is unchecked((int)0x80070020) or unchecked((int)0x80070021) or 11 or 35;

    private static bool IsHalf(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> beginning = OutputLine.Beginning;
        return line.Length < beginning.Length ? beginning.StartsWith(line) : line.StartsWith(beginning);
    }

    private static HfException NotOurs(string path, long line) => new(
        HfErrorKind.OutputMismatch, $"Line {line} of '{path}' is not an answer or error of a batch, so nothing is added to this file.");

    private static HfException InUse(string path, Exception cause) =>
        new(HfErrorKind.OutputInUse, $"Another batch is writing to '{path}'.", cause);

    private static HfException NotAFile(string path) =>
        NotWritten(path, "it is a pipe or a device, which can't be the record of a batch. Use a file");

    private static HfException NotWritten(string path, string reason) =>
        new(HfErrorKind.FileNotWritten, $"Cannot write to '{path}': {reason}.");

    private static HfException NotWritten(string path, Exception cause) =>
        new(HfErrorKind.FileNotWritten, $"Cannot write to '{path}': {cause.Message}", cause);
}
