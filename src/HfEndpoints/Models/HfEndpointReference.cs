namespace HfEndpoints;

/// <summary>An endpoint as a parameter takes it: the object itself, or its name.</summary>
public sealed class HfEndpointReference
{
    /// <summary>Refers to an endpoint by its name.</summary>
    /// <param name="name">The name.</param>
    public HfEndpointReference(string name) => Name = name;

    /// <summary>Refers to an endpoint that was asked for before.</summary>
    /// <param name="endpoint">The endpoint.</param>
    public HfEndpointReference(HfInferenceEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        Name = endpoint.Name;
        Endpoint = endpoint;
    }

    /// <summary>The endpoint's name.</summary>
    public string Name { get; }

    /// <summary>The endpoint; null where only its name was given.</summary>
    public HfInferenceEndpoint? Endpoint { get; }

    /// <summary>What tells endpoints apart: one of the same name may be another namespace's.</summary>
    internal object Key => Endpoint ?? (object)Name;

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
