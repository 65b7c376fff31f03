namespace HfEndpoints.Client.Batches;

/// <summary>What a failure means for its job and for the batch.</summary>
internal enum Verdict
{
    /// <summary>The job fails; the rest goes on.</summary>
    Fail,

    /// <summary>It may pass: the job is sent again.</summary>
    Retry,

    /// <summary>
    /// It concerns this job or all of them: once another is answered, the job is sent again, and has failed the second time.
    /// </summary>
    Unsure,

    /// <summary>There was no room for it: less is sent, and the job again.</summary>
    Refused,

    /// <summary>The endpoint is not up: one request waits for it, and the job is sent again.</summary>
    Down,

    /// <summary>It concerns every job: the batch ends.</summary>
    End,
}
