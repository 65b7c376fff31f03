namespace HfEndpoints.Commands;

/// <summary>Converts a blank, such as an empty cell of a CSV file, to null. PowerShell would convert it to 0.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BlankTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override bool TransformNullOptionalParameters => false;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is "" ? null : inputData;
}
