namespace HfEndpoints.Client.Batches;

/// <summary>What is known of a job.</summary>
[Flags]
internal enum JobState : byte
{
    /// <summary>Nothing: there is no such job.</summary>
    None = 0,

    /// <summary>There is such a job.</summary>
    Known = 1,

    /// <summary>The output has its answer.</summary>
    Answered = 2,

    /// <summary>The output has its error.</summary>
    Failed = 4,

    /// <summary>Its line of the input was met in this run.</summary>
    Met = 8,
}
