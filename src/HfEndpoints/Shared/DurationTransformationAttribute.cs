using System.Text.RegularExpressions;

namespace HfEndpoints.Commands;

/// <summary>Accepts a duration in seconds, as a TimeSpan, or with a unit, such as 5m.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed partial class DurationTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>The shortest duration allowed, in seconds.</summary>
    public double MinimumSeconds { get; set; }

    /// <summary>The longest duration allowed, in days; by default the maximum of a timer.</summary>
    public double MaximumDays { get; set; } = TimeSpan.FromMilliseconds(int.MaxValue).TotalDays;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        TimeSpan duration = value switch
        {
            TimeSpan span => span,
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span)
                && text.Contains(':', StringComparison.Ordinal) => span,
            string text when WithUnit().Match(text) is { Success: true } match =>
                Seconds(double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * SecondsOf(match.Groups[2].Value)),
            string text when double.TryParse(text, CultureInfo.InvariantCulture, out double seconds) => Seconds(seconds),
            byte or short or int or long or float or double or decimal => Seconds(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            _ => throw Refuse(inputData),
        };
        return duration.TotalSeconds >= MinimumSeconds && duration.TotalDays <= MaximumDays ? duration : throw Refuse(inputData);
    }

    private static double SecondsOf(string unit) => unit.ToLowerInvariant() switch
    {
        "ms" => 0.001,
        "s" => 1,
        "m" or "min" => 60,
        "h" => 3600,
        _ => 86400,
    };

    private TimeSpan Seconds(double seconds) =>
        seconds <= TimeSpan.FromDays(MaximumDays).TotalSeconds ? TimeSpan.FromSeconds(seconds) : throw Refuse(seconds);

    private ArgumentTransformationMetadataException Refuse(object? value) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"'{value}' is not a valid duration. Use a number of seconds, a TimeSpan, or text such as '5m' or '1h', "
        + $"from {MinimumSeconds:0.###} s to {Math.Floor(MaximumDays)} days."));

    [GeneratedRegex(@"^\s*(\d{1,9}(?:\.\d{1,9})?)\s*(ms|s|m|min|h|d)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex WithUnit();
}
