namespace HfEndpoints.Client.Tests;

/// <summary>Bounds what a test waits for, so that a fault shows as a failure and not as a run that never ends.</summary>
internal static class Deadline
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    public static Task WithinDeadlineAsync(this Task task) => task.WaitAsync(s_limit);

    public static Task<T> WithinDeadlineAsync<T>(this Task<T> task) => task.WaitAsync(s_limit);

    /// <summary>Looks again and again, without a pause beyond what the look itself takes.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(s_limit);
        while (!await condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
