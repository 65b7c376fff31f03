using System.ComponentModel;

namespace HfEndpoints.Commands;

/// <summary>
/// Properties that PowerShell adds to what the cmdlets emit, as HfEndpoints.Types.ps1xml names them. They also work
/// in ConstrainedLanguage, where scripts may not call methods.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class EndpointMembers
{
    /// <summary>The kind and size of the instance.</summary>
    /// <param name="instance">An endpoint.</param>
    /// <returns>Such as "nvidia-a10g x1".</returns>
    public static string? Instance(PSObject instance) =>
        Endpoint(instance) is { } endpoint ? $"{endpoint.InstanceType} {endpoint.InstanceSize}" : null;

    /// <summary>The ready replicas and the requested ones.</summary>
    /// <param name="instance">An endpoint.</param>
    /// <returns>Such as "1/2".</returns>
    public static string? Replicas(PSObject instance) => Endpoint(instance) is { } endpoint
        ? string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{endpoint.ReadyReplica ?? 0}/{endpoint.TargetReplica ?? 0}")
        : null;

    /// <summary>The age of an endpoint or a replica.</summary>
    /// <param name="instance">An endpoint or a replica.</param>
    /// <returns>The age, which is shown in its largest unit, such as "3h"; null if it is not known.</returns>
    public static HfAge? Age(PSObject instance) => (instance?.BaseObject switch
    {
        HfInferenceEndpoint endpoint => endpoint.CreatedAt,
        HfReplica replica => replica.StartedAt,
        _ => null,
    }) is { } since ? new HfAge(DateTimeOffset.UtcNow - since) : null;

    /// <summary>The price of a replica. The service is asked for its prices when they are first needed, and then once in a while.</summary>
    /// <param name="instance">An endpoint.</param>
    /// <returns>USD per hour; null if it is not known, or not in time.</returns>
    public static decimal? PricePerHour(PSObject instance) => Endpoint(instance) is { } endpoint
        ? ServiceLookup.Ask(
                nameof(PricePerHour),
                (_, client, cancellationToken) => client.Hardware.ListAsync(null, cancellationToken),
                endpoint.Connection)
            .Find(endpoint.Vendor, endpoint.Region, endpoint.InstanceType, endpoint.InstanceSize)?.PricePerHour
        : null;

    /// <summary>The server's whole answer, including unknown fields. The values of secrets are masked.</summary>
    /// <param name="instance">An endpoint.</param>
    /// <returns>An object whose properties are the answer's members.</returns>
    public static PSObject? Raw(PSObject instance) => Endpoint(instance)?.RawObject;

    /// <summary>The old value of a changed setting, with its items if it has some.</summary>
    /// <param name="instance">A change.</param>
    /// <returns>The value.</returns>
    public static object? Before(PSObject instance) => (instance?.BaseObject as HfAuditChange)?.GetBefore();

    /// <summary>The new value of a changed setting, with its items if it has some.</summary>
    /// <param name="instance">A change.</param>
    /// <returns>The value.</returns>
    public static object? After(PSObject instance) => (instance?.BaseObject as HfAuditChange)?.GetAfter();

    /// <summary>The server's whole answer that another result was made of.</summary>
    /// <param name="instance">The result.</param>
    /// <returns>The members of the answer by their names.</returns>
    public static object? RawOf(PSObject instance) => instance?.BaseObject switch
    {
        HfAuditEntry entry => entry.GetRaw(),
        HfChatCompletion completion => completion.GetRaw(),
        HfServerInfo info => info.GetRaw(),
        _ => null,
    };

    private static HfInferenceEndpoint? Endpoint(PSObject? instance) => instance?.BaseObject as HfInferenceEndpoint;
}
