namespace HfEndpoints.Client;

/// <summary>Reads lists that the service answers in pages. The next page is requested when it is needed.</summary>
internal static class CursorPages
{
    /// <summary>Reads the pages of a list.</summary>
    /// <param name="ask">Requests a page by its cursor, which is null for the first.</param>
    /// <param name="next">The cursor of the page after a page; null after the last.</param>
    /// <param name="what">What is listed, for messages.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        Func<string?, CancellationToken, Task<T>> ask,
        Func<T, string?> next,
        string what,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            T page = await AskAsync(ask, cursor, cancellationToken).ConfigureAwait(false);
            yield return page;
            cursor = next(page);
            if (cursor is not null && !seen.Add(cursor))
            {
                throw new HfException(HfErrorKind.InvalidResponse, $"{what} does not end: the server repeats the cursor of a page.");
            }
        }
        while (cursor is not null);
    }

    /// <summary>The items of all pages.</summary>
    public static async IAsyncEnumerable<TItem> ItemsAsync<T, TItem>(
        IAsyncEnumerable<T> pages, Func<T, IReadOnlyList<TItem>> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (T page in pages.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (TItem item in items(page))
            {
                yield return item;
            }
        }
    }

    // An error of any but the first page is most likely about the cursor.
    private static async Task<T> AskAsync<T>(
        Func<string?, CancellationToken, Task<T>> ask, string? cursor, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(cursor, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException exception) when (cursor is not null && exception.StatusCode == HttpStatusCode.BadRequest)
        {
            throw exception.WithAdvice(
                "The service no longer knows where the next page begins, as happens if much time passes between two "
                + "pages. The list so far is incomplete: request it again.");
        }
    }
}
