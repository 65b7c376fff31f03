namespace HfEndpoints.Commands;

/// <summary>The hardware for each namespace of a cmdlet, requested once.</summary>
internal sealed class HardwareLists
{
    private readonly ConcurrentDictionary<(HfConnection, string?), Task<IReadOnlyList<HfHardware>>> _asked = [];

    /// <summary>All hardware. Without a namespace it is requested without a token, and has no quotas.</summary>
    public Task<IReadOnlyList<HfHardware>> GetAsync(
        HfConnection connection, HfClient client, string? owner, CancellationToken cancellationToken) =>
        _asked.GetOrAdd((connection, owner), _ => client.Hardware.ListAsync(owner, cancellationToken));
}
