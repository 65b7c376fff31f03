namespace HfEndpoints.Client;

/// <summary>The body that adds a domain.</summary>
internal sealed record DomainRequest(string Domain);
