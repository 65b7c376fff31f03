using System.Collections;
using System.Management.Automation;

namespace HfEndpoints.Commands;

/// <summary>
/// Marks a parameter that takes endpoints down the pipeline. A row may name several, as it may for a parameter that takes
/// its names out of a property.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EndpointArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is PSObject { BaseObject: PSCustomObject } row
            && row.Properties[nameof(HfEndpointReference.Name)]?.Value is IList { Count: > 0 } names
            ? names.Cast<object?>().Select(name => new HfEndpointReference(WithName(row, name))).ToArray()
            : inputData;

    private static PSObject WithName(PSObject row, object? name)
    {
        PSObject copy = row.Copy();
        copy.Properties[nameof(HfEndpointReference.Name)].Value = name;
        return copy;
    }
}
