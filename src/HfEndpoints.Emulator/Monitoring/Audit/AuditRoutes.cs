namespace HfEndpoints.Emulator;

internal static class AuditRoutes
{
    private const int MaxPageSize = 1000;
    public static void MapAudit(this IEndpointRouteBuilder routes) => routes.MapGet("/v2/audit-logs/{ns}", ListAsync);

    private static Task ListAsync(HttpContext context, AccountDirectory accounts, AuditTrail trail, EmulatorOptions options, string ns)
    {
        accounts.Authorize(context.Request, ns, write: false);
        IQueryCollection query = context.Request.Query;
        int limit = Math.Min(query.ReadCount("limit") ?? options.PageSize, MaxPageSize);
        IReadOnlyList<AuditEntry> entries = trail.Find(ns, query.ReadText("endpoint"), query.ReadText("username"));
        int start = StartOf(entries, PageCursor.Parse(query["cursor"].ToString()), limit);
        AuditEntry[] page = [.. entries.Skip(start).Take(limit)];
        bool hasNext = page.Length > 0 && start + page.Length < entries.Count;
        bool hasPrevious = page.Length > 0 && start > 0;
        return context.AnswerJsonAsync(new JsonObject
        {
            ["list"] = new JsonArray([.. page.Select(entry => entry.ToJson())]),
            ["next_cursor"] = hasNext ? PageCursor.After(page[^1].Id).ToString() : null,
            ["prev_cursor"] = hasPrevious ? PageCursor.Before(page[0].Id).ToString() : null,
        });
    }

    private static int StartOf(IReadOnlyList<AuditEntry> entries, PageCursor? cursor, int limit)
    {
        if (cursor is null)
        {
            return 0;
        }

        for (int i = 0; i < entries.Count; i++)
        {
            if (entries[i].Id == cursor.Key)
            {
                return cursor.IsBefore ? Math.Max(0, i - limit) : i + 1;
            }
        }

        throw ServiceException.BadRequest("invalid cursor");
    }
}
