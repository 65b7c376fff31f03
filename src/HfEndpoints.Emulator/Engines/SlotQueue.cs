namespace HfEndpoints.Emulator;

/// <summary>
/// The requests that wait for a slot of an endpoint whose server queues, first come first served. Used under the store's lock.
/// </summary>
internal sealed class SlotQueue
{
    private readonly LinkedList<TaskCompletionSource> _waiting = [];

    /// <summary>How many requests wait.</summary>
    public int Length => _waiting.Count;

    public LinkedListNode<TaskCompletionSource> Enter() =>
        _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    public bool IsFirst(LinkedListNode<TaskCompletionSource> place) => _waiting.First == place;

    /// <summary>Gives up a place, because its request got a slot or its client has left, and calls the next.</summary>
    public void Leave(LinkedListNode<TaskCompletionSource> place)
    {
        _waiting.Remove(place);
        CallFirst();
    }

    /// <summary>Tells the first in the queue that a slot may be free.</summary>
    public void CallFirst() => _waiting.First?.Value.TrySetResult();

    /// <summary>A signal for another turn of waiting at the same place.</summary>
    public static void Renew(LinkedListNode<TaskCompletionSource> place)
    {
        if (place.Value.Task.IsCompleted)
        {
            place.Value = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
