using Microsoft.AspNetCore.Http.Extensions;

namespace HfEndpoints.Emulator;

/// <summary>The newer log routes: entries with time and level that can be searched and paged.</summary>
internal static class LogSearchRoutes
{
    private const int MaxDownloadLines = 100_000;

    public static void MapLogSearch(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder members = routes.MapMembers().MapGroup("/v3/endpoint/{ns}/{name}/logs");
        members.MapGet("", Search);
        members.MapGet("/download", Download);
        members.MapGet("/sse", StreamAsync);
    }

    private static object Search(
        HttpContext context, LogTail reader, EmulatorOptions options, ServiceAddress address, string ns, string name)
    {
        var filter = new LogFilter(context.Request.Query);
        var range = LogRange.Read(context.Request.Query);
        LogSlice page = reader.Read(ns, name, record => LogSlice.Read(Searchable(record, options), filter, range));
        context.Response.Headers.Link = string.Join(", ", Links(context.Request, address, page));
        return page.Lines.Select(line => line.ToJson(filter.MaxLength));
    }

    private static string Download(HttpContext context, LogTail reader, EmulatorOptions options, string ns, string name)
    {
        var filter = new LogFilter(context.Request.Query);
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{ns}-{name}-logs.txt\"";
        return string.Concat(reader.Read(ns, name, record => Searchable(record, options).Logs.Lines
            .Where(filter.Matches).Take(MaxDownloadLines).Select(line => line.ToText(filter.MaxLength) + "\n").ToArray()));
    }

    private static async Task StreamAsync(HttpContext context, LogTail reader, EmulatorOptions options, string ns, string name)
    {
        IQueryCollection query = context.Request.Query;
        var filter = new LogFilter(query);
        (EndpointRecord record, LogLine[] lines, long last) = reader.Read(ns, name, found =>
            (Searchable(found, options), Backfill(found, filter, query), found.Logs.Last));
        await reader.StreamAsync(
            context, record, filter, lines, last, line => JsonSerializer.Serialize(line.ToJson(filter.MaxLength), HttpAnswers.Json));
    }

    /// <summary>The lines a stream begins with: none when the request names no beginning.</summary>
    private static LogLine[] Backfill(EndpointRecord record, LogFilter filter, IQueryCollection query)
    {
        long? after = LogSlice.ReadCursor(record, query.ReadText("after"), isBefore: false);
        int tail = query.ReadCount("tail") ?? (after is not null || filter.HasStart ? int.MaxValue : 0);
        return [.. record.Logs.After(after ?? 0).Where(filter.Matches).TakeLast(tail)];
    }

    private static EndpointRecord Searchable(EndpointRecord record, EmulatorOptions options) =>
        !options.LogSearch || record.Spec.HasTag(SpecDefaults.NoLogSearchTag)
            ? throw ServiceException.NotImplemented("Log search not available on this deployment")
            : record;

    private static IEnumerable<string> Links(HttpRequest request, ServiceAddress address, LogSlice page)
    {
        string path = new Uri(address.Value, request.Path.ToUriComponent()).AbsoluteUri;
        if (page.Next is not null)
        {
            yield return Link(request, path, "next", "after", page.Next);
        }

        if (page.Previous is not null)
        {
            yield return Link(request, path, "prev", "before", page.Previous);
        }

        yield return Link(request, path + "/sse", "next_sse", "after", page.NextStream);
    }

    /// <summary>The request's own address with another cursor: the filters stay as they are.</summary>
    private static string Link(HttpRequest request, string path, string relation, string cursorName, string cursor)
    {
        string[] dropped = relation == "next_sse" ? ["after", "before", "order", "limit", "until"] : ["after", "before"];
        var query = new QueryBuilder(request.Query.Where(pair => !dropped.Contains(pair.Key)));
        query.Add(cursorName, cursor);
        return $"<{path}{query.ToQueryString()}>; rel=\"{relation}\"";
    }
}
