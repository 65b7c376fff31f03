using System.Globalization;
using System.Management.Automation;

namespace HfEndpoints.Parameters;

/// <summary>Lets a time be given as a date, or as a TimeSpan, which means that long ago.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TimeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        try
        {
            return value switch
            {
                DateTimeOffset time => time,
                DateTime time => new DateTimeOffset(time),
                TimeSpan span => Ago(span),
                string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span)
                    && text.Contains(':', StringComparison.Ordinal) => Ago(span),

                // As PowerShell itself reads dates: not in the user's culture, and local where no zone is named.
                string text when DateTimeOffset.TryParse(
                    text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset time) => time,
                _ => throw Refuse(inputData),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Refuse(inputData);
        }
    }

    private static DateTimeOffset Ago(TimeSpan span) => DateTimeOffset.UtcNow - span.Duration();

    private static ArgumentTransformationMetadataException Refuse(object? value) => new(
        $"'{value}' is no time: a date, such as '2026-11-21 14:30', or a TimeSpan for that long ago, such as '1:30', is "
        + "allowed.");
}
