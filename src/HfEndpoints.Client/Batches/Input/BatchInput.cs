using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Batches;

/// <summary>Where the jobs of a batch come from: a file, or a sequence. They are read as the batch goes on.</summary>
public sealed class BatchInput
{
    private readonly string? _path;
    private readonly BatchFormat _format;
    private readonly IAsyncEnumerable<JsonNode?>? _jobs;

    private BatchInput(string? path, BatchFormat format, IAsyncEnumerable<JsonNode?>? jobs)
    {
        _path = path;
        _format = format;
        _jobs = jobs;
    }

    /// <summary>What it is called in messages.</summary>
    public string Name => _path is null ? "the jobs given" : $"'{_path}'";

    /// <summary>The file; null where the jobs are a sequence.</summary>
    public string? Path => _path;

    /// <summary>Whether it can be read more than once.</summary>
    internal bool IsFile => _path is not null;

    /// <summary>Takes the jobs of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">How it holds them; null goes by its extension.</param>
    /// <returns>The input.</returns>
    /// <exception cref="HfException">The file can't be read, or its extension tells no format.</exception>
    public static BatchInput FromFile(string path, BatchFormat? format = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new HfException(HfErrorKind.FileNotRead, $"Cannot read the jobs of '{path}': it is a folder.");
        }

        var input = new BatchInput(path, format ?? FormatOf(path), null);
        input.Open().Dispose();
        return input;
    }

    /// <summary>Takes a sequence of jobs: objects, or strings that are prompts.</summary>
    /// <param name="jobs">The jobs, read once.</param>
    /// <returns>The input.</returns>
    public static BatchInput FromJobs(IAsyncEnumerable<JsonNode?> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        return new BatchInput(null, BatchFormat.Jsonl, jobs);
    }

    internal IAsyncEnumerable<SourceJob> ReadAsync(CancellationToken cancellationToken) =>
        _path is null ? ReadJobsAsync(cancellationToken)
        : _format == BatchFormat.Csv ? CsvJobs.ReadAsync(Open(), cancellationToken)
        : JsonLines.ReadAsync(Open(), cancellationToken);

    /// <summary>Counts a file's jobs without making them out.</summary>
    internal async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        long count = 0;
        if (_format == BatchFormat.Csv)
        {
            await foreach (SourceJob _ in CsvJobs.ReadAsync(Open(), cancellationToken).ConfigureAwait(false))
            {
                count++;
            }

            return count;
        }

        using FileStream stream = Open();
        var lines = new Utf8Lines(stream);
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            count += lines.IsBlank ? 0 : 1;
        }

        return count;
    }

    private static BatchFormat FormatOf(string path) => System.IO.Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".jsonl" or ".ndjson" or ".json" => BatchFormat.Jsonl,
        ".csv" => BatchFormat.Csv,
        _ => throw new HfException(
            HfErrorKind.InvalidRequest,
            $"The extension of '{path}' does not show its format. Use .jsonl, .ndjson, .json or .csv, or give the format: Jsonl or Csv."),
    };

    private async IAsyncEnumerable<SourceJob> ReadJobsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long line = 0;
        await foreach (JsonNode? job in _jobs!.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return new SourceJob(++line, job);
        }
    }

    private FileStream Open()
    {
        try
        {
            return new FileStream(_path!, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.SequentialScan,
                BufferSize = 0,
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HfException(
                HfErrorKind.FileNotRead, $"Cannot read the jobs of '{_path}': {exception.Message}", exception);
        }
    }
}
