namespace HfEndpoints.Commands;

/// <summary>Accepts a point in time, or a TimeSpan before now.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MomentTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        try
        {
            return (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
            {
                null => null,
                DateTimeOffset moment => moment,
                DateTime time => new DateTimeOffset(time),
                TimeSpan span => Ago(span, inputData),
                // Don't accept numbers: 10 would be ten days.
                string text when text.Contains(':', StringComparison.Ordinal)
                    && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) => Ago(span, inputData),
                string text when DateTimeOffset.TryParse(
                    text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset moment) => moment,
                _ => throw Refuse(inputData),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            // Outside the range of dates.
            throw Refuse(inputData);
        }
    }

    private static DateTimeOffset Ago(TimeSpan span, object? input) =>
        span >= TimeSpan.Zero ? DateTimeOffset.UtcNow - span : throw Refuse(input);

    private static ArgumentTransformationMetadataException Refuse(object? value) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"'{value}' is not a valid time. Use a DateTime such as '2026-03-01 14:30', or a TimeSpan such as '00:10:00' for "
        + $"ten minutes ago."));
}
