using System.Management.Automation;

namespace HfEndpoints.Commands;

/// <summary>Takes a blank, such as an empty cell of a CSV file, for nothing: PowerShell would make 0 of it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BlankTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override bool TransformNullOptionalParameters => false;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is "" ? null : inputData;
}
