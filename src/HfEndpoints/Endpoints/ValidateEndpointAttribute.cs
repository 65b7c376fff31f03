namespace HfEndpoints.Commands;

/// <summary>Rejects an empty name, as PowerShell does for string parameters.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValidateEndpointAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        if (element is null or HfEndpointReference { Given: "" })
        {
            throw new ValidationMetadataException("An endpoint's name must not be empty.");
        }
    }
}
