using System.Globalization;
using System.Management.Automation;

namespace HfEndpoints.Parameters;

/// <summary>Lets a duration be given in seconds or as a TimeSpan.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationTransformationAttribute : ArgumentTransformationAttribute
{
    // What a timer can hold, some 24 days.
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>The shortest duration allowed, in seconds.</summary>
    public double MinimumSeconds { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        TimeSpan duration = value switch
        {
            TimeSpan span => span,
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span)
                && text.Contains(':', StringComparison.Ordinal) => span,
            string text when double.TryParse(text, CultureInfo.InvariantCulture, out double seconds) => Seconds(seconds),
            byte or short or int or long or float or double or decimal =>
                Seconds(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            _ => throw Refuse(inputData),
        };
        return duration.TotalSeconds >= MinimumSeconds && duration <= s_longest ? duration : throw Refuse(inputData);
    }

    private TimeSpan Seconds(double seconds) =>
        seconds <= s_longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : throw Refuse(seconds);

    private ArgumentTransformationMetadataException Refuse(object? value) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"'{value}' is no duration: a number of seconds or a TimeSpan is allowed, from {MinimumSeconds:0.###} s to 24 days."));
}
