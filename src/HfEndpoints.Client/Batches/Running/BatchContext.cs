namespace HfEndpoints.Client.Batches;

/// <summary>What the endpoints of a batch share. All but the signal and the room belong to the dispatcher's loop.</summary>
/// <param name="Options">The options of the batch.</param>
/// <param name="Answers">Writes the answers.</param>
/// <param name="Room">The room for jobs in memory.</param>
/// <param name="Signal">Set when a request ends.</param>
/// <param name="Clock">The clock.</param>
internal sealed record BatchContext(BatchOptions Options, AnswerWriter Answers, JobRoom Room, AsyncSignal Signal, TimeProvider Clock)
{
    /// <summary>Jobs of endpoints that can't answer them. Any other endpoint takes them, before new ones.</summary>
    public Queue<BatchJob> HandedOver { get; } = new();
}
