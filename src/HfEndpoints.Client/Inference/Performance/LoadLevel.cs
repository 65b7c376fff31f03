namespace HfEndpoints.Client.Inference;

/// <summary>A load: so many requests at once, or so many per second.</summary>
internal readonly record struct LoadLevel(int? Concurrency, double? Rate)
{
    /// <summary>Describes loads of one kind.</summary>
    /// <param name="levels">The loads, at least one.</param>
    /// <returns>A text such as <c>1, 2, 4 at once</c>.</returns>
    public static string Describe(params IReadOnlyList<LoadLevel> levels) => levels[0].Rate is null
        ? string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", levels.Select(level => level.Concurrency))} at once")
        : string.Join(", ", levels.Select(level => level.Rate!.Value.ToString("0.###", CultureInfo.InvariantCulture)))
            + " requests per second";
}

/// <summary>Sends a request and waits for its answer.</summary>
/// <param name="number">Which request of the test; below 0 during the warm-up.</param>
/// <param name="timing">Receives the pieces of the answer.</param>
/// <param name="cancellationToken">Cancels the request.</param>
internal delegate Task LoadRequest(int number, RequestTiming timing, CancellationToken cancellationToken);
