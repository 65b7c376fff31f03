using System.ComponentModel;
using System.Management.Automation;

namespace HfEndpoints.Commands;

/// <summary>
/// Properties that PowerShell adds to what the cmdlets emit, as HfEndpoints.Types.ps1xml names them. They work where scripts
/// may call no methods (ConstrainedLanguage).
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class EndpointMembers
{
    /// <summary>The kind and size of the instance.</summary>
    /// <param name="instance">An endpoint.</param>
    /// <returns>Such as "nvidia-a10g x1".</returns>
    public static string? Instance(PSObject instance) =>
        Endpoint(instance) is { } endpoint ? $"{endpoint.InstanceType} {endpoint.InstanceSize}" : null;

    /// <summary>The replicas that are ready, and how many there should be.</summary>
    /// <param name="instance">An endpoint.</param>
    /// <returns>Such as "1/2".</returns>
    public static string? Replicas(PSObject instance) => Endpoint(instance) is { } endpoint
        ? string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{endpoint.ReadyReplica ?? 0}/{endpoint.TargetReplica ?? 0}")
        : null;

    /// <summary>How long ago an endpoint was created, or a replica started.</summary>
    /// <param name="instance">An endpoint or a replica.</param>
    /// <returns>The time in its greatest unit, such as "3h".</returns>
    public static string Age(PSObject instance) => FormatHelper.Age(instance?.BaseObject switch
    {
        HfInferenceEndpoint endpoint => endpoint.CreatedAt,
        HfReplica replica => replica.StartedAt,
        _ => null,
    });

    /// <summary>The server's whole answer, fields unknown here included; the values of secrets are masked.</summary>
    /// <param name="instance">An endpoint.</param>
    /// <returns>An object whose properties are the answer's members.</returns>
    public static PSObject? Raw(PSObject instance) => Endpoint(instance)?.Raw;

    private static HfInferenceEndpoint? Endpoint(PSObject? instance) => instance?.BaseObject as HfInferenceEndpoint;
}
