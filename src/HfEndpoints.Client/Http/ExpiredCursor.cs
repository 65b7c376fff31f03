using System.Net;

namespace HfEndpoints.Client;

/// <summary>Says of a list that breaks off between two pages why it may have, and what to do.</summary>
internal static class ExpiredCursor
{
    /// <summary>Asks for a page. Where it is not the first, a refusal is most likely one of the cursor.</summary>
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
