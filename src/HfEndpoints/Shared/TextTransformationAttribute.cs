using System.Collections;
using System.Management.Automation;

namespace HfEndpoints.Commands;

/// <summary>Refuses tables where texts are expected: PowerShell would take the name of their type for the text.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        bool hasTable = value is IDictionary || (value is IList list && list.Cast<object?>().Any(item =>
            item is IDictionary or PSObject { BaseObject: IDictionary }));
        return hasTable
            ? throw new ArgumentTransformationMetadataException("A text is allowed here; messages are given with -Message.")
            : inputData;
    }
}
