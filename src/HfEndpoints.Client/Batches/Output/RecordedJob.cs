namespace HfEndpoints.Client.Batches;

/// <summary>A job as the output tells of it.</summary>
/// <param name="Id">Its id as text.</param>
/// <param name="Line">Its line in the input.</param>
/// <param name="Fingerprint">The mark of what was sent.</param>
/// <param name="ErrorId">What went wrong; null where it was answered.</param>
internal sealed record RecordedJob(string Id, long Line, uint Fingerprint, string? ErrorId);
