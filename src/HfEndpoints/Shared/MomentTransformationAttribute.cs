namespace HfEndpoints.Commands;

/// <summary>Accepts a point in time, or how long ago it was: a TimeSpan, or text such as 10m.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MomentTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        try
        {
            object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
            return value switch
            {
                null => null,
                DateTimeOffset moment => moment,
                DateTime time => new DateTimeOffset(time),
                // Don't accept numbers: 10 could be seconds, minutes or days.
                _ when DurationText.TryRead(inputData) is { } span => Ago(span, inputData),
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
        $"'{value}' is not a valid time. Use a DateTime such as '2026-03-01 14:30', or how long ago it was: '10m', '2h', '1d', or a "
        + $"TimeSpan such as '00:10:00'."));
}
