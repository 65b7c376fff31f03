using System.Diagnostics.CodeAnalysis;
using HfEndpoints.Commands;

namespace HfEndpoints;

/// <summary>An age, which a table shows in its largest unit, and by which endpoints are sorted and filtered: <c>Age -gt 2h</c>.</summary>
[SuppressMessage("Design", "CA1036", Justification = "PowerShell compares by the interface, and no C# code orders them.")]
public sealed class HfAge : IComparable, IEquatable<HfAge>
{
    /// <summary>Makes an age of a time span.</summary>
    /// <param name="span">The time that has passed.</param>
    public HfAge(TimeSpan span) => Span = span;

    /// <summary>Makes an age of a text.</summary>
    /// <param name="text">A duration, such as 2h or 1.00:00:00.</param>
    public HfAge(string text)
        : this((TimeSpan)new DurationTransformationAttribute { MaximumDays = 36500 }.Transform(null!, text)!)
    {
    }

    /// <summary>The time that has passed.</summary>
    public TimeSpan Span { get; }

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj is HfAge other ? Span.CompareTo(other.Span) : 1;

    /// <inheritdoc/>
    public bool Equals(HfAge? other) => Span == other?.Span;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HfAge);

    /// <inheritdoc/>
    public override int GetHashCode() => Span.GetHashCode();

    /// <summary>The age in its largest unit.</summary>
    /// <returns>Such as 45s, 12m, 3h or 9d.</returns>
    public override string ToString()
    {
        (double value, string unit) = Span switch
        {
            { TotalDays: >= 1 } => (Span.TotalDays, "d"),
            { TotalHours: >= 1 } => (Span.TotalHours, "h"),
            { TotalMinutes: >= 1 } => (Span.TotalMinutes, "m"),
            _ => (Math.Max(0, Span.TotalSeconds), "s"),
        };
        return Math.Floor(value).ToString("0", CultureInfo.InvariantCulture) + unit;
    }
}
