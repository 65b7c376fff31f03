using System.Security;
using HfEndpoints.Client.Batches;

namespace HfEndpoints.Commands;

/// <summary>Compares the outputs of a batch with its jobs: what is missing, double, failed, or of another input.</summary>
[Cmdlet(VerbsDiagnostic.Test, "HfBatch", HelpUri = HelpPages.Root + "Test-HfBatch.md")]
[OutputType(typeof(HfBatchTestResult), typeof(bool))]
public sealed class TestHfBatchCommand : HfCmdlet
{
    private readonly List<string> _outPaths = [];

    /// <summary>Not a parameter here: nothing is sent.</summary>
    public override SecureString? Token { get; set; }

    /// <summary>The file of the jobs: JSONL, CSV or Parquet.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The file of the jobs: JSONL, CSV or Parquet.")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The files of the answers, and those of the errors; wildcards are allowed.</summary>
    [Parameter(
        Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The files of the answers, and those of the errors; wildcards are allowed.")]
    [Alias("PSPath", "FullName")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] OutPath { get; set; } = [];

    /// <summary>The format of the jobs, if the file's extension does not show it.</summary>
    [Parameter(HelpMessage = "The format of the jobs, if the file's extension does not show it.")]
    [ValidateSet("Jsonl", "Csv", "Parquet")]
    public string? Format { get; set; }

    /// <summary>The encoding of the jobs: utf8 (the default), unicode, ansi, windows-1252, a code page, ...</summary>
    [Parameter(HelpMessage = "The encoding of the jobs: utf8 (the default), unicode, ansi, windows-1252, a code page, ...")]
    [EncodingTransformation]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Encoding { get; set; }

    /// <summary>The task of the batch, to compare what the jobs contain and not only their ids.</summary>
    [Parameter(HelpMessage = "The task of the batch, to compare what the jobs contain and not only their ids.")]
    [ArgumentCompleter(typeof(TaskCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Task { get; set; }

    /// <summary>The parameters that the batch had for every job, with -Task.</summary>
    [Parameter(HelpMessage = "The parameters that the batch had for every job, with -Task.")]
    [TableTransformation]
    public IDictionary? Parameter { get; set; }

    /// <summary>Emits only whether the batch is complete.</summary>
    [Parameter(HelpMessage = "Emits only whether the batch is complete.")]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string given in OutPath)
        {
            if (IsOver)
            {
                return;
            }

            try
            {
                _outPaths.AddRange(FilePaths.Many(SessionState, given, nameof(OutPath)));
            }
            catch (HfException exception)
            {
                GiveUp(exception, given);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (IsOver)
        {
            return;
        }

        BatchInput input;
        BatchOptions? options;
        try
        {
            if (Task is not null)
            {
                BatchClient.CheckTask(Task);
            }
            else if (Parameter is not null)
            {
                throw new HfException(HfErrorKind.InvalidRequest, "-Parameter needs -Task: what a job contains depends on both.");
            }

            input = BatchWork.OpenInput(FilePaths.One(SessionState, Path, nameof(Path)), Format, Encoding);
            options = Task is null ? null : new BatchOptions { Task = Task, Parameters = JsonConversion.ToJsonText(Parameter) };
        }
        catch (HfException exception)
        {
            GiveUp(exception, Path);
            return;
        }

        string[] outPaths = [.. _outPaths.Distinct(StringComparer.Ordinal)];
        Run((output, cancellationToken) => ReportAsync(output, Path, async () =>
        {
            HfBatchTestResult result = await BatchOutput.TestAsync(input, outPaths, options, cancellationToken).ConfigureAwait(false);
            if (Quiet)
            {
                await output.WriteAllAsync([result.Complete]).ConfigureAwait(false);
                return;
            }

            foreach (string path in result.UnknownPath)
            {
                output.Warn($"'{path}' contains jobs that are not in '{result.Path}', or have other content there.");
            }

            await output.WriteAsync(result).ConfigureAwait(false);
        }));
    }
}
