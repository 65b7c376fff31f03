namespace HfEndpoints.Commands;

/// <summary>
/// Marks a parameter that accepts endpoints from the pipeline. A row may name several, as for a parameter bound by property name.
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
