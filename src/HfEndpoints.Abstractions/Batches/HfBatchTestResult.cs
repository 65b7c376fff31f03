namespace HfEndpoints;

/// <summary>What the outputs of a batch contain, compared with its input.</summary>
public sealed record HfBatchTestResult
{
    /// <summary>The file of the jobs.</summary>
    public required string Path { get; init; }

    /// <summary>The files of the answers.</summary>
    public required HfList<string> OutPath { get; init; }

    /// <summary>How many jobs there are.</summary>
    public long Total { get; init; }

    /// <summary>The jobs that are in the outputs, answered or failed.</summary>
    public long Done { get; init; }

    /// <summary>The jobs among them that failed.</summary>
    public long Failed { get; init; }

    /// <summary>The jobs that are in no output.</summary>
    public long Missing { get; init; }

    /// <summary>The lines of the outputs that are of a job that has one already.</summary>
    public long Duplicate { get; init; }

    /// <summary>The lines of the outputs that are of no job of the input.</summary>
    public long Unknown { get; init; }

    /// <summary>Whether each job is in the outputs once, and nothing else is.</summary>
    public bool Complete => Missing == 0 && Duplicate == 0 && Unknown == 0;

    /// <summary>The first of the missing jobs, at most 100.</summary>
    public HfList<HfBatchJob> MissingJob { get; init; } = [];

    /// <summary>The outputs that have jobs that are not in the input.</summary>
    public HfList<string> UnknownPath { get; init; } = [];

    /// <summary>Returns the numbers of jobs.</summary>
    /// <returns>A text such as <c>200 done, 0 missing, 0 duplicate, 0 unknown</c>.</returns>
    public override string ToString() =>
        FormattableString.Invariant($"{Done} done, {Missing} missing, {Duplicate} duplicate, {Unknown} unknown");
}
