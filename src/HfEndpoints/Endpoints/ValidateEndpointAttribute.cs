using System.Management.Automation;

namespace HfEndpoints.Commands;

/// <summary>Refuses an empty name at once, as PowerShell does for parameters that take texts.</summary>
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
