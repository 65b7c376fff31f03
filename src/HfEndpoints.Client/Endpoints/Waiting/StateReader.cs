namespace HfEndpoints.Client;

/// <summary>
/// Reads the current state of many endpoints of one namespace with the fewest requests: one GET each, or the pages of
/// the namespace's list, whichever is fewer.
/// </summary>
internal sealed class StateReader(EndpointsClient endpoints, string owner)
{
    private const int MaxConcurrentGets = 8;
    private static readonly EndpointFilter s_everything = new();

    // The number of pages when the list was last read. Before that, as many as are worth reading.
    private int? _pages;

    public async Task<IReadOnlyDictionary<WaitTarget, object>> ReadAsync(
        IReadOnlyCollection<WaitTarget> targets, CancellationToken cancellationToken)
    {
        var answers = new ConcurrentDictionary<WaitTarget, object>();
        if (targets.Count > 1 && (_pages ?? 1) <= targets.Count)
        {
            await ReadListAsync(targets, answers, cancellationToken).ConfigureAwait(false);
        }

        // An endpoint may be missed between two pages while they are read, so a missing one is read by name.
        await Parallel.ForEachAsync(
            targets.Where(target => !answers.ContainsKey(target)),
            new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrentGets, CancellationToken = cancellationToken },
            async (target, cancellationToken) => answers[target] = await GetAsync(target, cancellationToken).ConfigureAwait(false))
            .ConfigureAwait(false);
        return answers;
    }

    private async Task ReadListAsync(
        IReadOnlyCollection<WaitTarget> targets, ConcurrentDictionary<WaitTarget, object> answers, CancellationToken cancellationToken)
    {
        Dictionary<string, WaitTarget> wanted = targets.ToDictionary(target => target.Name, StringComparer.Ordinal);
        try
        {
            int pages = 0;
            await foreach (EndpointPage page in endpoints.ListPagesAsync(owner, s_everything, cancellationToken).ConfigureAwait(false))
            {
                pages++;
                _pages = page.TotalItems is { } total && page.Items.Count > 0 && page.NextCursor is not null
                    ? (total + page.Items.Count - 1) / page.Items.Count
                    : Math.Max(pages, _pages ?? 0);
                foreach (HfInferenceEndpoint endpoint in page.Items)
                {
                    if (wanted.Remove(endpoint.Name, out WaitTarget? target))
                    {
                        answers[target] = endpoint;
                    }
                }

                // Continue only while a page costs fewer requests than asking for the remaining endpoints one by one.
                if (wanted.Count <= _pages - pages || wanted.Count == 0)
                {
                    return;
                }
            }
        }
        catch (HfException exception)
        {
            foreach (WaitTarget target in wanted.Values)
            {
                answers[target] = exception;
            }
        }
    }

    private async Task<object> GetAsync(WaitTarget target, CancellationToken cancellationToken)
    {
        try
        {
            return await endpoints.GetAsync(owner, target.Name, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException exception)
        {
            return exception;
        }
    }
}
