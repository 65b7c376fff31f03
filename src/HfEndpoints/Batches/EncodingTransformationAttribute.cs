using System.Text;

namespace HfEndpoints.Commands;

/// <summary>Also accepts an Encoding object, as PowerShell's own cmdlets do.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EncodingTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is Encoding encoding ? encoding.WebName : inputData;
}
