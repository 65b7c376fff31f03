namespace HfEndpoints.Commands;

/// <summary>The endpoint that a failure is about, for the error record and its exception.</summary>
/// <param name="Item">The argument: the object, the copy, or the name; for a wildcard, the endpoint found.</param>
/// <param name="Namespace">The user or organization; null if it is not known yet.</param>
/// <param name="Name">The endpoint's name; null if the service is to choose it.</param>
/// <param name="Connection">The account used.</param>
internal sealed record FailedEndpoint(object Item, string? Namespace, string? Name, HfConnection Connection)
{
    public FailedEndpoint(HfEndpointReference reference, HfConnection connection)
        : this(reference.Given, reference.Namespace, reference.Name, connection)
    {
    }

    /// <summary>The failure, with the endpoint added.</summary>
    public HfException Complete(HfException exception) => exception.Endpoint is not null
        ? exception
        : new HfException(exception) { Endpoint = Name, Namespace = Namespace };
}
