using System.Net;

namespace HfEndpoints.Client;

/// <summary>Explains why a list may have failed between two pages, and what to do.</summary>
internal static class ExpiredCursor
{
    /// <summary>Requests a page. If it is not the first, an error is most likely about the cursor.</summary>
    public static async Task<T> ExplainAsync<T>(string? cursor, Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (HfException exception) when (cursor is not null && exception.StatusCode == HttpStatusCode.BadRequest)
        {
            throw exception.WithAdvice(
                "The service no longer knows where the next page begins, as happens if much time passes between two "
                + "pages. The list so far is incomplete: request it again.");
        }
    }
}
