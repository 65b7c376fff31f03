using System.Runtime.CompilerServices;

namespace HfEndpoints.Commands;

/// <summary>Gathers inputs of the same endpoint, in their order, until they are as many as one request may have.</summary>
internal static class JobBatches
{
    /// <summary>Passes on each input as soon as it arrives.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<InferenceJob<TInput>>> EachAloneAsync<TInput>(
        IAsyncEnumerable<InferenceJob<TInput>> jobs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (InferenceJob<TInput> job in jobs.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return [job];
        }
    }

    /// <summary>Gathers inputs.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<InferenceJob<TInput>>> GatherAsync<TInput>(
        IAsyncEnumerable<InferenceJob<TInput>> jobs,
        Func<InferenceJob<TInput>, CancellationToken, Task<int>> getSizeAsync,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = new List<InferenceJob<TInput>>();
        int size = 1;
        await foreach (InferenceJob<TInput> job in jobs.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            bool isOther = batch.Count > 0 && !Equals(batch[0].Endpoint?.Key, job.Endpoint?.Key);
            if (batch.Count == 1 && !isOther)
            {
                // A single input goes out without this question.
                size = await getSizeAsync(batch[0], cancellationToken).ConfigureAwait(false);
            }

            if (isOther || (batch.Count > 0 && batch.Count >= size))
            {
                yield return [.. batch];
                batch.Clear();
            }

            batch.Add(job);
            if (batch.Count > 1 && batch.Count >= size)
            {
                yield return [.. batch];
                batch.Clear();
            }
        }

        if (batch.Count > 0)
        {
            yield return [.. batch];
        }
    }
}
