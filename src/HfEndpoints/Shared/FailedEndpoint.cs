namespace HfEndpoints.Commands;

/// <summary>The endpoint that something fails for: what the error record and its exception say of it.</summary>
/// <param name="Item">What was given: the object, the copy, or the name; of a wildcard the endpoint found.</param>
/// <param name="Namespace">The user or organization; null if it is not known yet.</param>
/// <param name="Name">The endpoint's name; null if the service is to choose it.</param>
/// <param name="Connection">The account it is asked with.</param>
internal sealed record FailedEndpoint(object Item, string? Namespace, string? Name, HfConnection Connection)
{
    public FailedEndpoint(HfEndpointReference reference, HfConnection connection)
        : this(reference.Given, reference.Namespace, reference.Name, connection)
    {
    }

    /// <summary>The failure with the endpoint in it.</summary>
    public HfException Complete(HfException exception) => exception.Endpoint is not null
        ? exception
        : new HfException(exception) { Endpoint = Name, Namespace = Namespace };
}
