namespace HfEndpoints.Commands;

/// <summary>Accepts a duration as a number, as a TimeSpan, or with units, such as 90s, 5m, 1h30m or 2d.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>The shortest duration allowed, in seconds.</summary>
    public double MinimumSeconds { get; set; }

    /// <summary>The longest duration allowed, in days; by default the maximum of a timer.</summary>
    public double MaximumDays { get; set; } = TimeSpan.FromMilliseconds(int.MaxValue).TotalDays;

    /// <summary>Whether the parameter is a whole number of minutes, as the service takes it. Otherwise it is a TimeSpan.</summary>
    public bool InMinutes { get; set; }

    /// <inheritdoc/>
    public override bool TransformNullOptionalParameters => false;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (InMinutes && value is null or "")
        {
            // An empty cell of a CSV file.
            return null;
        }

        double seconds = DurationText.TryRead(inputData) is { } span ? span.TotalSeconds
            : AsNumber(value) is { } number ? number * (InMinutes ? 60 : 1)
            : throw Refuse(inputData);
        if (InMinutes)
        {
            // Which numbers are allowed is the rule of the setting.
            return Math.Abs(seconds) / 60 <= int.MaxValue && seconds % 60 == 0 ? (int)(seconds / 60) : throw Refuse(inputData);
        }

        return seconds >= MinimumSeconds && seconds <= TimeSpan.FromDays(MaximumDays).TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw Refuse(inputData);
    }

    private static double? AsNumber(object? value) => value switch
    {
        string text when double.TryParse(text, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) => number,
        byte or short or int or long or float or double or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    private ArgumentTransformationMetadataException Refuse(object? value) => new(InMinutes
        ? $"'{value}' is not a whole number of minutes. Use a number of minutes, a TimeSpan, or text such as '15m' or '1h'."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"'{value}' is not a valid duration. Use a number of seconds, a TimeSpan, or text such as '90s', '5m', '1h' or '2d', "
            + $"from {MinimumSeconds:0.###} s to {Math.Floor(MaximumDays)} days."));
}
