namespace HfEndpoints.Client.Batches;

/// <summary>What is remembered of a request from its start to its end.</summary>
/// <param name="StartedAt">The clock's timestamp when it was sent.</param>
/// <param name="InFlight">How many were under way then, this one included.</param>
/// <param name="Epoch">How often the limit had been lowered by then: an older request tells nothing of the limit now.</param>
/// <param name="IsProbe">Whether it goes alone, to find out whether the endpoint is up.</param>
public readonly record struct RequestTicket(long StartedAt, int InFlight, int Epoch, bool IsProbe);
