using System.Management.Automation;

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
        Namespace = endpoint.Namespace;
        Endpoint = endpoint;
    }

    /// <summary>Refers to an endpoint by a copy of it, such as a job or a file gives.</summary>
    /// <param name="copy">An object with the properties Name and Namespace.</param>
    /// <exception cref="ArgumentException">It has no name.</exception>
    public HfEndpointReference(PSObject copy)
    {
        ArgumentNullException.ThrowIfNull(copy);
        Name = copy.Properties[nameof(Name)]?.Value as string
            ?? throw new ArgumentException("An endpoint, its name, or an object with a Name is allowed here.", nameof(copy));
        Namespace = copy.Properties[nameof(Namespace)]?.Value as string;
    }

    /// <summary>The endpoint's name.</summary>
    public string Name { get; }

    /// <summary>The user or organization that owns it; null where only its name was given.</summary>
    public string? Namespace { get; }

    /// <summary>The endpoint; null where only its name was given.</summary>
    public HfInferenceEndpoint? Endpoint { get; }

    /// <summary>What tells endpoints apart: one of the same name may be another namespace's.</summary>
    internal object Key => Endpoint ?? (object)(Namespace, Name);

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
