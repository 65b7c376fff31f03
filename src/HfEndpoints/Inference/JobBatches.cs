using System.Runtime.CompilerServices;

namespace HfEndpoints.Commands;

/// <summary>Gathers inputs of the same endpoint, in their order, until they are as many as one request may have.</summary>
internal static class JobBatches
{
    public static async IAsyncEnumerable<InferenceJob> GatherAsync(
        IAsyncEnumerable<InferenceJob> jobs,
        Func<InferenceJob, CancellationToken, Task<int>> getSizeAsync,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = new List<InferenceJob>();
        int size = 1;
        await foreach (InferenceJob job in jobs.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            bool isOther = batch.Count > 0 && !Equals(batch[0].Endpoint?.Key, job.Endpoint?.Key);
            if (batch.Count == 1 && !isOther)
            {
                // A single input goes out without this question.
                size = await getSizeAsync(batch[0], cancellationToken).ConfigureAwait(false);
            }

            if (isOther || (batch.Count > 0 && batch.Count >= size))
            {
                yield return Join(batch);
                batch.Clear();
            }

            batch.Add(job);
            if (batch.Count > 1 && batch.Count >= size)
            {
                yield return Join(batch);
                batch.Clear();
            }
        }

        if (batch.Count > 0)
        {
            yield return Join(batch);
        }
    }

    private static InferenceJob Join(List<InferenceJob> batch) => batch[0] with { Input = batch.ToArray() };
}
