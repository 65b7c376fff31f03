namespace HfEndpoints.Client.Tests;

internal static class Expect
{
    /// <summary>Asserts that a call fails with an exception of the library and of this kind.</summary>
    public static async Task<HfException> FailureAsync(HfErrorKind kind, Func<Task> call)
    {
        HfException exception = await Assert.ThrowsAnyAsync<HfException>(() => call().WithinDeadlineAsync());
        Assert.True(kind == exception.Kind, $"Expected {kind}, but it is {exception.Kind}: {exception.Message}");
        return exception;
    }

    public static async Task<HfException> ApiErrorAsync(HfErrorKind kind, Func<Task> call) =>
        Assert.IsType<HfException>(await FailureAsync(kind, call));

    public static async Task<List<T>> AllAsync<T>(IAsyncEnumerable<T> items, List<T>? into = null)
    {
        into ??= [];
        await foreach (T item in items)
        {
            into.Add(item);
        }

        return into;
    }
}
