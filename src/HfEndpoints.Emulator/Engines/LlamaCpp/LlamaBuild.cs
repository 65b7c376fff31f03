namespace HfEndpoints.Emulator;

/// <summary>
/// Which build of llama.cpp an image has, by its tag, and how it answers; a tag without a number stands for a current one.
/// </summary>
internal sealed partial class LlamaBuild(EndpointSpec spec)
{
    private const int Current = 10587;

    /// <summary>The first build of the ones that answer as those of 2026 do.</summary>
    private const int FirstOfNow = 7000;

    private readonly int _number = TagPattern().Match(spec.ImageUrl ?? "") is { Success: true } match
        ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
        : Current;

    /// <summary>As the server reports it: the number and the commit.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"b{_number}-{(IsOld ? "13002a08" : "9c2a4c5e")}");

    /// <summary>
    /// Whether the build is of 2025 or before: errors in a stream are a field of the name "error" instead of data, a route that
    /// the server was not started for answers 501, and a request can't have several answers.
    /// </summary>
    public bool IsOld => _number < FirstOfNow;

    [GeneratedRegex(@":server(?:-[a-z0-9]+)*-b(\d{4,6})$")]
    private static partial Regex TagPattern();
}
