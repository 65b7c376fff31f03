namespace HfEndpoints.Tests;

/// <summary>Ends a test that would hang. Far longer than anything here takes: no test measures time with it.</summary>
internal static class Deadline
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    public static Task WithinDeadlineAsync(this Task task) => task.WaitAsync(s_limit);

    public static Task<T> WithinDeadlineAsync<T>(this Task<T> task) => task.WaitAsync(s_limit);

    /// <summary>Waits until a condition holds that nothing announces.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(s_limit);
        while (!await condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }
}
