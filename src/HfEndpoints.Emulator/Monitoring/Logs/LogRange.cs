namespace HfEndpoints.Emulator;

/// <summary>Which part of the matching lines a page holds.</summary>
internal sealed record LogRange(string? After, string? Before, bool Ascending, int Limit)
{
    private const int DefaultLimit = 1000;
    private const int MaxLimit = 5000;

    public static LogRange Read(IQueryCollection query)
    {
        bool ascending = query.ReadText("order") switch
        {
            null or "desc" => false,
            "asc" => true,
            string other => throw ServiceException.BadRequest($"invalid order: '{other}', expected asc or desc"),
        };
        int limit = query.ReadCount("limit") ?? DefaultLimit;
        return limit > 0
            ? new LogRange(query.ReadText("after"), query.ReadText("before"), ascending, Math.Min(limit, MaxLimit))
            : throw ServiceException.BadRequest("limit must be at least 1");
    }
}
