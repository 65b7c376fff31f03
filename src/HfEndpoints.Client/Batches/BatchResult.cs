namespace HfEndpoints.Client.Batches;

/// <summary>What a batch has done.</summary>
/// <param name="Last">How it stood at its end.</param>
/// <param name="FailedBefore">The jobs among the skipped ones that had failed in an earlier run.</param>
/// <param name="Unknown">The jobs in the output that are not in the input.</param>
public sealed record BatchResult(BatchProgress Last, long FailedBefore, long Unknown);
