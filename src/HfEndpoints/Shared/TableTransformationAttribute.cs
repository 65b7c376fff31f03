namespace HfEndpoints.Commands;

/// <summary>Accepts a hashtable, or an object such as ConvertFrom-Json returns.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TableTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        switch (inputData)
        {
            case null:
                return null;
            case PSObject { BaseObject: PSCustomObject } custom:
                var table = new Hashtable();
                foreach (PSPropertyInfo property in custom.Properties)
                {
                    table[property.Name] = property.Value;
                }

                return table;
            case PSObject { BaseObject: IDictionary wrapped }:
                return wrapped;
            case IDictionary plain:
                return plain;
            default:
                throw new ArgumentTransformationMetadataException("Use a hashtable such as @{ url = 'me/image:1' }, or an object.");
        }
    }
}
