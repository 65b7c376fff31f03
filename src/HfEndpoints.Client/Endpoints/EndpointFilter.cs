namespace HfEndpoints.Client;

/// <summary>Which endpoints to list and in what order; the server does both.</summary>
public sealed record EndpointFilter
{
    /// <summary>Only endpoints in one of these states.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>Only endpoints of one of these types.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Only endpoints with one of these tasks.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>Only endpoints with these tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Only endpoints whose name contains this.</summary>
    public string? Search { get; init; }

    /// <summary><c>createdAt</c>, <c>updatedAt</c> or <c>name</c>; null leaves the order to the server.</summary>
    public string? SortBy { get; init; }

    /// <summary>Whether the order is descending; null leaves it to the server, which returns the newest first.</summary>
    public bool? Descending { get; init; }

    /// <summary>How many endpoints a page contains. Default: 100.</summary>
    public int PageSize { get; init; } = 100;

    internal IEnumerable<KeyValuePair<string, string?>> ToQuery(string? cursor) =>
    [
        new("limit", PageSize.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        new("cursor", cursor),
        new("state", Join(States)),
        new("type", Join(Types)),
        new("task", Join(Tasks)),
        new("tags", Join(Tags)),
        new("search", string.IsNullOrEmpty(Search) ? null : Search),
        new("sortBy", SortBy),
        new("direction", Descending switch { true => "desc", false => "asc", null => null }),
    ];

    private static string? Join(IReadOnlyList<string> values) => values.Count == 0 ? null : string.Join(',', values);
}
