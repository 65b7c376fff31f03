using System.Globalization;

namespace HfEndpoints;

/// <summary>What a model says of a row of a table.</summary>
public sealed class HfRowValue : HfInferenceResult
{
    /// <summary>The row, from 0.</summary>
    public required int Row { get; init; }

    /// <summary>A label or a number.</summary>
    public required object Value { get; init; }

    /// <summary>The value.</summary>
    /// <returns>The value.</returns>
    public override string ToString() => Convert.ToString(Value, CultureInfo.InvariantCulture) ?? "";
}
