namespace HfEndpoints.Client.Tests;

/// <summary>Work that begins and does not end before the test lets it.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private int _over;

    public Task Begun => _begun.Task.WithinDeadlineAsync();

    public int Count => Volatile.Read(ref _count);

    public int Over => Volatile.Read(ref _over);

    public void Open() => _open.TrySetResult();

    public async Task<int> PassAsync(int item, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        _begun.TrySetResult();
        try
        {
            await _open.Task.WaitAsync(cancellationToken);
            return item;
        }
        finally
        {
            Interlocked.Increment(ref _over);
        }
    }
}

internal static class GateArray
{
    public static Task<int> WorkAsync(this Gate[] gates, int item, CancellationToken cancellationToken) =>
        gates[item].PassAsync(item, cancellationToken);
}
