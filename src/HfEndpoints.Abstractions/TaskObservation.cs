namespace HfEndpoints;

/// <summary>Looks at the exceptions of tasks that may end without anyone waiting for them.</summary>
internal static class TaskObservation
{
    /// <summary>
    /// The same task. Its exception, if it has one, does not count as unobserved when nobody awaits it, because what it is
    /// about has ended.
    /// </summary>
    public static T Observed<T>(this T task)
        where T : Task
    {
        task.ContinueWith(
            static ended => _ = ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return task;
    }
}
